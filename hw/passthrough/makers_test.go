package passthrough

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
)

// otherDrive is the drives of a stick of another maker, and the stick as the scan sees it.
func otherDrive(t *testing.T, o fakestick.Options) *fakeDrive {
	t.Helper()
	snap, err := fakestick.New(o).Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &fakeDrive{
		t: t, of: append(snap.Sticks, snap.Unsupported...)[0], holds: medium{cd: true, bytes: 30 << 20},
		reader: &fakeDrive{t: t},
	}
}

func TestSwitcherContractMakers(t *testing.T) {
	for _, m := range fakestick.Makers() {
		d := otherDrive(t, m.Options())
		message := sticks.Messages(d.of)[0]
		if m == fakestick.LG || !message.Passes(d.of) { // 10 s; TestEveryRow has it
			continue
		}
		t.Run(m.String(), func(t *testing.T) {
			contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
				d := otherDrive(t, m.Options())
				return contract.SwitcherSetup{
					Switcher: newSwitcher(d.opener, quiet), Stick: d.of, Message: message,
					Sent: func() int { return min(1, len(d.sent)+d.ejected+len(d.reader.sent)) },
				}
			})
		})
	}
}

// TestEveryRow: every row of the table is ejected and gets its commands, on the unit that they are for,
// or nothing when it is left out or takes something else than commands.
func TestEveryRow(t *testing.T) {
	rows, passed := 0, 0
	for _, row := range sticks.Models() {
		if row.Vendor == hw.HuaweiVendor {
			continue // TestSwitchByTable
		}
		rows++
		synctest.Test(t, func(t *testing.T) {
			d := otherDrive(t, fakestick.Of(row))
			err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, row.Request)
			got := fmt.Sprintf("%d %x %x", d.ejected, d.sent, d.reader.sent)
			switch want := rowGets(row.Request); {
			case row.Left != hw.RefusalNone:
				if sticks.RefusalOf(err) != row.Left || got != "0 [] []" {
					t.Errorf("%s: error %v, got %s", row.ID(), err, got)
				}
			case len(row.Request.Commands()) == 0:
				if !errors.Is(err, hw.ErrUnsupported) || got != "0 [] []" {
					t.Errorf("%s: error %v, got %s", row.ID(), err, got)
				}
			case err != nil || got != want:
				t.Errorf("%s: error %v, got %s, want %s", row.ID(), err, got, want)
			default:
				passed++
			}
		})
	}
	if rows != 429 || passed != 317 {
		t.Errorf("%d rows, %d go through the CD drive", rows, passed)
	}
}

// rowGets is what the drives of a row's stick are to get: how often the disc is ejected, the commands of
// unit 0 and of unit 1.
func rowGets(m hw.Message) string {
	commands, ejected := m.Commands(), 0
	if m.Eject() {
		commands, ejected = commands[4:], 1
	}
	units := [2][][]byte{}
	for _, c := range commands {
		units[c.Unit] = append(units[c.Unit], c.CDB)
	}
	return fmt.Sprintf("%d %x %x", ejected, units[0], units[1])
}

// TestOpenDriveDecides: what the scan saw is not enough. A drive that shows something else when it is
// open gets nothing; Huawei's are known by where they are alone.
func TestOpenDriveDecides(t *testing.T) {
	for name, change := range map[string]func(*fakeDrive){
		"no CD drive":     func(d *fakeDrive) { d.holds.cd = false },
		"a DVD":           func(d *fakeDrive) { d.holds.bytes = 4 << 30 },
		"a disk":          func(d *fakeDrive) { d.holds.writable = true },
		"nothing is told": func(d *fakeDrive) { d.mediumErr = errors.New("code 1") },
	} {
		for _, m := range fakestick.Makers() {
			d := otherDrive(t, m.Options())
			message := sticks.Messages(d.of)[0]
			if !message.Passes(d.of) {
				continue
			}
			change(d)
			err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, message)
			if !errors.Is(err, hw.ErrNotOurs) || d.ejected > 0 || len(d.sent)+len(d.reader.sent) > 0 || d.open != 0 {
				t.Errorf("%s with %s: error %v, sent % x", m, name, err, d.sent)
			}
		}
		huaweis := &fakeDrive{t: t, of: cdStick(), holds: medium{cd: true}}
		change(huaweis)
		if err := newSwitcher(huaweis.opener, quiet).Switch(t.Context(), huaweis.of, guide()); err != nil {
			t.Errorf("Huawei's with %s: %v", name, err)
		}
	}
}

// TestLeftMeanwhile: a drive that is gone when it is asked says nothing about whose it was.
func TestLeftMeanwhile(t *testing.T) {
	for _, want := range []error{hw.ErrGone, hw.ErrBusy, hw.ErrAccess} {
		d := otherDrive(t, fakestick.DLink.Options())
		d.mediumErr = want
		err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, hw.Eject())
		if !errors.Is(err, want) || errors.Is(err, hw.ErrNotOurs) || d.ejected > 0 {
			t.Errorf("error %v, want %v; ejected %d", err, want, d.ejected)
		}
	}
}

// TestNoDisc: a drive that tells of no disc, or cannot read it, may be sent the message: there is nothing
// in it to be lost.
func TestNoDisc(t *testing.T) {
	d := otherDrive(t, fakestick.DLink.Options())
	d.of.CDBytes, d.holds.bytes = 0, 0
	if err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, hw.Eject()); err != nil || d.ejected != 1 {
		t.Errorf("error %v, ejected %d", err, d.ejected)
	}
}
