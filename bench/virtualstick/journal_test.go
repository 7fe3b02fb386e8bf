package virtualstick_test

import (
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

func TestIntrusive(t *testing.T) {
	command := func(cdb ...byte) virtualstick.Entry {
		return virtualstick.Entry{
			Kind: virtualstick.EntryCommand, Bytes: wrapper(append(cdb, make([]byte, 10)...), 0, true),
		}
	}
	request := func(setup ...byte) virtualstick.Entry {
		return virtualstick.Entry{Kind: virtualstick.EntryControl, Bytes: append(setup, make([]byte, 8)...)}
	}
	for _, c := range []struct {
		name  string
		entry virtualstick.Entry
		want  bool
	}{
		{"inquiry", command(0x12), false},
		{"read", command(0x28), false},
		{"door lock", command(0x1e), false},
		{"start", command(0x1b, 0, 0, 0, 1), false},
		{"eject", command(0x1b, 0, 0, 0, 2), true},
		{"Huawei's message", command(0x11, 0x06), true},
		{"write", command(0x2a), true},
		{"format", command(0x04), true},
		{"a vendor's command", command(0xdf), true},
		{"configuration", request(0, 9, 1), false},
		{"another configuration", request(0, 9, 2), true},
		{"SET_FEATURE", request(0, 3, 1), true},
		{"lights of a keyboard", request(0x21, 9, 0, 2), false},
		{"a vendor's request", request(0x40, 0xa1), true},
		{"a vendor's question", request(0xc0, 0xa1), true},
		{"bytes", virtualstick.Entry{Kind: virtualstick.EntryBytes, Bytes: []byte("AT\r")}, true},
		{"data", virtualstick.Entry{Kind: virtualstick.EntryData, Bytes: []byte("x")}, true},
	} {
		if got := c.entry.Intrusive(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestEntryString(t *testing.T) {
	e := virtualstick.Entry{
		ID: hw.ID{Vendor: 0x12d1, Product: 0x1f01}, Kind: virtualstick.EntryData, Bytes: []byte{1, 2},
	}
	if got := e.String(); got != "12d1:1f01 data 0102" {
		t.Errorf("%q", got)
	}
	if e.CDB() != nil || e.Order().Kind != virtualstick.OrderNone {
		t.Error("data is no command")
	}
}
