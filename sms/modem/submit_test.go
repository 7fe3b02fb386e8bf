package modem_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

func TestSubmit(t *testing.T) {
	in(t, fakemodem.Options{FirstRef: 255}, func(t *testing.T, b *bench) {
		for _, want := range []int{255, 0} {
			ref, err := b.m.Submit(t.Context(), tpdu, false, nil)
			if err != nil || ref != want {
				t.Errorf("ref %d, error %v; want %d", ref, err, want)
			}
		}
		if s := b.fake.Sent(); len(s) != 2 || s[0].Text != "hi" || s[0].To != partner {
			t.Errorf("sent %+v", s)
		}
		if b.has("AT+CMMS=1") {
			t.Error("kept the link for nothing")
		}
	})
}

func TestSubmitMore(t *testing.T) {
	for _, refused := range []bool{false, true} {
		fo := fakemodem.Options{}
		if refused {
			fo.Quirks.Refuse = []string{"+CMMS"}
		}
		in(t, fo, func(t *testing.T, b *bench) {
			for _, more := range []bool{true, true, false} {
				if _, err := b.m.Submit(t.Context(), tpdu, more, nil); err != nil {
					t.Fatal(err)
				}
			}
			want := 2
			if refused {
				want = 1
			}
			if n := strings.Count(strings.Join(b.fake.Commands(), "\n"), "AT+CMMS=1"); n != want {
				t.Errorf("asked %d times to keep the link, want %d", n, want)
			}
		})
	}
}

func TestCase30SubmitFails(t *testing.T) {
	tests := []struct {
		name    string
		prep    func(*fakemodem.Modem)
		written bool
		code    int
		took    time.Duration
		left    bool // the modem is still usable
	}{
		{"no network", func(f *fakemodem.Modem) { f.FailNextSubmit(331) }, true, 331, 0, true},
		{"busy", func(f *fakemodem.Modem) { f.FailNextSubmit(42) }, true, 42, 0, true},
		{
			"unknown", func(f *fakemodem.Modem) { f.AnswerNextSubmit("+CMS ERROR: what?") }, true, -1,
			0, true,
		},
		{
			"spelled out", func(f *fakemodem.Modem) { f.AnswerNextSubmit("+CMS ERROR: memory full") },
			true, 322, 0, true,
		},
		{
			"in the other family", func(f *fakemodem.Modem) { f.AnswerNextSubmit("+CME ERROR: 11") },
			true, 311, 0, true,
		},
		{
			"no network, in the other family",
			func(f *fakemodem.Modem) { f.AnswerNextSubmit("+CME ERROR: no network service") },
			true, 331, 0, true,
		},
		{
			"of the equipment", func(f *fakemodem.Modem) { f.AnswerNextSubmit("+CME ERROR: 100") },
			true, -1, 0, true,
		},
		{"bare error", func(f *fakemodem.Modem) { f.AnswerNextSubmit("ERROR") }, true, -1, 0, true},
		{
			"not supported", func(f *fakemodem.Modem) { f.AnswerNextSubmit("COMMAND NOT SUPPORT") },
			true, -1, 0, true,
		},
		{
			"no answer", func(f *fakemodem.Modem) { f.SilenceNextSubmit(true) }, true, -1,
			300 * time.Second, true,
		},
		{"no prompt", func(f *fakemodem.Modem) { f.NoPromptNext() }, false, -1, 10 * time.Second, true},
		{
			"late prompt", func(f *fakemodem.Modem) { f.DelayNextPrompt(11 * time.Second) }, false, -1,
			10 * time.Second, true,
		},
		{
			"unplugged before the prompt", func(f *fakemodem.Modem) { f.DropAfter(5, -1) }, false,
			-1, 0, false,
		},
		{"unplugged at the prompt", func(f *fakemodem.Modem) { f.DropAfter(20, -1) }, true, -1, 0, false},
		{
			"unplugged before the answer", func(f *fakemodem.Modem) { f.DropAfter(-1, 6) }, true,
			-1, 0, false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
				tt.prep(b.fake)
				start := time.Now()
				_, err := b.m.Submit(t.Context(), tpdu, false, nil)
				var se *sms.SubmitError
				if !errors.As(err, &se) || se.Written != tt.written || se.Code != tt.code || se.Err == nil {
					t.Fatalf("error %v, want written %t, code %d", err, tt.written, tt.code)
				}
				if d := time.Since(start); d != tt.took {
					t.Errorf("took %v, want %v", d, tt.took)
				}
				if !tt.left {
					<-b.m.Done()
					return
				}
				sent := len(b.fake.Sent())
				if _, err := b.m.Submit(t.Context(), tpdu, false, nil); err != nil {
					t.Errorf("next one: %v", err)
				}
				if n := len(b.fake.Sent()); n != sent+1 {
					t.Errorf("%d sent after one more, want %d", n, sent+1)
				}
			})
		})
	}
}

