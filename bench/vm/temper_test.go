//go:build vm

package vm

import (
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/fakemodem"
)

// journey is how long the way from a stick to the chat may take.
const journey = 5 * time.Minute

// TestTempers has the program meet sticks that do not do what they are told at once, each a program
// of its own and all at the same time.
func TestTempers(t *testing.T) {
	network, storage := virtualstick.Network(0x14dc), virtualstick.Storage(0x1f01)
	for socket, c := range []struct {
		name   string
		change func(*virtualstick.Options)
		wanted func(setup.Facts) bool
		orders int // at least
	}{
		{"needs it twice", func(o *virtualstick.Options) { o.Deaf = 1 }, inChat, 2},
		{"away for 12 s", func(o *virtualstick.Options) { o.Away = 12 * time.Second }, inChat, 1},
		{"never back", func(o *virtualstick.Options) { o.Gone = true }, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemNotBack
		}, 1},
		{"back as HiLink", func(o *virtualstick.Options) {
			o.Obey = virtualstick.Becomes(network, virtualstick.OrderMessage)
		}, func(f setup.Facts) bool {
			return f.Problem() == setup.ProblemHiLink
		}, 1},
		{
			"back as storage", func(o *virtualstick.Options) {
				o.Obey = virtualstick.Becomes(storage, virtualstick.OrderMessage)
			}, func(f setup.Facts) bool { return f.Problem() == setup.ProblemFirmwareRefuses }, 5,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := fakemodem.New(fakemodem.Options{})
			defer f.Close()
			o := e3531(f)
			c.change(&o)
			r := plug(t, socket, o)
			r.storage()
			p := startWith(t, nil, only{r.location})
			defer p.stop()
			began := time.Now()
			p.await(c.name, journey, c.wanted)
			t.Logf("after %v", since(began))
			onlyMessages(t, r, c.orders)
		})
	}
}

// onlyMessages checks that all that the stick got in storage mode are messages of its own.
func onlyMessages(t *testing.T, r *rig, atLeast int) {
	t.Helper()
	id, n := hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, 0
	for _, e := range virtualstick.Intrusions(r.Record()) {
		if e.ID != id {
			continue
		}
		n++
		if !slices.ContainsFunc(sticks.Messages(hw.Stick{ID: id}), func(m hw.Message) bool {
			return slices.Equal(e.CDB(), m.Commands()[0].CDB)
		}) {
			t.Errorf("written: %v", e)
		}
	}
	if n < atLeast {
		t.Errorf("%d orders, want at least %d", n, atLeast)
	}
	t.Logf("%d orders", n)
}

// TestReplug takes the stick out in the middle of switching and in the middle of a chat, and puts
// it back: the program gets to the chat by itself each time, and a text goes out after each.
func TestReplug(t *testing.T) {
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	r := plug(t, 0, e3531(f))
	r.storage()
	texts := openMessenger(t)
	p := start(t, texts)
	defer p.stop()
	p.await("switching", journey, func(f setup.Facts) bool { return f.Switching() })
	r.again()
	p.await("chat after a replug while switching", journey, inChat)
	sendAndReceive(t, texts, byModem(f))
	r.Unplug()
	p.await("away", journey, func(f setup.Facts) bool { return f.Step() == setup.StepStick })
	r.again()
	p.await("chat after a replug in the chat", journey, inChat)
	sendAndReceive(t, texts, byModem(f))
}

// again takes the stick out and puts it back in a second later.
func (r *rig) again() {
	r.t.Helper()
	r.Unplug()
	time.Sleep(time.Second)
	if err := r.Plug(virtualstick.VHCI(0)); err != nil {
		r.t.Fatal(err)
	}
}

// TestTwoSticks: only the one that is meant is switched, by each way.
func TestTwoSticks(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			meant, other := plug(t, 3, e3531(nil)), plug(t, 1, e3531(nil))
			other.storage()
			stick := meant.storage()
			if err := way.Switch(t.Context(), stick, message(t, "guide-modem")); err != nil {
				t.Fatal(err)
			}
			meant.modem()
			if s := other.storage(); s.ID.Product != 0x1f01 {
				t.Errorf("the other one became %s", s.ID)
			}
			orderOnly(t, meant, message(t, "guide-modem"))
			if err := nothingWritten(other); err != nil {
				t.Error(err)
			}
		})
	}
}
