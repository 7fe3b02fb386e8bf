//go:build vm

package bench

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/virtualstick"
)

// TestForeign plugs six devices in that must be left alone. The scan offers none of them to be
// switched unasked; the whole program, told to do everything by itself, touches none; and both ways refuse even when
// they are told that one of the devices is a stick, by its own ID or by that of the guide's, with
// every message that there is.
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
	for _, s := range snapshot(t).Sticks { // the phone is in the table of usb_modeswitch
		if sticks.Unasked(s.ID) {
			t.Errorf("offered to be switched: %+v", s)
		}
	}
	p := start(t, nil)
	time.Sleep(10 * time.Second)
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
		}
		for _, way := range ways {
			for _, m := range sticks.Messages(guide) {
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
