package messenger_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
)

// The cases of sms/TESTING.md that need everything from the store to the bytes on the line.

// replug pulls the stick out, waits, and puts it in again.
func (s *stick) replug(away time.Duration) (done func()) {
	s.b.t.Helper()
	s.Unplug()
	time.Sleep(away)
	s.Plug()
	m := s.plug()
	return func() {
		m.Close()
		<-m.Done()
	}
}

func TestCase01PulledOutWhileIdle(t *testing.T) {
	over(t, fakemodem.Options{}, func(b *bench, s *stick) {
		b.send(anna, "before")
		time.Sleep(time.Minute)
		s.Unplug()
		time.Sleep(5 * time.Second)
		if b.Link().Up {
			b.t.Error("the stick is told to be there after 5 s")
		}
		b.send(anna, "while it is away")
		time.Sleep(time.Hour)
		if all := b.with(anna); len(all) != 2 || all[1].Status != sms.Queued {
			b.t.Fatalf("got %v", all)
		}
		defer s.replug(time.Minute)()
		time.Sleep(time.Minute)
		if got := len(s.Sent()); got != 2 {
			b.t.Errorf("%d texts sent, want 2", got)
		}
	})
}

// TestCase02PulledOutAfterThePrompt breaks the line inside the PDU: the text is known not to have
// gone out. The PDU of this text is longer than 30 digits.
func TestCase02PulledOutAfterThePrompt(t *testing.T) {
	over(t, fakemodem.Options{}, func(b *bench, s *stick) {
		time.Sleep(time.Minute)
		s.DropAfter(len("AT+CMGS=20\r")+10, -1)
		b.send(anna, "hello")
		time.Sleep(time.Minute)
		got := b.one(anna).Status
		if got != sms.Unconfirmed && got != sms.Queued {
			b.t.Fatalf("status %v", got)
		}
		defer s.replug(time.Minute)()
		time.Sleep(10 * time.Minute)
		// The engine cannot know how much of a write was taken: once, or possibly sent.
		switch n := len(s.Sent()); b.one(anna).Status {
		case sms.Unconfirmed:
			if n > 0 {
				b.t.Errorf("possibly sent, and sent %d times again", n)
			}
		default:
			if n != 1 {
				b.t.Errorf("sent %d times", n)
			}
		}
	})
}

// TestCase02PulledOutAtThePrompt is the same before a byte of the PDU was written.
func TestCase02PulledOutAtThePrompt(t *testing.T) {
	o := fakemodem.Options{Latency: fakemodem.Latency{Prompt: 2 * time.Second}}
	over(t, o, func(b *bench, s *stick) {
		time.Sleep(time.Minute)
		b.send(anna, "hello")
		time.Sleep(time.Second)
		s.Unplug()
		time.Sleep(time.Minute)
		b.wantStatus(anna, sms.Queued, sms.ReasonNone)
		s.Plug()
		defer s.replug(time.Second)()
		time.Sleep(time.Minute)
		if n := len(s.Sent()); n != 1 {
			b.t.Errorf("sent %d times", n)
		}
	})
}

func TestCase03PulledOutBeforeTheAnswer(t *testing.T) {
	o := fakemodem.Options{Latency: fakemodem.Latency{Send: 10 * time.Second}}
	over(t, o, func(b *bench, s *stick) {
		time.Sleep(time.Minute)
		b.send(anna, "hello")
		time.Sleep(time.Second)
		s.Unplug()
		time.Sleep(5 * time.Second)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		time.Sleep(time.Minute)
		s.Plug()
		m := s.plug()
		defer func() { m.Close(); <-m.Done() }()
		time.Sleep(10 * time.Minute)
		sent := s.Sent()
		if len(sent) != 1 {
			b.t.Fatalf("sent %d times", len(sent))
		}
		if err := s.ArriveReport(string(anna), byte(sent[0].Refs[0]), 0); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(time.Second)
		if got := b.one(anna).Status; got != sms.Delivered {
			b.t.Errorf("%v after the report of the network", got)
		}
	})
}

// TestCase06Sleep is a computer that sleeps in the middle of a send, which the stick does not live
// through; a text comes meanwhile.
func TestCase06Sleep(t *testing.T) {
	o := fakemodem.Options{Latency: fakemodem.Latency{Send: 10 * time.Second}}
	over(t, o, func(b *bench, s *stick) {
		time.Sleep(time.Minute)
		b.send(anna, "hello")
		time.Sleep(time.Second)
		s.Unplug()
		if err := s.Arrive(string(bert), "came in the night"); err != nil {
			b.t.Fatal(err)
		}
		defer s.replug(8 * time.Hour)()
		time.Sleep(time.Minute)
		if m := b.one(bert); m.Text != "came in the night" {
			b.t.Errorf("got %v", m)
		}
		if n := len(s.Sent()); n != 1 {
			b.t.Errorf("sent %d times", n)
		}
	})
}

