package messenger_test

import (
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/goform"
)

// plugZTE makes a simulated stick of ZTE's ready and attaches it; unplug ends that.
func (b *bench) plugZTE(server *fakegoform.Server) (unplug func()) {
	b.t.Helper()
	return b.plugWeb(goform.Open(b.t.Context(), goform.Options{Address: server.Address(), Dial: server.Dial}))
}

// overZTE runs a test on every simulated firmware, with the real protocol above it.
func overZTE(t *testing.T, o fakegoform.Options, f func(b *bench, s *fakegoform.Server)) {
	t.Helper()
	for _, p := range fakegoform.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				o := o
				o.Personality, o.IMSI = p, imsi
				s := fakegoform.New(o)
				defer s.Close()
				unplug := b.plugZTE(s)
				f(b, s)
				unplug()
			})
		})
	}
}

func TestZTESendsAndReceives(t *testing.T) {
	overZTE(t, fakegoform.Options{}, func(b *bench, s *fakegoform.Server) {
		long := strings.Repeat("Grüße, schön lang 😀. ", 12)
		b.send(anna, "short")
		b.send(bert, long)
		s.Arrive(fakegoform.Entry{Phone: "Free Mobile", Content: "hi & <bye>"})
		after(5 * time.Minute)
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		if m := b.one(bert); m.Status != sms.Sent && m.Status != sms.Delivered {
			b.t.Errorf("the long one is %+v", m)
		}
		if m := b.one("Free Mobile"); m.Text != "hi & <bye>" || m.Status != sms.Received {
			b.t.Errorf("received %+v", m)
		}
		if sent := s.Sent(); len(sent) != 2 || sent[1].Content != long {
			b.t.Errorf("the network has %+v", sent)
		}
		if left := s.Tagged(fakegoform.TagNew, fakegoform.TagRead); len(left) != 0 {
			b.t.Errorf("still in the stick: %+v", left)
		}
	})
}

// TestZTEEntries: a text that lacks parts or cannot be read is kept and marked; one that the stick shows again after
// a new start is shown once.
func TestZTEEntries(t *testing.T) {
	overZTE(t, fakegoform.Options{}, func(b *bench, s *fakegoform.Server) {
		s.ArriveLong("Bank", 3, []string{"first part"}, time.Second)
		s.ArriveRaw(`{"id":"ID","number":"Broken","content":"zz","tag":"1","date":""}`)
		after(15 * time.Minute)
		if m := b.one("Bank"); m.Status != sms.Damaged || m.Text != "first part" {
			b.t.Errorf("in part: %+v", m)
		}
		if m := b.one("Broken"); m.Status != sms.Damaged || m.Text != "zz" {
			b.t.Errorf("broken: %+v", m)
		}
		unplug := b.plugZTE(s)
		after(15 * time.Minute)
		b.one("Bank")
		unplug()
	})
}

// TestZTEDamagedOnce: an entry that cannot be read is shown once, although it was marked as read meanwhile, however
// the firmware writes that.
func TestZTEDamagedOnce(t *testing.T) {
	for _, tags := range [][2]string{{`"1"`, `"0"`}, {"1", "0"}} {
		overZTE(t, fakegoform.Options{Quirks: fakegoform.Quirks{ReuseIndex: true}}, func(b *bench, s *fakegoform.Server) {
			for _, tag := range tags {
				s.ArriveRaw(`{"id":"ID","number":"Broken","content":"zz","tag":` + tag + `,"date":""}`)
				after(time.Minute)
				if left := s.Tagged(fakegoform.TagNew, fakegoform.TagRead); len(left) != 0 {
					b.t.Errorf("%d left", len(left))
				}
			}
			b.one("Broken")
		})
	}
}

// TestZTEAnswerLost: whether the stick took the text or not, it goes out once at most, and the text says so.
func TestZTEAnswerLost(t *testing.T) {
	for name, taken := range map[string]bool{"taken": true, "not taken": false} {
		t.Run(name, func(t *testing.T) {
			overZTE(t, fakegoform.Options{}, func(b *bench, s *fakegoform.Server) {
				s.Disturb("SEND_SMS", fakeweb.Disturbance{Taken: taken, How: fakeweb.Reset})
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

// TestZTEUnplugged: the stick is pulled out at some moment around a text, and put back. The text goes out once at
// most, and what counts as sent went out.
func TestZTEUnplugged(t *testing.T) {
	for _, after := range []time.Duration{0, 10 * time.Millisecond, time.Second, 1900 * time.Millisecond, 3 * time.Second, 20 * time.Second} {
		for name, q := range map[string]fakegoform.Quirks{"": {}, ", late copy": {LateCopy: true}} {
			t.Run(after.String()+name, func(t *testing.T) { unpluggedZTE(t, after, q) })
		}
	}
}

func unpluggedZTE(t *testing.T, pulled time.Duration, q fakegoform.Quirks) {
	overZTE(t, fakegoform.Options{Quirks: q}, func(b *bench, s *fakegoform.Server) {
		time.AfterFunc(pulled, s.Unplug)
		b.send(anna, "hello")
		after(2 * time.Minute)
		s.Plug()
		unplug := b.plugZTE(s)
		after(30 * time.Minute)
		m := b.one(anna)
		out := len(s.Sent())
		switch m.Status {
		case sms.Sent, sms.Delivered:
			if out != 1 {
				b.t.Errorf("%v, and the network has it %d times", m.Status, out)
			}
		case sms.Unconfirmed:
			if out > 1 {
				b.t.Errorf("the network has it %d times", out)
			}
		default:
			b.t.Errorf("%v, %v, the network has it %d times", m.Status, m.Reason, out)
		}
		unplug()
	})
}
