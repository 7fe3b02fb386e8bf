//go:build vm

package vm

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
)

func newClient(t *testing.T, o hilink.Options) *hilink.Client {
	t.Helper()
	c, err := hilink.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// testPulledOut: a stick is pulled out in the middle of requests and plugged in again. Who asked it
// before reaches neither it, as that might be another one now, nor the router; who looks for it again does.
func testPulledOut(t *testing.T) {
	s := newHiLink(t, newCard(t, 0, "ecm", ecm), fakehilink.Options{})
	var before hilink.Options
	for n := range 3 {
		s.plug()
		stick := s.ready(t)
		if n > 0 {
			nothingBy(t, before, s)
		}
		before = options(t, stick)
		c := newClient(t, before)
		failed := make(chan error)
		go func() {
			for {
				if _, err := c.Counts(t.Context()); err != nil {
					failed <- err
					return
				}
			}
		}()
		time.Sleep(time.Duration(300+70*n) * time.Millisecond)
		s.unplug()
		awaitNone(t, s.card.location)
		_ = c.Close() // as the program does when the stick has gone
		t.Logf("pulled out after %d requests: %v", len(s.fake.Requests()), <-failed)
		nothingBy(t, before, s)
	}
}

// nothingBy checks that requests over an adapter that has gone reach nothing.
func nothingBy(t *testing.T, o hilink.Options, s *hilinkStick) {
	t.Helper()
	asked := len(s.fake.Requests())
	if _, err := newClient(t, o).Counts(t.Context()); !errors.Is(err, hw.ErrGone) {
		t.Errorf("over the adapter that has gone: %v, want ErrGone", err)
	}
	if now := len(s.fake.Requests()); now != asked {
		t.Errorf("the stick got %d requests over the adapter that has gone", now-asked)
	}
}

// committing has something happen between the moment at which a text is on disk as handed over, and that
// at which the stick gets it.
type committing struct {
	*hilink.Stick
	then func()
}

// SendText implements sms.TextBackend.
func (c *committing) SendText(ctx context.Context, t sms.WholeText, commit func([]byte) error) error {
	return c.Stick.SendText(ctx, t, func(note []byte) error {
		err := commit(note)
		c.then()
		return err
	})
}

// point is a moment of a send at which the stick is pulled out.
type point struct {
	name string
	// arrange has pull called at that moment.
	arrange func(s *hilinkStick, pull func())
	commit  bool // at the commit
	// want is what is known of the text once the stick is back and was asked, out how often the network
	// got it in the end.
	want sms.Status
	out  int
}

// points are all of them. A stick that was pulled out has restarted: then it cannot be known that it
// never took a text, and only a copy of it among those that were sent tells.
var points = []point{
	{
		name: "before it is handed over", want: sms.Sent, out: 1,
		arrange: func(s *hilinkStick, pull func()) {
			s.fake.Disturb("sms/send-status", fakehilink.Disturbance{How: fakehilink.Reset, Do: pull})
		},
	},
	{name: "handed over on disk only", want: sms.Sent, out: 1, commit: true},
	{
		name: "sent, without an answer", want: sms.Sent, out: 1,
		arrange: func(s *hilinkStick, pull func()) {
			s.fake.Disturb("sms/send-sms", fakehilink.Disturbance{
				How: fakehilink.Reset, Taken: true, Do: func() { s.untilSent(); pull() },
			})
		},
	},
	{
		name: "sent, before it said so", want: sms.Sent, out: 1,
		arrange: func(s *hilinkStick, pull func()) {
			s.fake.Disturb("sms/send-sms", fakehilink.Disturbance{Taken: true, Do: func() {
				s.fake.Disturb("sms/send-status", fakehilink.Disturbance{
					How: fakehilink.Reset, Do: func() { s.untilSent(); pull() },
				})
			}})
		},
	},
	{
		name: "while the radio sends", want: sms.Unconfirmed,
		arrange: func(s *hilinkStick, pull func()) {
			s.fake.Disturb("sms/send-sms", fakehilink.Disturbance{How: fakehilink.Reset, Taken: true, Do: pull})
		},
	},
	{
		name: "not taken", want: sms.Unconfirmed,
		arrange: func(s *hilinkStick, pull func()) {
			s.fake.Disturb("sms/send-sms", fakehilink.Disturbance{How: fakehilink.Reset, Do: pull})
		},
	},
}

// untilSent waits until the stick sends nothing any more.
func (s *hilinkStick) untilSent() {
	for s.fake.Busy() {
		time.Sleep(10 * time.Millisecond)
	}
}

// testPoints pulls the stick out at each point of a send, and plugs it in again: what is told about the
// text is right, and no text goes out twice.
func testPoints(t *testing.T) {
	s := newHiLink(t, newCard(t, 0, "ecm", ecm), fakehilink.Options{})
	for n, p := range points {
		t.Run(p.name, func(t *testing.T) {
			texts := openMessenger(t)
			to, err := sms.ParseNumber(fmt.Sprintf("+4917155501%02d", 10+n), "DE")
			if err != nil {
				t.Fatal(err)
			}
			s.pullAt(t, p, texts, to)
			s.plug()
			texts.Attach(openHiLink(t, s.ready(t)))
			awaitStatus(t, texts, to, p.want)
			out := 0
			for _, sent := range s.fake.Sent() {
				if sent.Phone == string(to) {
					out++
				}
			}
			if out != p.out {
				t.Errorf("the network has it %d times, want %d", out, p.out)
			}
			s.unplug()
			awaitNone(t, s.card.location)
		})
	}
}

// pullAt plugs the stick in, sends a text, and pulls the stick out at a point.
func (s *hilinkStick) pullAt(t *testing.T, p point, texts *messenger.Messenger, to sms.Number) {
	t.Helper()
	s.plug()
	stick := openHiLink(t, s.ready(t))
	out := make(chan bool, 1)
	pull := func() { s.unplug(); out <- true }
	if p.arrange != nil {
		p.arrange(s, pull)
	}
	if p.commit {
		texts.Attach(&committing{stick, pull})
	} else {
		texts.Attach(stick)
	}
	if _, err := texts.Send(t.Context(), to, p.name); err != nil {
		t.Fatal(err)
	}
	select {
	case <-out:
	case <-time.After(patience):
		t.Fatal("the point never came")
	}
	awaitNone(t, s.card.location)
	_ = stick.Close() // as the program does when the stick has gone
	<-stick.Done()
}

// awaitStatus waits until the one text to a number has a status. Beyond sent it may be delivered.
func awaitStatus(t *testing.T, texts *messenger.Messenger, to sms.Number, want sms.Status) {
	t.Helper()
	var all []sms.Message
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if all, err = texts.Messages(t.Context(), to, 0, 100); err != nil {
			t.Fatal(err)
		}
		if len(all) == 1 && (all[0].Status == want || want == sms.Sent && all[0].Status == sms.Delivered) {
			return
		}
	}
	t.Fatalf("texts %+v, want one that is %s", all, want)
}
