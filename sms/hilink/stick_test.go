package hilink_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// connect returns a client for a stick; both end with the test.
func connect(t *testing.T, stick *fakehilink.Server) *hilink.Client {
	t.Helper()
	c, err := hilink.New(hilink.Options{Address: stick.Address(), Dial: stick.Dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close()
		_ = stick.Close()
	})
	return c
}

// open returns a client that has proved its stick, and is logged in where that is wanted.
func open(t *testing.T, o fakehilink.Options) (*fakehilink.Server, *hilink.Client) {
	t.Helper()
	stick := fakehilink.New(o)
	c := connect(t, stick)
	if _, err := c.Prove(t.Context()); err != nil {
		t.Fatalf("prove: %v", err)
	}
	password := o.Password
	if password == "" && o.Personality.Locked {
		password = "admin"
	}
	if password != "" {
		if err := c.Login(t.Context(), "", password); err != nil {
			t.Fatalf("log in: %v", err)
		}
	}
	return stick, c
}

// everyPersonality runs a test with each of them.
func everyPersonality(t *testing.T, f func(t *testing.T, p fakehilink.Personality)) {
	t.Helper()
	for _, p := range fakehilink.Personalities {
		inBubble(t, p.Name, func(t *testing.T) { f(t, p) })
	}
}

// aText is a text to send, with characters that are written in different ways.
func aText() hilink.Text {
	return hilink.Text{Phone: "+491701234567", Content: "Grüße <b> & \"😀\"\n(2)", Date: time.Now()}
}

// untilSent waits until the stick has no text under way.
func untilSent(t *testing.T, c *hilink.Client) hilink.SendStatus {
	t.Helper()
	for range 60 {
		s, err := c.SendStatus(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if s.Phone == "" {
			return s
		}
		time.Sleep(time.Second)
	}
	t.Fatal("still being sent")
	return hilink.SendStatus{}
}

// TestPersonalities sends, receives and deletes, and asks for everything else, on every firmware.
func TestPersonalities(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		text := aText()
		if err := c.Send(t.Context(), text, nil); err != nil {
			t.Fatalf("send: %v", err)
		}
		if s := untilSent(t, c); len(s.Sent) != 1 || s.Sent[0] != text.Phone || len(s.Failed) != 0 {
			t.Errorf("status %+v", s)
		}
		if sent := stick.Sent(); len(sent) != 1 || sent[0].Content != text.Content || sent[0].Phone != text.Phone {
			t.Errorf("the network has %+v", sent)
		}
		wantSentCopy(t, c, text)
		wantReceived(t, stick, c)
		if n := stick.MostTogether(); n != 1 {
			t.Errorf("%d requests at the same time", n)
		}
	})
}

// wantSentCopy looks for the stick's own copy of what was sent.
func wantSentCopy(t *testing.T, c *hilink.Client, text hilink.Text) {
	t.Helper()
	out, err := c.List(t.Context(), hilink.BoxSent)
	if err != nil || len(out) != 1 || out[0].State != hilink.StateSent || out[0].Content != text.Content {
		t.Fatalf("sent box %+v, %v", out, err)
	}
	if at, ok := out[0].Time(time.Local); !ok || !at.Equal(text.Date.Truncate(time.Second)) {
		t.Errorf("dated %s, want %s", out[0].Date, text.Date)
	}
}

// wantReceived has three texts come in, and deletes one.
func wantReceived(t *testing.T, stick *fakehilink.Server, c *hilink.Client) {
	t.Helper()
	want := []string{"dB&qj (1) <x>", "Grüße\n😀", "third"}
	for _, content := range want {
		stick.Arrive(fakehilink.Entry{Phone: "Free Mobile", Content: content})
	}
	in, err := c.List(t.Context(), hilink.BoxIn)
	if err != nil || len(in) != 3 {
		t.Fatalf("in: %+v, %v", in, err)
	}
	for i, e := range in {
		if e.Content != want[2-i] || e.Phone != "Free Mobile" || e.Damaged || e.Kind != hilink.KindSingle {
			t.Errorf("entry %d is %+v, want %q", i, e, want[2-i])
		}
		if !hilink.ParseEntry(e.Raw).Same(e) {
			t.Errorf("entry %d is read again as %+v", i, hilink.ParseEntry(e.Raw))
		}
	}
	n, err := c.Notices(t.Context())
	if err != nil || n.Unread != 3 || n.Full {
		t.Errorf("notices %+v, %v", n, err)
	}
	stick.MarkRead(in[0].Index)
	if left, err := c.Delete(t.Context(), hilink.BoxIn, in[1:2]); err != nil || len(left) > 0 {
		t.Errorf("left %+v, %v", left, err)
	}
	counts, err := c.Counts(t.Context())
	if err != nil || counts.In != 2 || counts.Unread != 1 || counts.Sent != 1 || counts.Max != 500 {
		t.Errorf("counts %+v, %v", counts, err)
	}
}

