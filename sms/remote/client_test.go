package remote

import (
	"context"
	"errors"
	"io"
	"net"
	"reflect"
	"strings"
	"testing"
	"time"
)

// talk returns a client of a server that answers every line with what the function returns, and ends
// when that is "".
func talk(t *testing.T, answer func(line string) string) *Client {
	t.Helper()
	near, far := net.Pipe()
	go func() {
		defer far.Close()
		lines := NewLines(far, MaxLine)
		for {
			line, err := lines.Next()
			if err != nil {
				return
			}
			text := answer(string(line))
			if _, err := io.WriteString(far, text); err != nil || text == "" {
				return
			}
		}
	}()
	c := NewClient(near)
	t.Cleanup(func() { c.Close() })
	return c
}

// once answers the first request with a result, and refuses to be asked in other words.
func once(t *testing.T, want, result string) *Client {
	t.Helper()
	return talk(t, func(line string) string {
		if line != `{"jsonrpc":"2.0","id":1,`+want+`}` {
			t.Errorf("asked %s", line)
			return ""
		}
		return `{"jsonrpc":"2.0","id":1,"result":` + result + "}\n"
	})
}

var at = time.Date(2026, 11, 27, 12, 30, 0, 0, time.UTC)

// TestClientCalls: every call is asked in the words of the protocol, and a field that is not known is no
// reason to fail.
func TestClientCalls(t *testing.T) {
	ctx := t.Context()
	text := `{"id":7,"direction":"out","to":"+49170","state":"sent","text":"<ü>","parts":1,"done":1,` +
		`"time":"2026-11-27T12:30:00Z","key":"k","program":"python.exe","later":[{}]}`
	sent := Text{
		ID: 7, Direction: Out, To: "+49170", State: Sent, Text: "<ü>", Parts: 1, Done: 1, Time: at, Key: "k",
		Program: "python.exe",
	}
	percent := 60
	cases := map[string]struct {
		asks, answer string
		call         func(c *Client) (any, error)
		want         any
	}{
		"hello": {
			`"method":"hello","params":{"v":1,"client":"test 1"}`, `{"v":1,"version":"0.1.0","demo":true,"x":null}`,
			func(c *Client) (any, error) { return c.Hello(ctx, "test 1") },
			Hello{1, "0.1.0", true},
		},
		"send": {
			`"method":"send","params":{"to":["+49170"],"text":"<ü>","key":"k"}`, `{"texts":[` + text + `],"known":true}`,
			func(c *Client) (any, error) {
				return c.Send(ctx, SendParams{To: []string{"+49170"}, Text: "<ü>", Key: "k"})
			},
			Accepted{[]Text{sent}, true},
		},
		"status": {
			`"method":"status","params":{"id":7,"until":"sent","timeout":5}`, `{"texts":[` + text + `]}`,
			func(c *Client) (any, error) { return c.Status(ctx, StatusParams{ID: 7, Until: Sent, Timeout: 5}) },
			[]Text{sent},
		},
		"cancel": {
			`"method":"cancel","params":{"id":7}`, `{"texts":[` + text + `]}`,
			func(c *Client) (any, error) { return c.Cancel(ctx, 7) }, sent,
		},
		"list": {
			`"method":"list","params":{"direction":"out","with":"+49170","limit":3}`, `{"texts":[` + text + `],"more":true}`,
			func(c *Client) (any, error) { return c.List(ctx, ListParams{Direction: Out, With: "+49170", Limit: 3}) },
			List{[]Text{sent}, true},
		},
		"info": {
			`"method":"info","params":{}`,
			`{"v":1,"version":"0.1.0","demo":false,"ready":true,"state":"ready","operator":"o2","signal":60,"roaming":false,` +
				`"queued":2,"left":{"minute":5,"hour":30,"day":99},"may":{"send":"yes","read":"no","ussd":"ask"}}`,
			func(c *Client) (any, error) { return c.Info(ctx) },
			Info{
				V: 1, Version: "0.1.0", Ready: true, State: LinkReady, Operator: "o2", Signal: &percent, Queued: 2,
				Left: Left{5, 30, 99}, May: May{Yes, No, Ask},
			},
		},
		"ussd": {
			`"method":"ussd","params":{"code":"*100#"}`, `{"text":"12,34 EUR","more":false}`,
			func(c *Client) (any, error) { return c.USSD(ctx, "*100#") },
			USSD{"12,34 EUR", false},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := c.call(once(t, c.asks, c.answer))
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v and %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestClientListen(t *testing.T) {
	since := int64(41)
	received := Received{
		Seq: 42, ID: 9, From: "o2", Text: "code 1", Received: at, Parts: 1, State: Complete,
		Sent: time.Date(2026, 11, 27, 13, 29, 0, 0, time.FixedZone("", 3600)),
	}
	report := Text{ID: 7, To: "+49170", State: Delivered, Parts: 1, Time: at, Direction: Out}
	notice := func(method string, params any) string {
		line, err := NoticeLine(method, params)
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	c := talk(t, func(line string) string {
		if !strings.Contains(line, `"method":"listen","params":{"since":41,"reports":true}`) {
			t.Errorf("asked %s", line)
		}
		return string(AnswerLine([]byte("1"), Listening{42})) + notice(NoticeReceived, received) +
			notice("weather", map[string]int{"sun": 1}) + notice(NoticeReport, report) +
			string(ErrorLine(nil, Refuse(ReasonOff, "Closed.")))
	})
	seq, err := c.Listen(t.Context(), ListenParams{&since, true})
	if err != nil || seq != 42 {
		t.Fatalf("%d, %v", seq, err)
	}
	n, err := c.Next(t.Context())
	if err != nil || n.Report != nil || n.Received == nil || !n.Received.Sent.Equal(received.Sent) {
		t.Fatalf("%+v, %v", n, err)
	}
	if zone := n.Received.Sent.Format("-0700"); zone != "+0100" {
		t.Errorf("the zone of the sender is %s", zone)
	}
	if n.Received.Sent = received.Sent; !reflect.DeepEqual(*n.Received, received) {
		t.Errorf("%+v", n.Received)
	}
	if n, err = c.Next(t.Context()); err != nil || n.Report == nil || !reflect.DeepEqual(*n.Report, report) {
		t.Fatalf("%+v, %v", n, err)
	}
	var e *Error
	if _, err = c.Next(t.Context()); !errors.As(err, &e) || e.Reason != ReasonOff {
		t.Errorf("at the end: %v", err)
	}
}

// TestClientListensFromZero: "from the beginning" is not "from now on".
func TestClientListensFromZero(t *testing.T) {
	var zero int64
	for want, p := range map[string]ListenParams{`{"since":0}`: {Since: &zero}, `{}`: {}} {
		c := once(t, `"method":"listen","params":`+want, `{"seq":3}`)
		if _, err := c.Listen(t.Context(), p); err != nil {
			t.Error(err)
		}
	}
}

func TestClientRefused(t *testing.T) {
	limit := &Error{CodeRefused, ReasonLimit, "5 a minute.", 42, "+49170"}
	cases := map[string]struct {
		answer string
		want   Reason
	}{
		"a limit":        {string(ErrorLine([]byte("1"), limit)), ReasonLimit},
		"an error of Go": {string(ErrorLine([]byte("1"), io.ErrShortWrite)), ReasonInternal},
		"without data":   {`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}` + "\n", ReasonInternal},
		"no line":        {"HTTP/1.1 400 Bad Request\r\n\r\n", ReasonInternal},
		"another answer": {`{"jsonrpc":"2.0","id":2,"result":{}}` + "\n", ReasonInternal},
		"another type":   {`{"jsonrpc":"2.0","id":1,"result":[]}` + "\n", ReasonInternal},
		"no result":      {`{"jsonrpc":"2.0","id":1}` + "\n", ReasonInternal},
		"the end":        {"", ReasonClosed},
		"half a line":    {`{"jsonrpc"`, ReasonClosed},
		"no end":         {strings.Repeat("x", 2*MaxAnswer), ReasonInternal},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var n int
			client := talk(t, func(string) string { n++; return c.answer })
			if c.want == ReasonClosed { // the answer is all there is
				near, far := net.Pipe()
				client = NewClient(near)
				go func() {
					_, _ = far.Read(make([]byte, 4096))
					_, _ = io.WriteString(far, c.answer)
					far.Close()
				}()
			}
			_, err := client.Info(t.Context())
			var e *Error
			if !errors.As(err, &e) || e.Reason != c.want || e.Message == "" {
				t.Fatalf("%#v", err)
			}
			if c.want == ReasonLimit && *e != *limit {
				t.Errorf("%+v, want %+v", e, limit)
			}
		})
	}
}

// TestClientCancelled: who does not want to wait any longer need not, and is told so.
func TestClientCancelled(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	go func() { _, _ = io.Copy(io.Discard, far) }()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := NewClient(near).Info(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestClientTooLong(t *testing.T) {
	c := talk(t, func(line string) string { t.Errorf("%d bytes were written", len(line)); return "" })
	var e *Error
	_, err := c.Send(t.Context(), SendParams{To: []string{"+49170"}, Text: strings.Repeat("x", 1<<20)})
	if !errors.As(err, &e) || e.Reason != ReasonTooLong {
		t.Errorf("got %v", err)
	}
}

// TestAnswerTooLong: an answer that no client would read is refused instead.
func TestAnswerTooLong(t *testing.T) {
	line := AnswerLine([]byte("1"), USSD{Text: strings.Repeat("x", MaxAnswer)})
	if len(line) > 200 || !strings.Contains(string(line), `"reason":"internal"`) {
		t.Errorf("%d bytes: %.200s", len(line), line)
	}
}
