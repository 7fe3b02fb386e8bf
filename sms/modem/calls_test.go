package modem_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// A call is reported once, when it has ended, with the number of who called as far as the network tells it.
func TestCalls(t *testing.T) {
	for _, c := range []struct {
		name  string
		ring  []string // at each ring
		rings int
		end   string // what tells that the caller hung up, "" for silence
		want  string
	}{
		{"international", []string{"RING", `+CLIP: "+491711234567",145,,,,0`}, 3, "", "+491711234567"},
		{"without its plus", []string{"RING", `+CLIP: "491711234567",145`}, 1, "", "+491711234567"},
		{"national", []string{"RING", `+CLIP: "01711234567",129`}, 2, "", "01711234567"},
		{"withheld", []string{"RING", `+CLIP: "",128,,,,1`}, 2, "", ""},
		{"number not told", []string{"RING"}, 4, "", ""},
		{"extended", []string{"+CRING: VOICE", `+CLIP: "+4930123456",145`}, 2, "", "+4930123456"},
		{"ended", []string{"RING", `+CLIP: "+4930123456",145`}, 2, "^CEND:1,0,67,16", "+4930123456"},
		{"hostile", []string{"RING", "+CLIP: \"+49\x001\u202e<b>\",145"}, 1, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
				began := time.Now()
				for range c.rings {
					for _, line := range c.ring {
						b.fake.SendURC(line)
					}
					time.Sleep(5 * time.Second)
				}
				if c.end != "" {
					b.fake.SendURC(c.end)
				}
				synctest.Wait()
				if n := len(b.sink.called()); c.end == "" && n != 0 {
					t.Errorf("%d calls are over while it rings", n)
				}
				time.Sleep(5 * time.Second)
				got := b.sink.called()
				if len(got) != 1 || got[0].At.Sub(began) > time.Second {
					t.Fatalf("%+v", got)
				}
				if c.name != "hostile" && got[0].From != c.want {
					t.Errorf("%q called, want %q", got[0].From, c.want)
				}
			})
		})
	}
}

// Two calls are two, and one that the stick takes along when it is unplugged is not lost.
func TestTwoCalls(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		b.fake.SendURC(`+CLIP: "+491711234567",145`)
		time.Sleep(20 * time.Second)
		b.fake.SendURC("RING")
		synctest.Wait()
		b.fake.Unplug()
		time.Sleep(time.Second)
		want := []string{"+491711234567", ""}
		var got []string
		for _, c := range b.sink.called() {
			got = append(got, c.From)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

func TestCallersAreAskedFor(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		if !slices.Contains(b.fake.Commands(), "AT+CLIP=1") {
			t.Errorf("%q", b.fake.Commands())
		}
	})
}

func (s *sink) called() []sms.Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}
