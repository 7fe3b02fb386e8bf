package hilink_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// sink notes what is delivered.
type sink struct {
	refuse func(sms.Delivery) error // nil takes everything

	mu     sync.Mutex
	kept   []sms.Delivery
	keptAt []time.Time
	links  []sms.Link
	fills  []sms.MemoryChanged
}

func (k *sink) Keep(d sms.Delivery) error {
	if k.refuse != nil {
		if err := k.refuse(d); err != nil {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept, k.keptAt = append(k.kept, d), append(k.keptAt, time.Now())
	return nil
}

func (k *sink) LinkChanged(l sms.Link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.links = append(k.links, l)
}

func (k *sink) MemoryChanged(m sms.MemoryChanged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fills = append(k.fills, m)
}

// texts returns the contents of what was kept, in order.
func (k *sink) texts() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []string
	for _, d := range k.kept {
		all = append(all, hilink.ParseEntry([]byte(d.Raw)).Content)
	}
	return all
}

func (k *sink) deliveries() []sms.Delivery {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.kept)
}

func (k *sink) memories() []sms.MemoryChanged {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.fills)
}

func (k *sink) lastLink() sms.Link {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.links) == 0 {
		return sms.Link{}
	}
	return k.links[len(k.links)-1]
}

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
		got := k.deliveries()
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
		if l := k.lastLink(); !l.Up || !l.Registered() || l.Operator != "Testnetz" || l.Signal != 80 {
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