func TestCase31SubmitSlow(t *testing.T) {
	in(t, fakemodem.Options{FirstRef: 9}, func(t *testing.T, b *bench) {
		b.fake.DelayNextPrompt(9 * time.Second)
		b.fake.DelayNextSubmit(290 * time.Second)
		ref, err := b.m.Submit(t.Context(), tpdu, false, nil)
		if ref != 9 || err != nil {
			t.Errorf("ref %d, error %v", ref, err)
		}
	})
}

// Cancelling before the prompt sends nothing; after it, the text's fate is unknown and the late
// answer goes to nobody else.
func TestSubmitCancelled(t *testing.T) {
	tests := []struct {
		name    string
		prep    func(*fakemodem.Modem)
		written bool
		sent    int
	}{
		{"before the prompt", func(f *fakemodem.Modem) { f.DelayNextPrompt(5 * time.Second) }, false, 0},
		{"after the prompt", func(f *fakemodem.Modem) { f.DelayNextSubmit(70 * time.Second) }, true, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
				tt.prep(b.fake)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				_, err := b.m.Submit(ctx, tpdu, false, nil)
				var se *sms.SubmitError
				if !errors.As(err, &se) || se.Written != tt.written ||
					!errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v, want written %t", err, tt.written)
				}
				got, err := b.m.SIM(t.Context())
				if err != nil || got.PINTries != 3 {
					t.Errorf("next command: %v, %v", got, err)
				}
				if n := len(b.fake.Sent()); n != tt.sent {
					t.Errorf("%d sent, want %d", n, tt.sent)
				}
			})
		})
	}
}

// While a text is under way for minutes, questions are answered with what is known.
func TestAskedWhileSending(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		card, err := b.m.SIM(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b.fake.DelayNextSubmit(200 * time.Second)
		sent := make(chan error, 1)
		go func() {
			_, err := b.m.Submit(t.Context(), tpdu, false, nil)
			sent <- err
		}()
		synctest.Wait()
		start := time.Now()
		if got, err := b.m.SIM(t.Context()); err != nil || got != card {
			t.Errorf("SIM %v, %v; want %v", got, err, card)
		}
		if got, err := b.m.Link(t.Context()); err != nil || !got.Registered() {
			t.Errorf("link %v, %v", got, err)
		}
		if d := time.Since(start); d != 0 {
			t.Errorf("waited %v", d)
		}
		if err := <-sent; err != nil {
			t.Error(err)
		}
	})
}

// A reference without the final OK is a text that was sent, also when the line breaks then.
func TestSubmitWithoutOK(t *testing.T) {
	in(t, fakemodem.Options{FirstRef: 7}, func(t *testing.T, b *bench) {
		b.fake.DropAfter(-1, len("\r\n> \r\n+CMGS: 7\r\n"))
		if ref, err := b.m.Submit(t.Context(), tpdu, false, nil); ref != 7 || err != nil {
			t.Errorf("ref %d, error %v; want 7", ref, err)
		}
	})
}

func TestSubmitWaitsItsTurn(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		b.fake.DelayNextSubmit(20 * time.Second)
		go func() { _, _ = b.m.Submit(t.Context(), tpdu, false, nil) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := b.m.Submit(ctx, tpdu, false, nil)
		var se *sms.SubmitError
		if !errors.As(err, &se) || se.Written || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want not written and that of the context", err)
		}
		time.Sleep(20 * time.Second)
	})
}

// The sixth known defect of other libraries: an empty text panics.
func TestSubmitNothing(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		for _, p := range [][]byte{nil, {}, make([]byte, 300)} {
			_, err := b.m.Submit(t.Context(), p, false, nil)
			var se *sms.SubmitError
			if !errors.As(err, &se) || se.Written {
				t.Errorf("%d octets: %v", len(p), err)
			}
		}
		if b.has("AT+CMGS=0") || b.has("AT+CMGS=300") {
			t.Error("something was sent")
		}
	})
}

// Prompts in pieces, with URCs in front and echo on.
func TestCase29OddPrompts(t *testing.T) {
	fo := fakemodem.Options{Quirks: fakemodem.Quirks{
		SplitPrompt: true, ExtraCR: true, EarlyReport: true,
	}}
	in(t, fo, func(t *testing.T, b *bench) {
		b.fake.BeforeNextPrompt("^RSSI:3", `+CMTI: "SM",5`)
		b.fake.InsertNext("^HCSQ:\"WCDMA\",1,2,3")
		if _, err := b.m.Submit(t.Context(), tpdu, false, nil); err != nil {
			t.Error(err)
		}
		if n := len(b.fake.Sent()); n != 1 {
			t.Errorf("%d sent, want 1", n)
		}
		time.Sleep(10 * time.Second)
	})
}
