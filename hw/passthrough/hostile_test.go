package passthrough

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// FuzzProvenByParent: whatever stands above a drive in Windows' device tree, it is taken for the
// stick only with the stick's own ID in the right place, and only for a stick of the table.
func FuzzProvenByParent(f *testing.F) {
	f.Add(`USB\VID_12D1&PID_1F01\FFFFFFFFFFFFFFFF`, uint16(0x1f01))
	f.Add(`usb\vid_12d1&pid_1443&mi_00\6&1&0&0000`, uint16(0x1443))
	f.Add(`USB\VID_0781&PID_5567\VID_12D1&PID_1F01\`, uint16(0x1f01))
	f.Add("USB\\VID_12D1&PID_1F01\x00", uint16(0x1f01))
	f.Fuzz(func(t *testing.T, parent string, product uint16) {
		s := cdStick()
		s.ID.Product = product
		if provenByParent(parent, s) != nil {
			return
		}
		own := fmt.Sprintf(`USB\VID_12D1&PID_%04X`, product)
		if len(parent) < len(own) || !strings.EqualFold(parent[:len(own)], own) {
			t.Errorf("%q is taken for %s", parent, s.ID)
		}
		if !sticks.Switchable(s) {
			t.Errorf("%s is taken for a stick", s.ID)
		}
	})
}

// FuzzInstanceOf: a path leads to a CD drive on USB or nowhere.
func FuzzInstanceOf(f *testing.F) {
	f.Add(`\\?\usbstor#cdrom&ven_huawei&prod_mass_storage&rev_2.31#7&1f3d4b5&0#{53f56308}`)
	f.Add(`\\?\usbstor#disk&ven_huawei#7&1#{53f56308}`)
	f.Add(`\\.\PhysicalDrive0`)
	f.Fuzz(func(t *testing.T, cdPath string) {
		instance, err := instanceOf(cdPath, 0)
		switch {
		case err != nil && (instance != "" || !errors.Is(err, hw.ErrNotOurs)):
			t.Errorf("%q: %q, %v", cdPath, instance, err)
		case err == nil && (!strings.HasPrefix(instance, `USBSTOR\CDROM&`) ||
			strings.Contains(instance, "#")):
			t.Errorf("%q leads to %q", cdPath, instance)
		}
	})
}

// TestProvenBySysfsHostile: links that lead out of the tree, in a circle or to nothing prove
// nothing.
func TestProvenBySysfsHostile(t *testing.T) {
	for _, target := range []string{
		"", ".", "..", "../../../../../../etc/sr0", "/", "/dev/sr0", "sr0", "../../dev/block/11:0",
		"../../devices/1-1:1.0/sr0", "../../devices/1-1/1-1:1.0x/block/sr0",
	} {
		tree := fstest.MapFS{
			"dev/block/11:0":    {Data: []byte(target), Mode: fs.ModeSymlink | 0o777},
			"devices/idVendor":  {Data: []byte("12d1\n")},
			"devices/idProduct": {Data: []byte("1f01\n")},
		}
		if err := provenBySysfs(tree, node{major: 11}, cdStick()); !errors.Is(err, hw.ErrNotOurs) {
			t.Errorf("%q: %v, want hw.ErrNotOurs", target, err)
		}
	}
	for name, text := range map[string]string{"idVendor": "12d1 ", "idProduct": "0x1f01"} {
		tree := drives()
		tree["devices/pci0000:00/0000:00:14.0/usb1/1-1/"+name].Data = []byte(text)
		err := provenBySysfs(tree, node{major: 11}, cdStick())
		if (name == "idVendor") != (err == nil) { // space is no part of a number, 0x is
			t.Errorf("%s %q: %v", name, text, err)
		}
	}
}

// TestSwitchOneAtATime: commands that are asked for at once go out one after the other; the drive
// is never open twice (fakeDrive checks it).
func TestSwitchOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDrive{t: t, of: cdStick(), hang: time.Second}
		s := newSwitcher(d.opener, quiet)
		errs := make(chan error, 3)
		for range cap(errs) {
			go func() { errs <- s.Switch(t.Context(), d.of, guide()) }()
		}
		start := time.Now()
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(start); len(d.sent) != 3 || took != 3*time.Second || d.open != 0 {
			t.Errorf("%d sent in %v, %d open", len(d.sent), took, d.open)
		}
	})
}

// TestSwitchBreaksOff: a driver whose answer cannot be read ends neither the program nor the next
// command.
func TestSwitchBreaksOff(t *testing.T) {
	d := &fakeDrive{t: t, of: cdStick()}
	broken := true
	s := newSwitcher(func(stick hw.Stick, unit byte) (drive, error) {
		if broken {
			panic("zero-length property")
		}
		return d.opener(stick, unit)
	}, quiet)
	if err := s.Switch(t.Context(), d.of, guide()); err == nil ||
		!strings.Contains(err.Error(), "zero-length property") {
		t.Errorf("error %v", err)
	}
	broken = false
	if err := s.Switch(t.Context(), d.of, guide()); err != nil || len(d.sent) != 1 {
		t.Errorf("afterwards: error %v, %d sent", err, len(d.sent))
	}
}

// TestSwitchRefusesCardReader: a device without a CD drive gets nothing, even if some drive could
// be opened for it.
func TestSwitchRefusesCardReader(t *testing.T) {
	d := &fakeDrive{t: t, of: cdStick()}
	reader := cdStick()
	reader.CD = hw.CDNone
	err := newSwitcher(d.opener, quiet).Switch(t.Context(), reader, guide())
	if !errors.Is(err, hw.ErrNotOurs) || len(d.sent) != 0 {
		t.Errorf("error %v, %d sent", err, len(d.sent))
	}
}
