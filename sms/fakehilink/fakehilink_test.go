package fakehilink_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakehilink"
)

// browser asks a stick as its own pages do, byte by byte.
type browser struct {
	t      *testing.T
	stick  *fakehilink.Server
	cookie string
}

// send sends a request and returns its answer with the headers.
func (b *browser) send(method, path, token, body string) string {
	b.t.Helper()
	c, err := b.stick.Dial(b.t.Context(), "tcp", "")
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	head := method + " " + path + " HTTP/1.1\r\nHost: 192.168.8.1\r\nConnection: close\r\n"
	if b.cookie != "" {
		head += "Cookie: SessionID=" + b.cookie + "\r\n"
	}
	if token != "" {
		head += "__RequestVerificationToken: " + token + "\r\n"
	}
	if method == http.MethodPost {
		head += fmt.Sprintf("Content-Length: %d\r\n", len(body))
	}
	go func() { _, _ = io.WriteString(c, head+"\r\n"+body) }()
	answer, _ := io.ReadAll(c)
	if m := regexp.MustCompile(`Set-Cookie: SessionID=([^;]+)`).FindSubmatch(answer); m != nil {
		b.cookie = string(m[1])
	}
	return string(answer)
}

// token asks for a token by name.
func (b *browser) token() string {
	b.send("GET", "/", "", "")
	m := regexp.MustCompile(`<token>.{32}(.{32})</token>`).FindStringSubmatch(b.send("GET", "/api/webserver/token", "", ""))
	if m == nil {
		b.t.Fatal("no token")
	}
	return m[1]
}

const start = `<?xml version="1.0" encoding="UTF-8"?><request>`

// deleteRequest is a body that every firmware takes.
const deleteRequest = start + "<Index>40000</Index></request>"

func inBubble(t *testing.T, o fakehilink.Options, f func(t *testing.T, b *browser)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		stick := fakehilink.New(o)
		defer stick.Close()
		f(t, &browser{t: t, stick: stick})
	})
}

// TestTokenRules: a token is good for one POST, in its own session and in its own spelling.
func TestTokenRules(t *testing.T) {
	inBubble(t, fakehilink.Options{}, func(t *testing.T, b *browser) {
		want := func(what, answer, part string) {
			t.Helper()
			if !strings.Contains(answer, part) {
				t.Errorf("%s: %q, want %s in it", what, answer, part)
			}
		}
		const path = "/api/sms/delete-sms"
		want("no session", b.send("POST", path, "", deleteRequest), "<code>125002</code>")
		token := b.token()
		want("no token", b.send("POST", path, "", deleteRequest), "<code>125003</code>")
		want("made up", b.send("POST", path, strings.Repeat("0", 32), deleteRequest), "<code>125003</code>")
		want("the first time", b.send("POST", path, token, deleteRequest), "<response>OK</response>")
		want("the second time", b.send("POST", path, token, deleteRequest), "<code>125003</code>")
		want("in lower case", b.send("POST", path+" HTTP/1.1\r\n__requestverificationtoken: "+b.token()+"\r\nX:", "", deleteRequest), "<code>125003</code>")
		b.cookie = ""
		want("another session", b.send("POST", path, token, deleteRequest), "<code>125002</code>")
	})
}

// TestStrictBodies: what web interface 10.x does not understand.
func TestStrictBodies(t *testing.T) {
	send := func(length int, content string) string {
		return start + "<Index>-1</Index><Phones><Phone>123</Phone></Phones><Sca></Sca><Content>" + content +
			fmt.Sprintf("</Content><Length>%d</Length>", length) +
			"<Reserved>1</Reserved><Date>2026-01-02 03:04:05</Date></request>"
	}
	for _, c := range []struct{ name, path, body string }{
		{"white space", "sms/delete-sms", start + " <Index>1</Index></request>"},
		{"lines", "sms/delete-sms", start + "\n<Index>1</Index>\n</request>"},
		{"short form", "sms/send-sms", strings.Replace(send(1, "x"), "<Sca></Sca>", "<Sca/>", 1)},
		{"order", "sms/sms-list", start + "<ReadCount>20</ReadCount><PageIndex>1</PageIndex></request>"},
		{"too long", "sms/send-sms", send(2, "x")},
		{"bytes for units", "sms/send-sms", send(2, "ü")},
		{"characters for units", "sms/send-sms", send(1, "\xed\xa0\xbd\xed\xb8\x80")},
		{"no request", "sms/delete-sms", "<Index>1</Index>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, fakehilink.Options{}, func(t *testing.T, b *browser) {
				answer := b.send("POST", "/api/"+c.path, b.token(), c.body)
				if !strings.Contains(answer, "<code>100005</code>") {
					t.Errorf("answer %q", answer)
				}
				time.Sleep(time.Minute)
				if len(b.stick.Sent()) != 0 {
					t.Error("it was sent")
				}
			})
		})
	}
	inBubble(t, fakehilink.Options{}, func(t *testing.T, b *browser) {
		for content, length := range map[string]int{"x": 1, "\xed\xa0\xbd\xed\xb8\x80": 2, "&lt;": 1} {
			if answer := b.send("POST", "/api/sms/send-sms", b.token(), send(length, content)); !strings.Contains(answer, "OK") {
				t.Errorf("%q: %q", content, answer)
			}
			time.Sleep(time.Minute)
		}
		if n := len(b.stick.Sent()); n != 3 {
			t.Errorf("%d texts went out", n)
		}
	})
}

