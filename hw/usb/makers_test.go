package usb

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
)

// otherStick is the stick of a row on bus 1, address 4, and as the scan sees it.
func otherStick(t *testing.T, o fakestick.Options) (*fakeDevice, hw.Stick) {
	t.Helper()
	snap, err := fakestick.New(o).Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stick := append(snap.Sticks, snap.Unsupported...)[0]
	d, seen := cdStick(0)
	d.id, d.sends, d.configs = stick.ID, make([]byte, 512), []int{1, 2, 3, 4}
	stick.Location, stick.Bus, stick.Address = seen.Location, seen.Bus, seen.Address
	return d, stick
}

func TestSwitcherContractMakers(t *testing.T) {
	for _, m := range fakestick.Makers() {
		if m == fakestick.LG { // 10 s; TestEveryRow has it
			continue
		}
		t.Run(m.String(), func(t *testing.T) {
			contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
				d, stick := otherStick(t, m.Options())
				s, _ := onBus(t, d)
				return contract.SwitcherSetup{
					Switcher: s, Stick: stick, Message: sticks.Messages(stick)[0],
					Sent: func() int {
						if d.touched() {
							return 1
						}
						return 0
					},
				}
			})
		})
	}
}

// TestEveryRow: every row of the table gets what it says, byte for byte and nothing else, or nothing.
func TestEveryRow(t *testing.T) {
	rows := 0
	for _, row := range sticks.Models() {
		if row.Vendor == hw.HuaweiVendor {
			continue // TestSwitchByTable
		}
		rows++
		messages := []hw.Message{row.Request, row.Second}
		for _, m := range messages {
			if len(m.Requests) == 0 {
				continue
			}
			d, stick := otherStick(t, fakestick.Of(row))
			s, b := onBus(t, d)
			inBubble(t, func(t *testing.T) {
				err := s.Switch(t.Context(), stick, m)
				if row.Left != hw.RefusalNone {
					if sticks.RefusalOf(err) != row.Left || d.touched() || b.libs != 0 {
						t.Errorf("%s %s: error %v, sent % x, done %v", row.ID(), row.Match, err, d.sent, d.done)
					}
					return
				}
				if err != nil {
					t.Errorf("%s %s: %v", row.ID(), row.Match, err)
				}
				wantRequests(t, d, m)
			})
		}
	}
	if rows != 429 {
		t.Errorf("%d rows", rows)
	}
}

// wantRequests checks what a device that takes everything got.
func wantRequests(t *testing.T, d *fakeDevice, m hw.Message) {
	t.Helper()
	var wrappers [][]byte
	var done []string
	for _, r := range m.Requests {
		c := r.Control
		switch r.Kind {
		case hw.RequestCommand:
			wrappers = append(wrappers, bytes.Clone(r.Wrapper[:]))
		case hw.RequestControl:
			done = append(done, fmt.Sprintf("control %02x %02x %04x %04x %d %x",
				c.Type, c.Request, c.Value, c.Index, c.Length, c.Data))
		case hw.RequestConfiguration:
			if len(done) > 0 {
				done = append(done, "release")
			}
			done = append(done, "configure -1", fmt.Sprint("configure ", r.Configuration))
		case hw.RequestWait:
		}
	}
	if m.Eject() {
		done = append(done, "clear halt, in true", "clear halt, in false")
	}
	if fmt.Sprintf("%x", d.sent) != fmt.Sprintf("%x", wrappers) {
		t.Errorf("%s: sent % x, want % x", d.id, d.sent, wrappers)
	}
	if fmt.Sprint(d.done) != fmt.Sprint(done) {
		t.Errorf("%s: done %q, want %q", d.id, d.done, done)
	}
}

// TestOpenDeviceDecides: what the scan saw is not enough. A device of another maker's that shows something
// else when it is open gets nothing.
func TestOpenDeviceDecides(t *testing.T) {
	beside := func(class, sub, protocol uint8) func(*fakeDevice) {
		return func(d *fakeDevice) {
			d.ifaces = append(d.ifaces, iface{number: 1, class: class, subClass: sub, protocol: protocol})
		}
	}
	for name, change := range map[string]func(*fakeDevice){
		"adb":               beside(0xff, 0x42, 0x01),
		"MTP":               beside(0x06, 0x01, 0x01),
		"keys":              beside(0x03, 0x01, 0x01),
		"modem":             beside(0x02, 0x02, 0x01),
		"number 1":          func(d *fakeDevice) { d.ifaces[0].number = 1 },
		"CD drive commands": func(d *fakeDevice) { d.ifaces[0].subClass = 0x02 },
		"a modem already":   func(d *fakeDevice) { d.ifaces[0].class = 0xff },
		"nothing":           func(d *fakeDevice) { d.ifaces = nil },
		"cannot be read":    func(d *fakeDevice) { d.readErr = faultNoDevice },
	} {
		for _, m := range fakestick.Makers() {
			d, stick := otherStick(t, m.Options())
			change(d)
			s, _ := onBus(t, d)
			err := s.Switch(t.Context(), stick, sticks.Messages(stick)[0])
			if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrGone) || d.touched() {
				t.Errorf("%s with %s: error %v, sent % x, done %v", m, name, err, d.sent, d.done)
			}
		}
	}
}
