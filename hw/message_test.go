package hw_test

import (
	"fmt"
	"testing"

	"surfstick-sms/hw"
)

func bulk(change func(*[31]byte)) hw.Message {
	m := hw.Message{Bulk: [31]byte{'U', 'S', 'B', 'C', 15: 0x11, 16: 0x06, 17: 0x20, 20: 1}}
	change(&m.Bulk)
	return m
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		name    string
		message hw.Message
		want    string
	}{
		{"no length", bulk(func(*[31]byte) {}), "[11062000000100000000000000000000]"},
		{"length 17", bulk(func(b *[31]byte) { b[14] = 0x11 }), "[11062000000100000000000000000000]"},
		{"length 10", bulk(func(b *[31]byte) { b[14] = 10 }), "[11062000000100000000]"},
		{"with data", bulk(func(b *[31]byte) { b[8] = 6 }), "[]"},
		{"other unit", bulk(func(b *[31]byte) { b[13] = 1 }), "[]"},
		{"empty", hw.Message{}, "[]"},
		{"feature", hw.Message{Method: hw.MethodFeature}, "[]"},
		{"configuration", hw.Message{Method: hw.MethodConfiguration, Configuration: 2}, "[]"},
		{"eject", hw.Message{Method: hw.MethodEject}, "[1e0000000000 1b0000000200]"},
		{"unknown", hw.Message{Method: 99}, "[]"},
	} {
		if got := fmt.Sprintf("%x", c.message.Commands()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWrappers(t *testing.T) {
	m := bulk(func(*[31]byte) {})
	if all := m.Wrappers(); len(all) != 1 || all[0] != m.Bulk {
		t.Errorf("a bulk message gives % x", all)
	}
	eject := fmt.Sprintf("%x", hw.Message{Method: hw.MethodEject}.Wrappers())
	want := "[5553424387654321000000000000061e000000000000000000000000000000" +
		" 5553424397654321000000000000061b000000020000000000000000000000" +
		" 5553424387654321000000000001061e000000000000000000000000000000" +
		" 5553424397654321000000000001061b000000020000000000000000000000]"
	if eject != want {
		t.Errorf("eject is\n%s, want\n%s", eject, want)
	}
	for _, m := range []hw.Method{hw.MethodFeature, hw.MethodConfiguration, 99} {
		if all := (hw.Message{Method: m}).Wrappers(); len(all) != 0 {
			t.Errorf("%v gives % x", m, all)
		}
	}
}

func TestMethodNames(t *testing.T) {
	if hw.MethodBulk.String() != "bulk" || hw.MethodEject.String() != "eject" ||
		hw.Method(9).String() != "9" {
		t.Error(hw.MethodBulk, hw.MethodEject, hw.Method(9))
	}
}
