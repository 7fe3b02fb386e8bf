package hilink_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestSendFaults: what comes of a text when something goes wrong, and that it never goes out twice.
func TestSendFaults(t *testing.T) {
	const page = "<!DOCTYPE html><html><body>Log in</body></html>"
	for _, c := range []struct {
		name    string
		what    []fakehilink.Disturbance
		perhaps bool
		want    error // nil for success
		sent    int
	}{
		{"token refused", []fakehilink.Disturbance{{Code: 125003}}, false, nil, 1},
		{"session refused", []fakehilink.Disturbance{{Code: 125002}}, false, nil, 1},
		{"both refused twice", []fakehilink.Disturbance{{Code: 125003}, {Code: 125001}}, false, hilink.ErrSession, 0},
		{"busy", []fakehilink.Disturbance{{Code: 100004}, {Code: 100004}}, false, nil, 1},
		{"busy for long", repeated(4, fakehilink.Disturbance{Code: 100004}), false, sms.ErrBusy, 0},
		{"still sending", []fakehilink.Disturbance{{Code: 113004}}, false, hilink.ErrSending, 0},
		{"no room", []fakehilink.Disturbance{{Code: 113053}}, false, hilink.ErrFull, 0},
		{"no centre", []fakehilink.Disturbance{{Code: 113031}}, false, hilink.ErrNoCentre, 0},
		{"number too long", []fakehilink.Disturbance{{Code: 113054}}, false, hilink.ErrNumber, 0},
		{"no card", []fakehilink.Disturbance{{Code: 101001}}, false, sms.ErrNoCard, 0},
		{"not understood", []fakehilink.Disturbance{{Code: 100005}}, false, hilink.ErrFormat, 0},
		{"unknown", []fakehilink.Disturbance{{Code: 100001}}, true, hilink.ErrUnknown, 0},
		{"a number that nobody knows", []fakehilink.Disturbance{{Code: 199999}}, true, hilink.ErrUnknown, 0},
		{"taken, an error without a number", taken(fakehilink.Disturbance{
			How: fakehilink.Instead, Body: "<error><code></code></error>",
		}), true, hilink.ErrUnknown, 1},
		{"overtime", []fakehilink.Disturbance{{Code: 113018}}, true, hilink.ErrOvertime, 0},
		{"overtime, gone out", taken(fakehilink.Disturbance{Code: 113018}), true, hilink.ErrOvertime, 1},
		{"taken, reset", taken(fakehilink.Disturbance{How: fakehilink.Reset}), true, sms.ErrSilent, 1},
		{"taken, half an answer", taken(fakehilink.Disturbance{How: fakehilink.Half}), true, sms.ErrSilent, 1},
		{"taken, status 500", taken(fakehilink.Disturbance{How: fakehilink.InternalError}), true, hilink.ErrUnknown, 1},
		{"taken, a page", taken(fakehilink.Disturbance{How: fakehilink.Instead, Body: page}), true, sms.ErrNotHere, 1},
		{"taken, silence", taken(fakehilink.Disturbance{Wait: 70 * time.Second}), true, context.DeadlineExceeded, 1},
		{"taken, slow", taken(fakehilink.Disturbance{Wait: 40 * time.Second}), false, nil, 1},
		{"taken, endless", taken(fakehilink.Disturbance{How: fakehilink.Endless}), true, sms.ErrSilent, 1},
		{"taken, no end of headers", taken(fakehilink.Disturbance{How: fakehilink.SlowHeaders}), true, sms.ErrSilent, 1},
		{"taken, sent elsewhere", taken(fakehilink.Disturbance{How: fakehilink.Redirected}), true, sms.ErrNotHere, 1},
		{"taken, cut without a length", taken(fakehilink.Disturbance{
			How: fakehilink.Instead, Body: "<response>O",
		}), true, nil, 1},
		{"taken, another word", taken(fakehilink.Disturbance{
			How: fakehilink.Instead, Body: "<response>KO</response>",
		}), true, nil, 1},
		{"not taken, reset", []fakehilink.Disturbance{{How: fakehilink.Reset}}, true, sms.ErrSilent, 0},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{})
			if _, err := client.List(t.Context(), hilink.BoxSent); err != nil {
				t.Fatal(err) // a first POST, which shows that the way to get tokens works
			}
			stick.Disturb("sms/send-sms", c.what...)
			commits := 0
			err := client.Send(t.Context(), aText(), func() error { commits++; return nil })
			wantSendError(t, err, c.perhaps, c.want)
			time.Sleep(time.Minute)
			if n := len(stick.Sent()); n != c.sent || commits != 1 {
				t.Errorf("%d texts went out, want %d; %d commits", n, c.sent, commits)
			}
		})
	}
}

