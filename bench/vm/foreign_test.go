//go:build vm

package vm

import (
	"context"
	"errors"
	"flag"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

var alone = flag.Bool("alone", false, "plug every foreign device in by itself before all of them together")

// TestForeign plugs the devices in that must be left alone: with the flag each by itself, and then all of
// them together. The scan offers none of them to be switched unasked; the whole program, told to do
// everything by itself, touches none; and both ways refuse every message of the table, to each device as
// the scan sees it, and the guide's when they are told that it is the guide's stick.
func TestForeign(t *testing.T) {
	quietUdev(t)
	// The kernel tells which drives can write in 1,000 bytes, which do for eight drives (drivers/cdrom/
	// cdrom.c, CDROM_STR_SIZE): those for which that counts are not among dozens.
	var many, few []virtualstick.Stranger
	for _, d := range virtualstick.Foreign() {
		if d.Why == hw.RefusalWritable {
			few = append(few, d)
		} else {
			many = append(many, d)
		}
	}
	if *alone {
		for _, d := range many {
			t.Run(d.Name, func(t *testing.T) { untouched(t, []virtualstick.Stranger{d}, 5*time.Second) })
		}
	}
	untouched(t, few, 5*time.Second)
	untouched(t, many, 15*time.Second) // more than the program gives a CD drive to appear
}

// untouched plugs devices in, does with them whatever the program can be told to do, and looks at what
// was written to each.
func untouched(t *testing.T, all []virtualstick.Stranger, watch time.Duration) {
	t.Helper()
	begin := time.Now()
	rigs := make([]*rig, len(all))
	for socket, d := range all {
		rigs[socket] = plug(t, socket, virtualstick.Options{Device: d.Device})
	}
	defer func() {
		for _, r := range rigs {
			r.Unplug()
			r.awaitGone()
		}
	}()
	for at, d := range all {
		r := rigs[at]
		number(t, r, "bConfigurationValue")
		driveOf(t, r, d.Device)
	}
	for _, s := range snapshot(t).Sticks {
		if sticks.Unasked(s) && s.Mode == hw.ModeStorage && s.CD != hw.CDUnknown {
			t.Errorf("offered to be switched: %+v", s)
		}
	}
	t.Logf("plugged in after %v", since(begin))
	p := start(t, nil)
	time.Sleep(watch)
	p.stop()
	forceAll(t, rigs, all)
	for at, d := range all {
		record := rigs[at].Record()
		if bad := virtualstick.Intrusions(record); len(bad) > 0 {
			t.Errorf("%s: written: %v", d.Name, bad)
		}
		if len(record) == 0 {
			t.Errorf("%s: the record is empty", d.Name)
		}
	}
	t.Logf("%d devices, done after %v", len(all), since(begin))
}

// driveOf is the CD drive of a foreign device, "" for one that has none.
func driveOf(t *testing.T, r *rig, d virtualstick.Device) string {
	t.Helper()
	// usb-storage leaves this one alone (drivers/usb/storage/unusual_devs.h, US_FL_IGNORE_DEVICE).
	ignored := hw.ID{Vendor: 0x0bda, Product: 0x1a2b}
	if d.Seen().CD != hw.CDPresent || d.ID == ignored {
		return ""
	}
	return driveAt(t, r.location)
}

// forceAll has both ways asked to send to every device.
func forceAll(t *testing.T, rigs []*rig, all []virtualstick.Stranger) {
	t.Helper()
	seen := map[string]hw.Stick{}
	s := snapshot(t)
	for _, stick := range slices.Concat(s.Sticks, s.Unsupported) {
		seen[stick.Location] = stick
	}
	for at, d := range all {
		r := rigs[at]
		stick, ok := seen[r.location]
		if !ok { // the scan does not even show it
			stick = d.Seen()
			stick.Location, stick.Bus, stick.Address = r.location, number(t, r, "busnum"), number(t, r, "devnum")
			stick.CDDrive = driveOf(t, r, d.Device)
		}
		for _, m := range virtualstick.EveryMessage() {
			if d.Why == hw.RefusalMessage && sticks.Allowed(stick, m) {
				continue // a telephone of Huawei's is switched when a person asks for it
			}
			refuses(t, d.Name, stick, m)
		}
		if !slices.Contains(claimants, d.Name) && !*alone { // libusb takes a while to find the stick nowhere
			continue
		}
		claimed := stick // to be the guide's stick
		claimed.ID, claimed.Mode, claimed.Driver = hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, hw.ModeStorage, hw.DriverStorage
		refuses(t, d.Name+" as a stick", claimed, message(t, "guide-modem"))
	}
}

// claimants are devices of every kind, of which somebody claims that they are the guide's stick.
var claimants = []string{
	"flash drive", "other CD drive", "keyboard", "printer", "Huawei phone", "Huawei card reader",
	"card reader with a stick's ID",
}

// refuses has both ways refuse a message.
func refuses(t *testing.T, name string, s hw.Stick, m hw.Message) {
	t.Helper()
	for _, way := range ways {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		err := way.Switch(ctx, s, m)
		cancel()
		if !errors.Is(err, hw.ErrNotOurs) && !errors.Is(err, hw.ErrGone) {
			t.Errorf("%s: %s by %s: %v", name, m.Name, way.name, err)
		}
	}
}