// TestCase08KilledBeforeCommit has a text come when nobody stores it any more: it stays on the card
// and is shown once by the next program.
func TestCase08KilledBeforeCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		s := newStick(b, fakemodem.Options{})
		defer s.Close()
		m := s.plug()
		time.Sleep(time.Minute)
		b.close()
		if err := s.Arrive(string(anna), "hello"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if n := len(s.Stored("SM")); n != 1 {
			t.Fatalf("%d texts on the card, want 1: nobody has it", n)
		}
		m.Close()
		<-m.Done()
		s.b = startAt(t, b.path)
		defer s.b.close()
		m = s.plug()
		defer func() { m.Close(); <-m.Done() }()
		time.Sleep(time.Minute)
		s.b.one(anna)
		if n := len(s.Stored("SM")); n != 0 {
			t.Errorf("%d texts left on the card", n)
		}
	})
}

func TestCase21NotATextForPeople(t *testing.T) {
	for name, pdu := range map[string]string{
		"8-bit data": "07912143658709F1040B918100551512F20004111010214365000AE8329BFD4697D9EC37DE",
		"MMS notice": "0791947122723033440C91947111325476000462112271035440160605040B8423F0010604BE782D776170008C82983132",
		"WAP push":   "0791947122723033440C919471113254760004621122710354400E0605040B84C002010601AE02056A",
		"vCard": "0791947122723033440C919471113254760004621122710354402206050423F40000424547494E3A5643415244" +
			"0D0A4E3A580D0A454E443A5643415244",
		"SIM toolkit": "0791947122723033440C919471113254767FF6621122710354400702700002700000",
		"silent":      "0791947122723033040C9194711132547640006211227103544000",
	} {
		t.Run(name, func(t *testing.T) {
			receiving(t, func(b *bench, modem *backend) {
				if err := modem.sink.Keep(sms.Delivery{Raw: pdu, Length: -1}); err != nil {
					b.t.Fatal(err)
				}
				synctest.Wait()
				list, err := b.Conversations(b.t.Context())
				if err != nil || len(list) != 1 || list[0].Last.Status != sms.Service {
					b.t.Fatalf("got %+v, %v", list, err)
				}
			})
		})
	}
}

func TestCase22Senders(t *testing.T) {
	for name, c := range map[string]struct {
		pdu  string
		want sms.Number
	}{
		"empty":             {"079194712272303304009100006211227103544002C834", sms.UnknownSender},
		"stars and letters": {"0791947122723033040481C1E200006211227103544002C834", "1a2c"},
		"20 digits": {
			"07919471227230330414812143658709214365870900006211227103544002C834", "12345678901234567890",
		},
		"CR and LF": {
			"07919471227230330412D0C2B07BDD5004A92B2C00006211227103544002C834", "Bank AT+X",
		},
		"escape":           {"07919471227230330407D0C14D590800006211227103544002C834", "A€B"},
		"name of a number": {"07919471227230330406D0B1180C00006211227103544002C834", `"110"`},
	} {
		t.Run(name, func(t *testing.T) {
			receiving(t, func(b *bench, modem *backend) {
				if err := modem.sink.Keep(sms.Delivery{Raw: c.pdu, Length: -1}); err != nil {
					b.t.Fatal(err)
				}
				b.one(c.want)
				_, err := b.Send(b.t.Context(), c.want, "hello")
				if c.want.Alphanumeric() && !errors.Is(err, messenger.ErrNoReply) {
					b.t.Errorf("a name was answered: %v", err)
				}
			})
		})
	}
}

func TestCase23Commands(t *testing.T) {
	for _, text := range []string{
		"$(calc)", `"; calc; "`, "`calc`", `]]><action activationType="protocol"/>`,
	} {
		receiving(t, func(b *bench, modem *backend) {
			modem.keep(b.t, incoming(annaDigits, nil, text, time.Now()))
			if m := b.one(anna); m.Text != text || m.Status != sms.Received {
				b.t.Errorf("%q became %+v", text, m)
			}
			if all, err := b.Search(b.t.Context(), text, "", 9); err != nil || len(all) != 1 {
				b.t.Errorf("%q: found %d, %v", text, len(all), err)
			}
		})
	}
}

// TestDiskFullAtThePrompt: what cannot be noted does not go out, and goes out when it can.
func TestDiskFullAtThePrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer b.close()
		modem := newBackend()
		asked := make(chan struct{})
		modem.prompt = func() {
			if asked != nil {
				asked <- struct{}{}
				<-asked
				asked = nil
			}
		}
		b.Attach(modem)
		b.send(anna, "hello")
		<-asked
		unlock := lock(b)
		asked <- struct{}{}
		time.Sleep(20 * time.Second)
		if n := modem.submitted(); n != 0 {
			t.Errorf("sent %d times", n)
		}
		unlock()
		time.Sleep(5 * time.Minute)
		if n := modem.submitted(); n != 1 {
			t.Errorf("sent %d times afterwards", n)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}