// taken has the stick send the text although the answer goes wrong.
func taken(d fakehilink.Disturbance) []fakehilink.Disturbance {
	d.Taken = true
	return []fakehilink.Disturbance{d}
}

func wantSendError(t *testing.T, err error, perhaps bool, want error) {
	t.Helper()
	var got *hilink.SendError
	switch {
	case err == nil && (perhaps || want != nil):
		t.Error("no error")
	case err == nil:
	case !errors.As(err, &got):
		t.Errorf("%v is no SendError", err)
	case got.Perhaps != perhaps || want != nil && !errors.Is(err, want) || want == nil && !perhaps:
		t.Errorf("%v, want perhaps %t, %v", err, perhaps, want)
	}
}

// TestSendBefore: what goes wrong before the stick can have the text is no doubt.
func TestSendBefore(t *testing.T) {
	inBubble(t, "commit fails", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		errDisk := errors.New("disk full")
		wantSendError(t, client.Send(t.Context(), aText(), func() error { return errDisk }), false, errDisk)
		wantPosts(t, stick, "sms/send-sms", 0)
		if err := client.Send(t.Context(), aText(), nil); err != nil {
			t.Errorf("the next one: %v", err)
		}
	})
	inBubble(t, "cancelled", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantSendError(t, client.Send(ctx, aText(), nil), false, context.Canceled)
		wantPosts(t, stick, "sms/send-sms", 0)
	})
	inBubble(t, "unplugged before", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.Unplug()
		wantSendError(t, client.Send(t.Context(), aText(), nil), false, fakehilink.ErrUnplugged)
	})
	inBubble(t, "unplugged at the commit", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		err := client.Send(t.Context(), aText(), func() error { stick.Unplug(); return nil })
		wantSendError(t, err, false, fakehilink.ErrUnplugged)
	})
	inBubble(t, "unplugged after", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.Disturb("sms/send-sms", fakehilink.Disturbance{Taken: true, Do: stick.Unplug})
		wantSendError(t, client.Send(t.Context(), aText(), nil), true, sms.ErrSilent)
	})
	inBubble(t, "the session cannot be opened again", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.Disturb("sms/send-sms", fakehilink.Disturbance{Code: 125003, Do: stick.Unplug})
		err := client.Send(t.Context(), aText(), nil)
		var got *hilink.SendError
		if !errors.As(err, &got) {
			t.Errorf("got %v", err)
		}
		if n := len(stick.Sent()); n != 0 {
			t.Errorf("%d texts went out", n)
		}
	})
}

// TestSendRequest: what a stick is told about the text.
func TestSendRequest(t *testing.T) {
	inBubble(t, "requests", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		for _, c := range []struct {
			text, want string
			reserved   int
		}{
			{"Hello €", "Hello €", 1},
			{"Привет", "Привет", 0},
			{"two\r\nlines\x00", "two\nlines", 1},
			{"😀", "😀", 0},
			{strings.Repeat("ü", 400), strings.Repeat("ü", 400), 1},
		} {
			date := time.Now()
			if err := client.Send(t.Context(), hilink.Text{Phone: "10010", Content: c.text, Date: date}, nil); err != nil {
				t.Fatalf("%q: %v", c.text, err)
			}
			untilSent(t, client)
			sent := stick.Sent()
			got := sent[len(sent)-1]
			if got.Content != c.want || got.Reserved != c.reserved || got.Date != date.Format(hilink.DateLayout) {
				t.Errorf("%q went out as %+v", c.text, got)
			}
		}
	})
}

// TestSendFails: the stick took the text and could not send it.
func TestSendFails(t *testing.T) {
	inBubble(t, "failed", func(t *testing.T) {
		_, client := open(t, fakehilink.Options{Quirks: fakehilink.Quirks{Fail: true}})
		if err := client.Send(t.Context(), aText(), nil); err != nil {
			t.Fatal(err)
		}
		s := untilSent(t, client)
		if len(s.Failed) != 1 || s.Failed[0] != aText().Phone || len(s.Sent) != 0 || s.Total != 1 {
			t.Errorf("status %+v", s)
		}
		out, err := client.List(t.Context(), hilink.BoxSent)
		if err != nil || len(out) != 1 || out[0].State != hilink.StateFailed {
			t.Errorf("sent box %+v, %v", out, err)
		}
	})
}

func TestDialable(t *testing.T) {
	for n, good := range map[sms.Number]bool{
		"+491701234567": true, "10010": true, "*21#": true, "": false, "+": false, "Free Mobile": false,
		"1+2": false, "123456789012345678901": false,
	} {
		if _, err := hilink.Dialable(n); (err == nil) != good {
			t.Errorf("%q: %v", n, err)
		}
	}
}
