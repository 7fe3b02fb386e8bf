package hilink_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/webstick/webtest"
)

// What the tests of both makers' web servers have in common.
type sink = webtest.Sink

var (
	inBubble    = webtest.InBubble
	repeated    = webtest.Repeated
	sendNoted   = webtest.SendNoted
	wantRefused = webtest.WantRefused
)

// reach opens a Stick on a simulated one.
func reach(t *testing.T, stick *fakehilink.Server) *hilink.Stick {
	t.Helper()
	s, err := hilink.Open(t.Context(), hilink.Options{Address: stick.Address(), Dial: stick.Dial})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		_ = s.Close()
		<-s.Done()
	})
	return s
}

// ready returns a simulated stick, and a Stick that is logged in where that is wanted and ready for texts.
func ready(t *testing.T, o fakehilink.Options) (*fakehilink.Server, *hilink.Stick) {
	t.Helper()
	stick := fakehilink.New(o)
	t.Cleanup(func() { _ = stick.Close() })
	s := reach(t, stick)
	makeReady(t, s, o)
	return stick, s
}

func makeReady(t *testing.T, s *hilink.Stick, o fakehilink.Options) {
	t.Helper()
	password := o.Password
	if password == "" && o.Personality.Locked {
		password = "admin"
	}
	if password != "" {
		if err := s.Login(t.Context(), "", password); err != nil {
			t.Fatalf("log in: %v", err)
		}
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Fatalf("ready: %v", err)
	}
}

// listening is ready, with a sink that listens.
func listening(t *testing.T, o fakehilink.Options) (*fakehilink.Server, *hilink.Stick, *sink) {
	t.Helper()
	stick, s := ready(t, o)
	k := &sink{}
	s.Listen(k)
	synctest.Wait()
	return stick, s, k
}

// partner is who gets the texts of the tests.
const partner = sms.Number("+491701234567")

var greeting = sms.WholeText{To: partner, Text: "Grüße <b> & \"😀\"\n(2)"}

// TestStick sends a text, gets its report and an answer, and asks for everything else, on every firmware.
func TestStick(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, s, k := listening(t, fakehilink.Options{Personality: p, Card: fakehilink.Card{IMSI: "262011234567890"}})
		if id := s.Identity(); id.IMEI != "860000000000007" || id.IMSI != "262011234567890" || id.Model != p.Device {
			t.Errorf("identity %+v", id)
		}
		commits := 0
		err := s.SendText(t.Context(), greeting, func(note []byte) error {
			if commits++; len(note) == 0 || len(note) > sms.MaxNote || len(stick.Sent()) != 0 {
				t.Errorf("note of %d bytes, %d texts out", len(note), len(stick.Sent()))
			}
			return nil
		})
		sent := stick.Sent()
		if err != nil || commits != 1 || len(sent) != 1 || sent[0].Content != greeting.Text || sent[0].Phone != string(partner) {
			t.Errorf("sent %+v with %d commits, %v", sent, commits, err)
		}
		stick.Arrive(fakehilink.Entry{Phone: string(partner), Content: "answer"})
		time.Sleep(10 * time.Second)
		got := k.Deliveries()
		if len(got) != 2 || len(stick.In(1)) != 0 {
			t.Fatalf("kept %+v, %d still there; want the report and the answer", got, len(stick.In(1)))
		}
		report, answer := hilink.ParseEntry([]byte(got[0].Raw)), hilink.ParseEntry([]byte(got[1].Raw))
		if report.Kind != hilink.KindDelivered || report.Phone != string(partner) || answer.Content != "answer" {
			t.Errorf("report %+v, answer %+v", report, answer)
		}
		for _, d := range got {
			if d.Format != sms.FormatHiLink || d.Length != -1 || d.Memory != "ME" || d.Old || d.Route != sms.RouteStored {
				t.Errorf("delivery %+v", d)
			}
		}
		if l := k.LastLink(); !l.Up || !l.Registered() || l.Operator != "Testnetz" || l.Signal != 80 {
			t.Errorf("link %+v", l)
		}
		if n := stick.MostTogether(); n != 1 {
			t.Errorf("%d requests at the same time", n)
		}
	})
}

// TestOpenErrors: what is no stick is not opened, and gets no POST.
func TestOpenErrors(t *testing.T) {
	inBubble(t, "router", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{Class: "cpe"})
		defer stick.Close()
		_, err := hilink.Open(t.Context(), hilink.Options{Address: stick.Address(), Dial: stick.Dial})
		if !errors.Is(err, hilink.ErrRouter) {
			t.Errorf("%v", err)
		}
		for _, r := range stick.Requests() {
			if r.Method != "GET" {
				t.Errorf("%s %s", r.Method, r.Path)
			}
		}
	})
	inBubble(t, "nothing there", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{})
		defer stick.Close()
		stick.Unplug()
		_, err := hilink.Open(t.Context(), hilink.Options{Address: stick.Address(), Dial: stick.Dial})
		if !errors.Is(err, sms.ErrSilent) {
			t.Errorf("%v", err)
		}
	})
}
