package modem_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sink keeps deliveries in memory.
type sink struct {
	mu     sync.Mutex
	got    []sms.Delivery
	links  []sms.Link
	full   []string
	calls  []sms.Call
	refuse error // what Keep answers, nil to keep
	keep   func(sms.Delivery) error
}

func (s *sink) Keep(d sms.Delivery) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keep != nil {
		if err := s.keep(d); err != nil {
			return err
		}
	}
	if s.refuse != nil {
		return s.refuse
	}
	s.got = append(s.got, d)
	return nil
}

// kept returns what was kept so far.
func (s *sink) kept() []sms.Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

func (s *sink) LinkChanged(l sms.Link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.links = append(s.links, l)
}

func (s *sink) MemoryChanged(m sms.MemoryChanged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.full = append(s.full, fmt.Sprintf("%s %v %d/%d", m.Memory, m.Fill, m.Used, m.Total))
}

func (s *sink) Called(c sms.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
}

func (s *sink) refuses(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = err
}

// places returns where the deliveries were, in order: "SM 0 old read", "direct".
func (s *sink) places() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, d := range s.got {
		p := "direct"
		if d.Route == sms.RouteStored {
			p = fmt.Sprintf("%s %d", d.Memory, d.Index)
		}
		if d.Old {
			p += " old"
		}
		if d.Read {
			p += " read"
		}
		out = append(out, p)
	}
	return strings.Join(out, ", ")
}

func (s *sink) last() sms.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.links) == 0 {
		return sms.Link{}
	}
	return s.links[len(s.links)-1]
}

// bench is a modem of ours on a simulated one.
type bench struct {
	t    *testing.T
	fake *fakemodem.Modem
	m    *modem.Modem
	sink *sink
	mode sms.ReceiveMode // to begin with
}

// up opens a line to a simulated modem.
func up(t *testing.T, fo fakemodem.Options, o modem.Options) *bench {
	t.Helper()
	b := &bench{t: t, fake: fakemodem.New(fo), sink: &sink{}}
	b.connect(o)
	return b
}

func (b *bench) connect(o modem.Options) {
	b.t.Helper()
	line, err := b.fake.Dial()
	if err != nil {
		b.t.Fatal(err)
	}
	if b.m, err = modem.Open(b.t.Context(), line, o); err != nil {
		b.t.Fatalf("Open: %v", err)
	}
}

// ready brings the modem up to where texts flow.
func ready(t *testing.T, fo fakemodem.Options) *bench {
	t.Helper()
	b := up(t, fo, modem.Options{})
	b.begin()
	return b
}

func (b *bench) begin() {
	b.t.Helper()
	if err := b.m.Ready(b.t.Context(), b.mode); err != nil {
		b.t.Fatalf("Ready: %v", err)
	}
	b.m.Listen(b.sink)
	synctest.Wait()
}

// down ends everything, so that a bubble can end.
func (b *bench) down() {
	_ = b.m.Close()
	<-b.m.Done()
	_ = b.fake.Close()
}

// in runs a test in a bubble with a modem that is ready.
func in(t *testing.T, fo fakemodem.Options, f func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := ready(t, fo)
		defer b.down()
		f(t, b)
	})
}

// has reports whether a command went out.
func (b *bench) has(command string) bool {
	for _, c := range b.fake.Commands() {
		if c == command {
			return true
		}
	}
	return false
}

func (b *bench) want(places string) {
	b.t.Helper()
	if got := b.sink.places(); got != places {
		b.t.Errorf("delivered %q, want %q", got, places)
	}
}

func (b *bench) empty(memories ...string) {
	b.t.Helper()
	for _, m := range memories {
		if s := b.fake.Stored(m); len(s) > 0 {
			b.t.Errorf("%d texts left in %s", len(s), m)
		}
	}
}

// tpdu is an SMS-SUBMIT to +491713920042 that says "hi", without a report.
var tpdu = []byte{
	0x01, 0x00, 0x0c, 0x91, 0x94, 0x71, 0x31, 0x29, 0x00, 0x24, 0x00, 0x00, 0x02, 0xe8, 0x34,
}
