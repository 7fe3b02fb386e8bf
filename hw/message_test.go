package hw_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
)

func command(change func(*[31]byte)) hw.Request {
	r := hw.Request{Wrapper: [31]byte{'U', 'S', 'B', 'C', 15: 0x11, 16: 0x06, 17: 0x20, 20: 1}}
	change(&r.Wrapper)
	return r
}

func message(all ...hw.Request) hw.Message { return hw.Message{Requests: all} }

func plain(*[31]byte) {}

// TestCommands: the SCSI commands of a message as hexadecimal, unit and bytes that come back.
func TestCommands(t *testing.T) {
	wait := hw.Request{Kind: hw.RequestWait, Wait: time.Second}
	control := hw.Request{Kind: hw.RequestControl}
	for _, c := range []struct {
		name    string
		message hw.Message
		want    string
	}{
		{"no length", message(command(plain)), "[11062000000100000000000000000000/0/0]"},
		{"length 17", length(0x11), "[11062000000100000000000000000000/0/0]"},
		{"length 10", length(10), "[11062000000100000000/0/0]"},
		{"length 1", length(1), "[110620000001/0/0]"},
		{"length 6", length(6), "[110620000001/0/0]"},
		{"length 8", length(8), "[11062000000100000000/0/0]"},
		{"length 11", length(11), "[110620000001000000000000/0/0]"},
		{"length 13", length(13), "[11062000000100000000000000000000/0/0]"},
		{
			"data from the device",
			message(command(func(b *[31]byte) { b[8], b[9], b[12] = 6, 1, 0x80 })),
			"[11062000000100000000000000000000/0/262]",
		},
		{"data to the device", message(command(func(b *[31]byte) { b[8] = 6 })), "[]"},
		{"too much data", message(command(func(b *[31]byte) { b[10], b[12] = 1, 0x80 })), "[]"},
		{
			"other unit", message(command(func(b *[31]byte) { b[13] = 1 })),
			"[11062000000100000000000000000000/1/0]",
		},
		{"empty", hw.Message{}, "[]"},
		{"no wrapper", message(hw.Request{}), "[]"},
		{"waits", message(wait, command(plain)), "[11062000000100000000000000000000/0/0]"},
		{"with a control request", message(command(plain), control), "[]"},
		{"configuration", message(hw.Request{Kind: hw.RequestConfiguration, Configuration: 2}), "[]"},
		{"eject", hw.Eject(), "[1e0000000000/0/0 1b0000000200/0/0 1e0000000000/1/0 1b0000000200/1/0]"},
		{"unknown", message(hw.Request{Kind: 99}), "[]"},
	} {
		if got := commands(c.message.Commands()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func length(n byte) hw.Message { return message(command(func(b *[31]byte) { b[14] = n })) }

func commands(all []hw.Command) string {
	texts := []string{}
	for _, c := range all {
		texts = append(texts, fmt.Sprintf("%x/%d/%d", c.CDB, c.Unit, c.In))
	}
	return fmt.Sprint(texts)
}

// TestEjectBytes: the eject is that of usb_modeswitch, byte for byte.
func TestEjectBytes(t *testing.T) {
	var eject []string
	for _, r := range hw.Eject().Requests {
		eject = append(eject, fmt.Sprintf("%v %x", r.Kind, r.Wrapper))
	}
	want := []string{
		"command 5553424387654321000000000000061e000000000000000000000000000000",
		"command 5553424397654321000000000000061b000000020000000000000000000000",
		"command 5553424387654321000000000001061e000000000000000000000000000000",
		"command 5553424397654321000000000001061b000000020000000000000000000000",
	}
	if !slices.Equal(eject, want) {
		t.Errorf("eject is\n%q, want\n%q", eject, want)
	}
}

func TestMessageEqual(t *testing.T) {
	m := message(command(plain))
	named := hw.Message{Name: "x", Requests: m.Requests}
	for name, c := range map[string]struct {
		other hw.Message
		want  bool
	}{
		"the same":       {message(command(plain)), true},
		"named":          {named, true},
		"one bit":        {message(command(func(b *[31]byte) { b[30] = 1 })), false},
		"twice":          {message(m.Requests[0], m.Requests[0]), false},
		"nothing":        {hw.Message{}, false},
		"another kind":   {message(hw.Request{Kind: hw.RequestControl, Wrapper: m.Requests[0].Wrapper}), false},
		"data of length": {message(hw.Request{Control: hw.Control{Data: "x"}}), false},
	} {
		if got := m.Equal(c.other); got != c.want || c.other.Equal(m) != got {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestPassed: an eject goes through the CD drive alone, a command for the card reader only when there
// is one.
func TestPassed(t *testing.T) {
	alone, reader := hw.Stick{CDDrive: "/dev/sr0"}, hw.Stick{CDDrive: "/dev/sr0", Unit1: "/dev/sda"}
	unit1 := command(func(b *[31]byte) { b[13] = 1 })
	ejectThen := func(r hw.Request) hw.Message {
		return message(append(hw.Eject().Requests, r)...)
	}
	for _, c := range []struct {
		name    string
		message hw.Message
		stick   hw.Stick
		want    string
	}{
		{"eject", hw.Eject(), alone, "[1e0000000000/0/0 1b0000000200/0/0]"},
		{"eject both", hw.Eject(), reader, "[1e0000000000/0/0 1b0000000200/0/0 1e0000000000/1/0 1b0000000200/1/0]"},
		{"unit 1", message(unit1), alone, "[]"},
		{"unit 1, with a reader", message(unit1), reader, "[11062000000100000000000000000000/1/0]"},
		{"eject, then unit 1", ejectThen(unit1), alone, "[]"},
		{
			"eject, then a command", ejectThen(command(plain)), alone,
			"[1e0000000000/0/0 1b0000000200/0/0 11062000000100000000000000000000/0/0]",
		},
		{"unit 2", message(command(func(b *[31]byte) { b[13] = 2 })), reader, "[]"},
		{"control request", message(hw.Request{Kind: hw.RequestControl}), reader, "[]"},
		{"nothing", hw.Message{}, reader, "[]"},
	} {
		if got := commands(c.message.Passed(c.stick)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if c.message.Passes(c.stick) != (c.want != "[]") {
			t.Errorf("%s passes: %v", c.name, c.message.Passes(c.stick))
		}
	}
}

func TestEject(t *testing.T) {
	eject := hw.Eject()
	if !eject.Eject() || eject.Name != "eject" {
		t.Error("the eject is none")
	}
	wait := hw.Request{Kind: hw.RequestWait, Wait: time.Second}
	for _, m := range []hw.Message{
		message(append(hw.Eject().Requests, command(plain))...),
		message(append([]hw.Request{wait}, hw.Eject().Requests...)...),
	} {
		if !m.Eject() {
			t.Errorf("%v is no eject", m)
		}
	}
	for _, m := range []hw.Message{{}, message(command(plain)), message(eject.Requests[:3]...)} {
		if m.Eject() {
			t.Errorf("%v is an eject", m)
		}
	}
}

func TestRefusalLeft(t *testing.T) {
	left := 0
	for r := hw.RefusalNone; r <= hw.RefusalLeftMethod; r++ {
		if r.Left() {
			left++
		}
	}
	if hw.RefusalMessage.Left() || !hw.RefusalLeftDangerous.Left() || left != 7 {
		t.Errorf("%d are left out for good", left)
	}
}

func TestWaits(t *testing.T) {
	wait := hw.Request{Kind: hw.RequestWait, Wait: time.Second}
	for want, m := range map[time.Duration]hw.Message{
		0: hw.Eject(), 2 * time.Second: message(wait, command(plain), wait),
	} {
		if got := m.Waits(); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
