package messenger_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// every has the line break at every byte, which takes minutes.
var every = flag.Bool("every", false, "break the line at every single byte")

// stride is how many bytes lie between two breaks.
func stride(normally int) int {
	if *every {
		return 1
	}
	return normally
}

// stick is a simulated modem with the real protocol above it.
type stick struct {
	*fakemodem.Modem
	b    *bench
	mode sms.ReceiveMode
}

func newStick(b *bench, o fakemodem.Options) *stick {
	o.IMSI, o.OwnNumber = imsi, "+491700000000"
	return &stick{Modem: fakemodem.New(o), b: b}
}

// plug opens a line, makes a modem ready on it and attaches it, as often as it takes.
func (s *stick) plug() *modem.Modem {
	s.b.t.Helper()
	ctx := s.b.t.Context()
	for range 5 {
		line, err := s.Dial()
		if err != nil {
			s.b.t.Fatalf("dial: %v", err)
		}
		m, err := modem.Open(ctx, line, modem.Options{})
		if err != nil {
			continue
		}
		if err = m.Ready(ctx, sms.ReceiveUnknown); err == nil {
			s.b.Attach(m)
			return m
		}
		m.Close()
		<-m.Done()
	}
	s.b.t.Fatal("the modem does not become ready")
	return nil
}

// over runs a test on a simulated stick.
func over(t *testing.T, o fakemodem.Options, f func(b *bench, s *stick)) {
	t.Helper()
	bubble(t, func(b *bench) {
		s := newStick(b, o)
		defer s.Close()
		m := s.plug()
		f(b, s)
		m.Close()
		<-m.Done()
		synctest.Wait()
	})
}

func TestStickSendsAndReceives(t *testing.T) {
	over(t, fakemodem.Options{
		Echo:    true,
		Latency: fakemodem.Latency{Send: time.Second, Report: time.Second, Echo: 3 * time.Second},
	}, func(b *bench, s *stick) {
		text := strings.Repeat("Grüße, schön lang. ", 12)
		b.send(anna, text)
		time.Sleep(30 * time.Second)
		all := b.with(anna)
		if len(all) != 2 {
			b.t.Fatalf("%d texts, want ours and the echo: %v", len(all), all)
		}
		if m := all[0]; m.Status != sms.Delivered || m.Parts != 2 || m.Done != 2 {
			b.t.Errorf("ours is %+v", m)
		}
		if m := all[1]; m.Status != sms.Received || !strings.Contains(m.Text, text) {
			b.t.Errorf("the echo is %+v", m)
		}
		if sent := s.Sent(); len(sent) != 1 || sent[0].Text != text || !sent[0].Report {
			b.t.Errorf("the network has %+v", sent)
		}
		if left := s.Stored("SM"); len(left) != 0 {
			b.t.Errorf("still on the card: %v", left)
		}
	})
}

func TestStickFailsOnPurpose(t *testing.T) {
	over(t, fakemodem.Options{}, func(b *bench, s *stick) {
		for number, want := range map[sms.Number]sms.Status{
			"+491711234501": sms.Waiting, "+491711234502": sms.Unconfirmed,
			"+491711234503": sms.Waiting,
		} {
			b.send(number, "hello")
			time.Sleep(6 * time.Minute)
			if got := b.one(number).Status; got != want {
				b.t.Errorf("%s is %v, want %v", number, got, want)
			}
		}
	})
}

// TestFullCard reads, stores and deletes what was on the card.
func TestFullCard(t *testing.T) {
	var stored []fakemodem.Text
	for i := range 20 {
		stored = append(stored, fakemodem.Text{From: string(anna), Text: fmt.Sprint("text ", i)})
	}
	over(t, fakemodem.Options{Stored: stored}, func(b *bench, s *stick) {
		time.Sleep(time.Minute)
		if all := b.with(anna); len(all) != 20 {
			b.t.Fatalf("%d texts, want 20", len(all))
		}
		if left := s.Stored("SM"); len(left) != 0 {
			b.t.Fatalf("still on the card: %d", len(left))
		}
	})
}

// TestPulledOutAtEveryByte breaks the line after every count of bytes written and said while a
// text of two parts goes out, and plugs the stick in again. Whatever happens, the network gets
// each part at most once, and what is shown as sent really was.
func TestPulledOutAtEveryByte(t *testing.T) {
	for n := 0; n < 720; n += stride(11) {
		pulledOut(t, n, -1)
	}
	for n := 0; n < 90; n += stride(3) {
		pulledOut(t, -1, n)
	}
}

func pulledOut(t *testing.T, toModem, fromModem int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer b.close()
		s := newStick(b, fakemodem.Options{})
		defer s.Close()
		m := s.plug()
		time.Sleep(10 * time.Second)
		s.DropAfter(toModem, fromModem)
		b.send(anna, longText)
		time.Sleep(10 * time.Minute)
		s.DropAfter(-1, -1)
		if !b.Link().Up {
			<-m.Done()
			m = s.plug()
		}
		time.Sleep(10 * time.Minute)
		s.judge(fmt.Sprintf("after %d bytes to and %d from the modem", toModem, fromModem))
		m.Close()
		<-m.Done()
	})
}

// judge compares what the network got with what the window shows.
func (s *stick) judge(when string) {
	s.b.t.Helper()
	got := 0
	for _, sent := range s.Sent() {
		got += len(sent.Refs)
	}
	m := s.b.one(anna)
	switch {
	case got > 2:
		s.b.t.Fatalf("%s: the network got %d parts of 2", when, got)
	case m.Status == sms.Sent || m.Status == sms.Delivered:
		if got != 2 {
			s.b.t.Fatalf("%s: %v, but the network got %d parts", when, m.Status, got)
		}
	case m.Status != sms.Unconfirmed:
		s.b.t.Fatalf("%s: %v (%v), the network got %d parts", when, m.Status, m.Reason, got)
	}
}

// TestNothingLostAtEveryByte breaks the line after every count of bytes while three texts come in.
func TestNothingLostAtEveryByte(t *testing.T) {
	for n := 0; n < 700; n += stride(23) {
		synctest.Test(t, func(t *testing.T) {
			b := start(t)
			defer b.close()
			s := newStick(b, fakemodem.Options{})
			defer s.Close()
			m := s.plug()
			time.Sleep(10 * time.Second)
			s.DropAfter(-1, n)
			for i := range 3 {
				if err := s.Arrive(string(anna), fmt.Sprint("text ", i)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
			}
			time.Sleep(time.Minute)
			s.DropAfter(-1, -1)
			if !b.Link().Up {
				<-m.Done()
				m = s.plug()
			}
			time.Sleep(10 * time.Minute)
			got := map[string]int{}
			for _, m := range b.with(anna) {
				got[m.Text]++
			}
			for i := range 3 {
				if text := fmt.Sprint("text ", i); got[text] != 1 {
					t.Errorf("after %d bytes: %q is shown %d times", n, text, got[text])
				}
			}
			m.Close()
			<-m.Done()
		})
		if t.Failed() {
			return
		}
	}
}