// TestListPages reads a box that takes several pages, whatever Count means to the firmware.
func TestListPages(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		for range 45 {
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		}
		in, err := c.List(t.Context(), hilink.BoxIn)
		if err != nil || len(in) != 45 || in[0].Index != 40044 || in[44].Index != 40000 {
			t.Errorf("%d entries, %v", len(in), err)
		}
	})
}

func TestProve(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick := fakehilink.New(fakehilink.Options{Personality: p})
		c := connect(t, stick)
		d, err := c.Prove(t.Context())
		if err != nil || d.Name != p.Device || d.Class != p.Class {
			t.Errorf("proved %+v, %v", d, err)
		}
		if needsLogin := p.Locked; (d.IMEI == "") != needsLogin {
			t.Errorf("IMEI %q", d.IMEI)
		}
		if got := d.Software; p.Name == "e3372h-320" && got != "10.0.3.1(H192SP21C00)" {
			t.Errorf("software %q", got)
		}
	})
}

// TestProveRefuses: what is no stick gets no POST, whatever is asked for.
func TestProveRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		class string
		what  fakehilink.Disturbance
		want  error
	}{
		{"router", "cpe", fakehilink.Disturbance{}, hilink.ErrRouter},
		{"another class", "set-top-box", fakehilink.Disturbance{}, hilink.ErrNotHiLink},
		{"portal", "", fakehilink.Disturbance{How: fakehilink.PageInstead}, hilink.ErrNotHiLink},
		{"another host", "", fakehilink.Disturbance{How: fakehilink.Redirected}, hilink.ErrNotHiLink},
		{"rubbish", "", fakehilink.Disturbance{How: fakehilink.Instead, Body: "{}"}, hilink.ErrNotHiLink},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick := fakehilink.New(fakehilink.Options{Class: c.class})
			if c.what.How != fakehilink.Answered {
				stick.Disturb("device/basic_information", c.what)
			}
			client := connect(t, stick)
			if _, err := client.Prove(t.Context()); !errors.Is(err, c.want) {
				t.Errorf("prove: %v, want %v", err, c.want)
			}
			wantNoPost(t, stick, client)
		})
	}
}

// wantNoPost tries everything that changes something.
func wantNoPost(t *testing.T, stick *fakehilink.Server, c *hilink.Client) {
	t.Helper()
	ctx := t.Context()
	ask := func(err error) {
		t.Helper()
		if !errors.Is(err, hilink.ErrUnproved) {
			t.Errorf("%v, want %v", err, hilink.ErrUnproved)
		}
	}
	ask(c.Send(ctx, aText(), func() error { t.Error("commit was called"); return nil }))
	ask(c.Login(ctx, "", "admin"))
	ask(c.SetMobileData(ctx, false))
	ask(c.SetSettings(ctx, hilink.Settings{}))
	ask(c.Restart(ctx))
	ask(c.SwitchToModem(ctx))
	_, err := c.List(ctx, hilink.BoxIn)
	ask(err)
	_, err = c.Delete(ctx, hilink.BoxIn, []hilink.Entry{{Index: 40000}})
	ask(err)
	_, err = c.SendUSSD(ctx, "*100#")
	ask(err)
	for _, r := range stick.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
	if stick.Switched() {
		t.Error("it was switched")
	}
}

// TestClose ends what is under way, and refuses what comes later.
func TestClose(t *testing.T) {
	inBubble(t, "closed", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{})
		stick.Disturb("sms/sms-count", fakehilink.Disturbance{Wait: time.Minute})
		time.AfterFunc(time.Second, func() { _ = c.Close() })
		if _, err := c.Counts(t.Context()); !errors.Is(err, hilink.ErrClosed) {
			t.Errorf("under way: %v", err)
		}
		if _, err := c.Counts(context.Background()); !errors.Is(err, hilink.ErrClosed) {
			t.Errorf("afterwards: %v", err)
		}
	})
	if _, err := hilink.New(hilink.Options{Address: "192.168.8.1"}); err == nil {
		t.Error("a client without a way to the stick")
	}
	for _, address := range []string{"", "192.168.8.1/x", "u@192.168.8.1", ":80", "a b", "http://192.168.8.1"} {
		_, err := hilink.New(hilink.Options{Address: address, Dial: (&net.Dialer{}).DialContext})
		if err == nil {
			t.Errorf("%q is an address", address)
		}
	}
}

// connectBy is connect, and notes the addresses to which connections were opened.
func connectBy(t *testing.T, stick *fakehilink.Server, dialled map[string]bool) *hilink.Client {
	t.Helper()
	c, err := hilink.New(hilink.Options{
		Address: stick.Address(),
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialled[address] = true
			return stick.Dial(ctx, network, address)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close()
		_ = stick.Close()
	})
	return c
}
