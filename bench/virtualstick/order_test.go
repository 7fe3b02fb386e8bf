package virtualstick_test

import (
	"bytes"
	"slices"
	"testing"
	"testing/synctest"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

var (
	allow     = []byte{0x1e, 0, 0, 0, 0, 0}
	longcheer = unhex("55534243123456788000000080000606f50402527000000000000000000000")
)

func command(unit byte, cdb []byte) virtualstick.Entry {
	w := wrapper(cdb, 0, false)
	w[13] = unit
	return virtualstick.Entry{Kind: virtualstick.EntryCommand, Bytes: w}
}

func entry(bytes []byte) virtualstick.Entry {
	return virtualstick.Entry{Kind: virtualstick.EntryCommand, Bytes: bytes}
}

func controlled(setup ...byte) virtualstick.Entry {
	return virtualstick.Entry{Kind: virtualstick.EntryControl, Bytes: setup}
}

// TestExactly: a stick obeys its own message and no other, whoever has wrapped it.
func TestExactly(t *testing.T) {
	driver := wrapper(longcheer[15:21], 128, true) // a CD driver's own wrapper
	elsewhere, less, out, other := slices.Clone(driver), wrapper(longcheer[15:21], 36, true),
		wrapper(longcheer[15:21], 128, false), slices.Clone(driver)
	elsewhere[13], other[20] = 1, 0x71
	ready := command(0, make([]byte, 6))
	ejected := []virtualstick.Entry{command(0, allow), command(0, eject)}
	sierra := controlled(0x40, 0x0b, 1, 0, 0, 0, 0, 0)
	for _, c := range []struct {
		name    string
		message []virtualstick.Entry
		written []virtualstick.Entry
		want    bool
	}{
		{"itself", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(longcheer)}, true},
		{"by a driver", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(driver)}, true},
		{"on another unit", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(elsewhere)}, false},
		{"with less data", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(less)}, false},
		{"with data to it", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(out)}, false},
		{"another command", []virtualstick.Entry{entry(longcheer)}, []virtualstick.Entry{entry(other)}, false},
		{"nothing", []virtualstick.Entry{entry(longcheer)}, nil, false},
		{"no message", nil, ejected, false},
		{"eject", ejected, ejected, true},
		{"half an eject", ejected, ejected[1:], false},
		{"an eject the wrong way", ejected, []virtualstick.Entry{ejected[1], ejected[0]}, false},
		{
			"eject with polling", ejected,
			[]virtualstick.Entry{ready, ejected[0], ready, ejected[1]},
			true,
		},
		{
			"eject with something else between", ejected,
			[]virtualstick.Entry{ejected[0], sierra, ejected[1]},
			false,
		},
		{
			"eject and more after it", ejected, slices.Concat(ejected, []virtualstick.Entry{ready}), false,
		},
		{
			"the second of two messages", append(slices.Clone(ejected), entry(longcheer)),
			slices.Concat(ejected, []virtualstick.Entry{entry(longcheer)}), true,
		},
		{"a request", []virtualstick.Entry{sierra}, []virtualstick.Entry{sierra}, true},
		{
			"a request with another value",
			[]virtualstick.Entry{sierra},
			[]virtualstick.Entry{controlled(0x40, 0x0b, 2, 0, 0, 0, 0, 0)},
			false,
		},
		{
			"a request without its data",
			[]virtualstick.Entry{controlled(0x40, 4, 0, 0, 0, 0, 2, 0, 5, 0x8c)},
			[]virtualstick.Entry{controlled(0x40, 4, 0, 0, 0, 0, 2, 0)},
			false,
		},
	} {
		got := virtualstick.Exactly(virtualstick.Modem(0x1001), c.message...)(c.written)
		if (got != nil) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestOrderOfMany: a stick that lets a whole message pass wants all of it again.
func TestOrderOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h, c := plug(t, virtualstick.Options{
			Device: virtualstick.Storage(0x1f01), Temper: virtualstick.Temper{Deaf: 1},
			Obey: virtualstick.Exactly(virtualstick.Modem(0x1001), command(0, allow), command(0, eject)),
		})
		defer s.Unplug()
		for _, cdb := range [][]byte{allow, eject, eject, allow} {
			c.command(cdb, 0)
		}
		if d, ok := s.Device(); !ok || d.ID.Product != 0x1f01 {
			t.Fatalf("became %v %v", d.ID, ok)
		}
		_, _ = c.write(1, wrapper(eject, 0, false))
		if got := h.next().device.ID.Product; got != 0x1001 {
			t.Errorf("became %04x", got)
		}
	})
}

