//go:build vm

package vm

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// TestForeign plugs seven devices in that must be left alone. The scan offers none of them to be
// switched unasked; the whole program, told to do everything by itself, touches none; and both ways
// refuse even when they are told that one of the devices is a stick, by its own ID or by that of the
// guide's, with every message that there is. One of them has the guide's ID and is a card reader.
func TestForeign(t *testing.T) {
	all := virtualstick.Foreign()
	names := slices.Sorted(maps.Keys(all))
	rigs := map[string]*rig{}
	for socket, name := range names {
		rigs[name] = plug(t, socket, virtualstick.Options{Device: all[name]})
	}
	for _, name := range names {
		number(t, rigs[name], "bConfigurationValue")
	}
	driveAt(t, rigs["other CD drive"].location)
	driveAt(t, rigs["Huawei phone"].location)
	rigs[reader].await("what is behind it", func(s hw.Stick) bool { return s.CD == hw.CDNone })
	for _, s := range snapshot(t).Sticks { // the phone is in the table of usb_modeswitch
		if sticks.Unasked(s) && s.Mode == hw.ModeStorage {
			t.Errorf("offered to be switched: %+v", s)
		}
	}
	p := start(t, nil)
	time.Sleep(15 * time.Second) // more than it gives a CD drive to appear
	p.stop()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if all[name].Interfaces[0].Class == 0x08 && all[name].Interfaces[0].Drives[0].Kind ==
				virtualstick.CDDrive {
				driveAt(t, rigs[name].location)
			}
			forceForeign(t, rigs[name], all[name])
			r := rigs[name].Record()
			if bad := virtualstick.Intrusions(r); len(bad) > 0 {
				t.Errorf("written: %v", bad)
			}
			t.Logf("%d things in the record, none of them ours", len(r))
		})
	}
}

// reader is the device that nothing but the missing CD drive tells from the guide's stick.
const reader = "card reader with a stick's ID"

// seenCD is what the scan knows of the CD drive of a device.
func seenCD(t *testing.T, location string) hw.CD {
	t.Helper()
	for _, s := range snapshot(t).Sticks {
		if s.Location == location {
			return s.CD
		}
	}
	return hw.CDUnknown
}

// forceForeign tells both ways that the device is a stick.
func forceForeign(t *testing.T, r *rig, d virtualstick.Device) {
	t.Helper()
	guide := hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}
	drive := ""
	if slices.ContainsFunc(d.Interfaces[0].Drives, func(u virtualstick.Drive) bool {
		return u.Kind == virtualstick.CDDrive
	}) {
		drive = driveAt(t, r.location)
	}
	for _, id := range []hw.ID{d.ID, guide} {
		stick := hw.Stick{
			Location: r.location, ID: id, Mode: hw.ModeStorage, Driver: hw.DriverStorage,
			Bus: number(t, r, "busnum"), Address: number(t, r, "devnum"), CDDrive: drive,
			CD: seenCD(t, r.location),
		}
		for _, way := range ways {
			for _, m := range sticks.Messages(hw.Stick{ID: guide}) {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				err := way.Switch(ctx, stick, m)
				cancel()
				if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrGone) {
					t.Errorf("%s to %s as %s: %v", m.Name, d.ID, id, err)
				}
			}
		}
	}
}
