//go:build vm

package vm

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/sticks"
)

// rowsByPassThrough has the scan find the sticks, and the commands go through their CD drives. What is no
// command does not: then nothing is written.
func rowsByPassThrough(t *testing.T) {
	leaveOption(t)
	inBatches(t, chosenRows(kept), 0, func(all []rowRig) {
		refused := map[string]bool{}
		for _, r := range all {
			if asksAnybody(r.model) || r.model.ID() == sierra {
				continue // every system's own INQUIRY switches it; the kernel's driver does
			}
			s := r.await("CD drive of "+nameOf(r.model), func(s hw.Stick) bool {
				return s.ID == r.model.ID() && s.Mode == hw.ModeStorage && s.CDDrive != "" && s.CDBytes > 0 &&
					(s.Unit1 != "" || len(virtualstick.Row(r.model).Device.Interfaces[0].Drives) < 2)
			})
			err := passthrough.New(slog.New(slog.DiscardHandler)).Switch(t.Context(), s, r.model.Request)
			refused[r.location] = errors.Is(err, hw.ErrUnsupported) && len(r.model.Request.Commands()) == 0
			if err != nil && !refused[r.location] {
				t.Errorf("%s: %v", nameOf(r.model), err)
			}
		}
		for _, r := range all {
			switch {
			case r.model.ID() == sierra:
			case refused[r.location]:
				if err := nothingWritten(r.rig); err != nil {
					t.Errorf("%s: %v", nameOf(r.model), err)
				}
			default:
				r.became(t)
				if err := inOrder(r); err != nil {
					t.Errorf("%s: %v", nameOf(r.model), err)
				}
			}
		}
	})
}

// sierra is what usb-storage switches by itself (drivers/usb/storage/sierra_ms.c).
var sierra = hw.ID{Vendor: 0x1199, Product: 0x0fff}

// asksAnybody reports whether the message of a row is a command that every system sends to every drive.
func asksAnybody(m sticks.Model) bool {
	inquiry := []byte{0x12, 0, 0, 0, 0x24, 0}
	c := m.Request.Commands()
	return len(c) == 1 && bytes.Equal(c[0].CDB, inquiry)
}

// leaveOption has usb-storage leave the CD drives of Option's sticks alone, which it else switches
// (drivers/usb/storage/option_ms.c).
func leaveOption(t *testing.T) {
	t.Helper()
	const setting = "/sys/module/usb_storage/parameters/option_zero_cd"
	write := func(value string) {
		if err := os.WriteFile(setting, []byte(value), 0o600); err != nil {
			t.Error(err)
		}
	}
	write("2")
	t.Cleanup(func() { write("1") })
}

// inOrder checks that what a stick got beside what every system sends are the commands of its row, in
// their order. Of an eject and what follows it is what is for the CD drive, which may leave at once.
func inOrder(r rowRig) error {
	ours := func(e virtualstick.Entry) bool { return e.Intrusive() && e.ID == r.model.ID() }
	var got, want []virtualstick.Entry
	for _, e := range r.Record() {
		if ours(e) && e.Kind != virtualstick.EntryBytes {
			got = append(got, e)
		}
	}
	for _, e := range virtualstick.Written(r.model.Request) {
		if e.Intrusive() && (e.Unit() == 0 || !r.model.Request.Eject()) {
			want = append(want, e)
		}
	}
	if !slices.EqualFunc(got, want, virtualstick.Entry.Same) {
		return fmt.Errorf("written: %v, want %v", got, want)
	}
	return nil
}

// rowsLeftOut plugs in what the table leaves out. Whatever the ways are asked to send, nothing is written.
func rowsLeftOut(t *testing.T) {
	inBatches(t, chosenRows(func(m sticks.Model) bool { return !kept(m) }), 0, func(all []rowRig) {
		for _, r := range all {
			s := r.seen(t)
			s.CDDrive = driveOf(t, r.rig, virtualstick.Row(r.model).Device)
			for _, m := range append(virtualstick.EveryMessage(), r.model.Request) {
				refuses(t, nameOf(r.model), s, m)
			}
		}
		for _, r := range all {
			if err := nothingWritten(r.rig); err != nil {
				t.Errorf("%s: %v", nameOf(r.model), err)
			}
		}
	})
}