// TestAnswers: a stick that obeys politely gives the data that its message asks for.
func TestAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		question := [8]byte{0xc0, 0x11, 2, 0, 0, 0, 3, 0}
		s, h, c := plug(t, virtualstick.Options{
			Device: virtualstick.Storage(0x1f01), Temper: virtualstick.Temper{Polite: true},
			Obey: virtualstick.Exactly(virtualstick.Storage(0x1446), entry(longcheer)),
		})
		defer s.Unplug()
		if data, status := c.command(longcheer[15:21], 128); len(data) != 128 || status != 0 {
			t.Errorf("%d bytes, status %d", len(data), status)
		}
		h.next()
		s, h, c = plug(t, virtualstick.Options{
			Device: virtualstick.Storage(0x1f01),
			Obey:   virtualstick.Exactly(virtualstick.Storage(0x1446), controlled(question[:]...)),
		})
		defer s.Unplug()
		if a, err := c.control(question, nil); err != nil || len(a.data) != 3 {
			t.Errorf("%+v, %v", a, err)
		}
		h.next()
	})
}

// TestConfigurations: another configuration has interfaces of its own, and the device stays where it is.
func TestConfigurations(t *testing.T) {
	id := hw.ID{Vendor: 0x0fce, Product: 0xd0cf}
	d := virtualstick.CD(id, "Sony Ericsson", "MD300", virtualstick.Drive{Vendor: "SEMC", Model: "MD300"})
	d.More = [][]virtualstick.Interface{
		virtualstick.Serial(id, "", "", virtualstick.LineModem).Interfaces,
		virtualstick.ACM(id, "", "").Interfaces,
	}
	s, _, c := plug(t, virtualstick.Options{Device: d})
	a, err := c.control([8]byte{0x80, 6, 0, 1, 0, 0, 18, 0}, nil)
	if err != nil || a.data[17] != 3 {
		t.Fatalf("device descriptor % x, %v", a.data, err)
	}
	a, err = c.control([8]byte{0x80, 6, 2, 2, 0, 0, 0xff, 0}, nil)
	if err != nil || a.data[5] != 3 || !bytes.Contains(a.data, []byte{9, 4, 0, 0, 1, 2, 2, 1, 0}) {
		t.Errorf("configuration 3: % x, %v", a.data, err)
	}
	for _, n := range []byte{0, 3} {
		if a, err := c.control([8]byte{0, 9, n}, nil); err != nil || a.status != 0 {
			t.Fatalf("configuration %d: %+v, %v", n, a, err)
		}
	}
	if a, err := c.control([8]byte{0x80, 8, 0, 0, 0, 0, 1, 0}, nil); err != nil || a.data[0] != 3 {
		t.Errorf("active: % x, %v", a.data, err)
	}
	if now, ok := s.Device(); !ok || now.ID != id || now.Interfaces[0].Class != 0x02 {
		t.Errorf("it is %+v, %v", now, ok)
	}
	if a, err := c.control([8]byte{0, 9, 4}, nil); err != nil || a.status == 0 {
		t.Errorf("configuration 4: %+v, %v", a, err)
	}
	if n := len(virtualstick.Intrusions(s.Record())); n != 3 {
		t.Errorf("%d intrusions, want 0, 3 and 4", n)
	}
}

// TestWritten: each kind of request as it is on the wire.
func TestWritten(t *testing.T) {
	m := hw.Message{Requests: []hw.Request{
		{Kind: hw.RequestCommand, Wrapper: [31]byte(longcheer)},
		{Kind: hw.RequestWait},
		{Kind: hw.RequestControl, Control: hw.Control{Type: 0xc0, Request: 0x11, Value: 0x0102, Length: 3}},
		{Kind: hw.RequestControl, Control: hw.Control{Type: 0x40, Request: 4, Index: 7, Data: "\x05\x8c"}},
		{Kind: hw.RequestConfiguration, Configuration: 3},
	}}
	want := []virtualstick.Entry{
		entry(longcheer), controlled(0xc0, 0x11, 2, 1, 0, 0, 3, 0),
		controlled(0x40, 4, 0, 0, 7, 0, 2, 0, 0x05, 0x8c),
		controlled(0, 9, 0, 0, 0, 0, 0, 0), controlled(0, 9, 3, 0, 0, 0, 0, 0),
	}
	if got := virtualstick.Written(m); !slices.EqualFunc(got, want, virtualstick.Entry.Same) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}
