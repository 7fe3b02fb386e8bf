package virtualstick_test

import (
	"slices"
	"strings"
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

// TestForeign: every way of switching leaves a trace in the record of every foreign device, and what
// operating systems do by themselves leaves none.
func TestForeign(t *testing.T) {
	all := virtualstick.Foreign()
	if len(all) != 85 {
		t.Errorf("%d devices; README.md, docs/development.md and bench/README.md say 85", len(all))
	}
	names := map[string]bool{}
	for _, d := range all {
		if names[d.Name] {
			t.Errorf("two are called %s", d.Name)
		}
		names[d.Name] = true
		t.Run(strings.ReplaceAll(d.Name, " ", "-"), func(t *testing.T) { leavesTraces(t, d.Device) })
	}
}

func leavesTraces(t *testing.T, d virtualstick.Device) {
	s, _, c := plug(t, virtualstick.Options{Device: d})
	_, _ = c.control([8]byte{0x80, 6, 0, 2, 0, 0, 0xff, 0}, nil)
	_, _ = c.control([8]byte{0, 9, 1}, nil)
	want := 0
	check := func(what string) {
		t.Helper()
		if bad := virtualstick.Intrusions(s.Record()); len(bad) != want {
			t.Errorf("after %s: intrusions %v", what, bad)
		}
	}
	check("enumeration")
	for _, setup := range [][8]byte{setFeature, setConfig2, {0x40, 0x0b, 1}, {0xc0, 0xff}} {
		_, _ = c.control(setup, nil)
		want++
		check("a control request")
	}
	out := slices.ContainsFunc(d.Interfaces[0].Endpoints, func(e virtualstick.Endpoint) bool {
		return e.Address == 1
	})
	if !out {
		return
	}
	for _, b := range [][]byte{guide, longcheer, wrapper(eject, 0, false)} {
		_, _ = c.write(1, b)
		want++
		check("a message")
	}
}

// TestForeignEndpoints: no two interfaces of a device share an endpoint, and their numbers have no gaps.
func TestForeignEndpoints(t *testing.T) {
	for _, d := range virtualstick.Foreign() {
		used := map[uint8]bool{}
		for at, i := range d.Interfaces {
			if int(i.Number) != at {
				t.Errorf("%s: interface %d has the number %d", d.Name, at, i.Number)
			}
			for _, e := range i.Endpoints {
				if used[e.Address] {
					t.Errorf("%s: endpoint %02x twice", d.Name, e.Address)
				}
				used[e.Address] = true
			}
		}
	}
}

func TestKeyboardReport(t *testing.T) {
	_, _, c := plug(t, virtualstick.Options{Device: virtualstick.ForeignNamed("keyboard")})
	a, err := c.control([8]byte{0x81, 6, 0, 0x22, 0, 0, 0xff, 0}, nil)
	if err != nil || len(a.data) != 63 || a.data[62] != 0xc0 {
		t.Errorf("% x, %v", a.data, err)
	}
}

// TestSeen: what a scan sees of a device with several drives.
func TestSeen(t *testing.T) {
	s := virtualstick.ForeignNamed("flash drive with a safe").Seen()
	if s.CD != hw.CDPresent || s.Mode != hw.ModeStorage || s.Unit1 == "" || s.CDBytes != 64*2048 ||
		s.Inquiry != (hw.Inquiry{Vendor: "IronKey", Model: "Unlocker", Revision: "2.31"}) {
		t.Errorf("%+v", s)
	}
	if s := virtualstick.ForeignNamed("flash drive").Seen(); s.CD != hw.CDNone || s.CDDrive != "" {
		t.Errorf("%+v", s)
	}
	big := virtualstick.ForeignNamed("disc of 4 GB with ZTE's ID").Seen()
	if big.CDBytes != 4<<30 || big.Writable || big.Manufacturer != "ZTE" {
		t.Errorf("%+v", big)
	}
	if s := virtualstick.ForeignNamed("Pixel").Seen(); s.Mode != hw.ModeUnknown || len(s.Interfaces) != 2 {
		t.Errorf("%+v", s)
	}
}