// TestPersonalities: each answers in its own way, and in the shape of its own folder.
func TestPersonalities(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			inBubble(t, fakehilink.Options{Personality: p}, func(t *testing.T, b *browser) {
				for _, path := range []string{"sms/sms-count", "monitoring/status", "pin/status", "net/current-plmn"} {
					answer := b.send("GET", "/api/"+path, "", "")
					if !strings.Contains(answer, "<response>") || strings.Contains(answer, "${") {
						t.Errorf("%s: %q", path, answer)
					}
				}
				for _, path := range append(p.Lacks, "no/such-thing") {
					if answer := b.send("GET", "/api/"+path, "", ""); !strings.Contains(answer, "<code>100002</code>") {
						t.Errorf("%s: %q", path, answer)
					}
				}
				if b.stick.Address() != p.Address {
					t.Errorf("address %s", b.stick.Address())
				}
			})
		})
	}
}

// TestUnplug: connections break, a text under way is lost, and the boxes stay.
func TestUnplug(t *testing.T) {
	inBubble(t, fakehilink.Options{}, func(t *testing.T, b *browser) {
		b.stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		token := b.token()
		body := start + "<Index>-1</Index><Phones><Phone>123</Phone></Phones><Sca></Sca><Content>x</Content>" +
			"<Length>1</Length><Reserved>1</Reserved><Date>2026-01-02 03:04:05</Date></request>"
		if answer := b.send("POST", "/api/sms/send-sms", token, body); !strings.Contains(answer, "OK") {
			t.Fatal(answer)
		}
		b.stick.Restart(10 * time.Second)
		if answer := b.send("GET", "/", "", ""); answer != fakehilink.ErrUnplugged.Error() {
			t.Errorf("while it is away: %q", answer)
		}
		time.Sleep(time.Minute)
		if answer := b.send("GET", "/api/sms/sms-count", "", ""); !strings.Contains(answer, "<LocalInbox>1</LocalInbox>") {
			t.Errorf("afterwards: %q", answer)
		}
		if len(b.stick.Sent()) != 0 || len(b.stick.In(1)) != 1 || len(b.stick.In(2)) != 0 {
			t.Errorf("sent %v, in %v", b.stick.Sent(), b.stick.In(1))
		}
	})
}

// TestOutbox: what the stick keeps of a text.
func TestOutbox(t *testing.T) {
	for outbox, want := range map[fakehilink.Outbox]struct {
		box, drafts int
		date        string
	}{
		fakehilink.OutboxOurDate: {1, 0, "2026-01-02 03:04:05"}, fakehilink.OutboxOwnDate: {1, 0, ""},
		fakehilink.OutboxNothing: {0, 0, ""}, fakehilink.OutboxDrafts: {0, 1, ""},
	} {
		o := fakehilink.Options{Personality: fakehilink.E3131, Quirks: fakehilink.Quirks{Outbox: outbox}}
		inBubble(t, o, func(t *testing.T, b *browser) {
			b.send("POST", "/api/sms/send-sms", "", start+"<Phones><Phone>1</Phone></Phones><Content>x</Content>"+
				"<Date>2026-01-02 03:04:05</Date></request>")
			time.Sleep(time.Minute)
			out := b.stick.In(2)
			if len(out) != want.box || len(b.stick.In(3)) != want.drafts || len(b.stick.Sent()) != 1 {
				t.Errorf("%d: out %v, drafts %v", outbox, out, b.stick.In(3))
			}
			if want.box == 1 && (out[0].Date == "2026-01-02 03:04:05") != (want.date != "") {
				t.Errorf("%d: dated %s", outbox, out[0].Date)
			}
		})
	}
}

// TestOverSocket: the handler works behind any web server.
func TestOverSocket(t *testing.T) {
	stick := fakehilink.New(fakehilink.Options{})
	defer stick.Close()
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	web := &http.Server{Handler: stick}
	go func() { _ = web.Serve(l) }()
	defer web.Close()
	answer, err := http.Get("http://" + l.Addr().String() + "/api/device/basic_information")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(body), "<classify>hilink</classify>") {
		t.Errorf("%s, %v", body, err)
	}
}

// TestPulledOutWhileSending: the text is lost, or only the stick's copy of it.
func TestPulledOutWhileSending(t *testing.T) {
	for late, want := range map[bool]int{false: 0, true: 1} {
		o := fakehilink.Options{Quirks: fakehilink.Quirks{LateCopy: late}}
		inBubble(t, o, func(t *testing.T, b *browser) {
			b.stick.Disturb("sms/send-sms", fakehilink.Disturbance{Code: 100004})
			b.stick.Calm()
			b.send("POST", "/api/sms/send-sms", b.token(), start+"<Index>-1</Index><Phones><Phone>123</Phone></Phones>"+
				"<Sca></Sca><Content>x</Content><Length>1</Length><Reserved>1</Reserved>"+
				"<Date>2026-01-02 03:04:05</Date></request>")
			if !b.stick.Busy() {
				t.Error("it does not send")
			}
			b.stick.Unplug()
			b.stick.Plug()
			b.stick.SetUptime(time.Hour)
			if n := len(b.stick.Sent()); n != want || b.stick.Busy() || len(b.stick.In(2)) > 0 {
				t.Errorf("late copy %t: the network has %d, box %v", late, n, b.stick.In(2))
			}
			b.stick.Arrive(fakehilink.Entry{Phone: "123"})
			if b.stick.Empty(1); len(b.stick.In(1)) > 0 {
				t.Errorf("still there: %v", b.stick.In(1))
			}
			b.cookie = ""
			b.token()
			if answer := b.send("GET", "/api/device/information", "", ""); !strings.Contains(answer, "<uptime>3600</uptime>") {
				t.Errorf("uptime: %s", answer)
			}
		})
	}
}
