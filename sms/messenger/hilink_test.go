package messenger_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/webstick"
)

// TestFakeTextStick makes sure that the stick of the tests here keeps the contract of sms.Backend about
// sending and closing.
func TestFakeTextStick(t *testing.T) {
	contract.RunBackendSending(t, func(*testing.T) contract.BackendSetup {
		s := newTextStick()
		lasting := s.answer
		return contract.BackendSetup{
			Backend: s, Text: sms.WholeText{To: anna, Text: "hello"}, Busy: 100004, Sent: s.count,
			RefuseNext: func(code int) {
				s.answer = func(int) error {
					s.answer = lasting
					s.sent = s.sent[:len(s.sent)-1]
					return &sms.SubmitError{
						Written: true, Code: code, Class: sms.ClassSoon, Reason: sms.ReasonBusy, Err: errGone,
					}
				}
			},
			IgnoreNext: func() {
				s.answer = func(int) error {
					<-s.done
					return &sms.SubmitError{Written: true, Code: -1, Gone: true, Err: errGone}
				}
			},
			Unplug: func() { _ = s.Close() },
		}
	})
}

// plugWeb makes a stick with a web server ready and attaches it, with its password where it wants one; unplug
// ends that.
func (b *bench) plugWeb(s *webstick.Stick, err error) (unplug func()) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("open: %v", err)
	}
	err = s.Ready(b.t.Context())
	if errors.Is(err, webstick.ErrLogin) {
		if err := s.Login(b.t.Context(), "", "admin"); err != nil {
			b.t.Fatalf("log in: %v", err)
		}
		err = s.Ready(b.t.Context())
	}
	if err != nil {
		b.t.Fatalf("ready: %v", err)
	}
	b.Attach(s)
	return func() {
		_ = s.Close()
		<-s.Done()
		synctest.Wait()
	}
}

// plugHiLink makes a simulated HiLink stick ready and attaches it; unplug ends that.
func (b *bench) plugHiLink(server *fakehilink.Server) (unplug func()) {
	b.t.Helper()
	return b.plugWeb(hilink.Open(b.t.Context(), hilink.Options{Address: server.Address(), Dial: server.Dial}))
}

// overHiLink runs a test on every simulated HiLink stick, with the real protocol above it.
func overHiLink(t *testing.T, o fakehilink.Options, f func(b *bench, s *fakehilink.Server)) {
	t.Helper()
	for _, p := range fakehilink.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				o := o
				o.Personality, o.IMSI = p, imsi
				s := fakehilink.New(o)
				defer s.Close()
				unplug := b.plugHiLink(s)
				f(b, s)
				unplug()
			})
		})
	}
}

func TestHiLinkSendsAndReceives(t *testing.T) {
	overHiLink(t, fakehilink.Options{}, func(b *bench, s *fakehilink.Server) {
		long := strings.Repeat("Grüße, schön lang 😀. ", 12)
		b.send(anna, "short")
		b.send(bert, long)
		s.Arrive(fakehilink.Entry{Phone: "Free Mobile", Content: "hi & <bye>"})
		after(time.Minute)
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		if m := b.one(bert); m.Status != sms.Sent || m.Done != m.Parts { // one report for several parts
			b.t.Errorf("the long one is %+v", m)
		}
		if m := b.one("Free Mobile"); m.Text != "hi & <bye>" || m.Status != sms.Received {
			b.t.Errorf("received %+v", m)
		}
		if sent := s.Sent(); len(sent) != 2 || sent[1].Content != long {
			b.t.Errorf("the network has %+v", sent)
		}
		if left := s.In(1); len(left) != 0 {
			b.t.Errorf("still in the stick: %+v", left)
		}
	})
}

// TestHiLinkAnswerLost: whether the stick took the text or not, it goes out once, and the text says so in
// the end.
func TestHiLinkAnswerLost(t *testing.T) {
	for name, taken := range map[string]bool{"taken": true, "not taken": false} {
		t.Run(name, func(t *testing.T) {
			overHiLink(t, fakehilink.Options{}, func(b *bench, s *fakehilink.Server) {
				s.Disturb("sms/send-sms", fakehilink.Disturbance{Taken: taken, How: fakehilink.Reset})
				b.send(anna, "hello")
				after(20 * time.Minute)
				if n := len(s.Sent()); n > 1 || taken && n != 1 {
					b.t.Fatalf("the network has it %d times", n)
				}
				m := b.one(anna)
				if out := len(s.Sent()) == 1; out != (m.Status == sms.Delivered || m.Status == sms.Sent) {
					b.t.Errorf("%v, %v, the network has it %d times", m.Status, m.Reason, len(s.Sent()))
				}
			})
		})
	}
}

// TestHiLinkRestartWhileSending: the program ends while the stick has the text, and asks after the next
// start.
func TestHiLinkRestartWhileSending(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t)
				defer func() { b.close() }()
				s := fakehilink.New(fakehilink.Options{
					Personality: p, SendTime: 20 * time.Second, Card: fakehilink.Card{IMSI: imsi},
				})
				defer s.Close()
				unplug := b.plugHiLink(s)
				b.send(anna, "hello")
				after(10 * time.Second)
				b.wantStatus(anna, sms.Sending, sms.ReasonNone)
				b.close()
				unplug()
				b = startAt(t, b.path)
				b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
				unplug = b.plugHiLink(s)
				after(3 * time.Minute)
				if m := b.one(anna); m.Status != sms.Sent && m.Status != sms.Delivered {
					t.Errorf("%v, %v", m.Status, m.Reason)
				}
				if n := len(s.Sent()); n != 1 {
					t.Errorf("the network has it %d times", n)
				}
				unplug()
			})
		})
	}
}
