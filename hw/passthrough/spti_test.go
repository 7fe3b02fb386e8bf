package passthrough

import (
	"bytes"
	"errors"
	"testing"

	"surfstick-sms/hw"
)

// TestPassThroughBytes checks the structure byte by byte: a wrong offset would be a wrong command.
func TestPassThroughBytes(t *testing.T) {
	m := guide()
	got := passThrough(m.Commands()[0])
	want := []byte{
		56, 0, // 0 Length
		0,       // 2 ScsiStatus
		0,       // 3 PathId
		0,       // 4 TargetId
		0,       // 5 Lun
		16,      // 6 CdbLength
		32,      // 7 SenseInfoLength
		2,       // 8 DataIn: unspecified
		0, 0, 0, // padding
		0, 0, 0, 0, // 12 DataTransferLength
		10, 0, 0, 0, // 16 TimeOutValue, seconds
		0, 0, 0, 0, // padding
		0, 0, 0, 0, 0, 0, 0, 0, // 24 DataBufferOffset
		56, 0, 0, 0, // 32 SenseInfoOffset
		0x11, 0x06, 0x20, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 36 Cdb
		0, 0, 0, 0, // padding to 56
	}
	want = append(want, make([]byte, 32)...) // sense data
	if !bytes.Equal(got, want) {
		t.Errorf("got\n% x\nwant\n% x", got, want)
	}
}

// TestPassThroughData: what the device sends comes behind the sense data, and is no sense data.
func TestPassThroughData(t *testing.T) {
	got := passThrough(hw.Command{CDB: []byte{0x06, 0xf5, 4, 2, 0x52, 0x70}, In: 192})
	want := make([]byte, 56+32+192)
	copy(want, []byte{56, 0, 0, 0, 0, 0, 6, 32, 1, 0, 0, 0, 192, 0, 0, 0, 10})
	want[24], want[32] = 88, 56 // DataBufferOffset, SenseInfoOffset
	copy(want[36:], []byte{0x06, 0xf5, 4, 2, 0x52, 0x70})
	if !bytes.Equal(got, want) {
		t.Errorf("got\n% x\nwant\n% x", got, want)
	}
	got[2], got[7] = 2, 255
	copy(got[88:], []byte{0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20, 0})
	if a := answered(got); a.Sensed {
		t.Errorf("data is taken for sense data: %s", a)
	}
}

func TestWindowsCodes(t *testing.T) {
	for code, want := range map[uint32]error{
		5: hw.ErrAccess, 32: hw.ErrBusy, 33: hw.ErrBusy, 170: hw.ErrBusy, 3: hw.ErrGone,
		1: hw.ErrUnsupported, 50: hw.ErrUnsupported, 87: hw.ErrUnsupported,
		6: nil, 19: nil, 122: nil, 1314: nil, // nothing left the computer
		8: nil, 998: nil, 1450: nil, 0xffffffff: nil, // the computer's own trouble
	} {
		if reachedDevice(code) {
			t.Errorf("%d counts as sent", code)
		}
		if got := notSent(code); !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("%d: %v, want %v", code, got, want)
		}
		if got := opened(code); !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("opening, %d: %v, want %v", code, got, want)
		}
	}
	for _, code := range []uint32{2, 31, 55, 121, 433, 483, 1117, 1167, 21, 995, 1110, 1111, 1112, 1617} {
		if !reachedDevice(code) {
			t.Errorf("%d does not count as sent", code)
		}
	}
	for code, want := range map[uint32]error{
		2: hw.ErrGone, 21: hw.ErrGone, 433: hw.ErrGone, 1167: hw.ErrGone, 1617: hw.ErrGone, 1117: nil, 31: nil,
	} {
		if got := opened(code); !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("opening, %d: %v, want %v", code, got, want)
		}
	}
}

func TestAnswered(t *testing.T) {
	b := passThrough(hw.Command{CDB: []byte{0x11, 0x06}})
	if got := answered(b).String(); got != "code 0, status 0" {
		t.Error(got)
	}
	b[2], b[7] = 2, 18
	copy(b[passThroughSize:], []byte{0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20})
	if got := answered(b).String(); got != "code 0, status 2, sense 5:20:00" {
		t.Error(got)
	}
	b[7] = 0
	if got := answered(b).String(); got != "code 0, status 2" {
		t.Errorf("no sense data: %s", got)
	}
	b[7] = 255
	if got := answered(b[:passThroughSize+4]).String(); got != "code 0, status 2" {
		t.Errorf("cut off: %s", got)
	}
	if got := answered(nil).String(); got != "code 0" {
		t.Errorf("nothing came back: %s", got)
	}
}

func TestInstanceOf(t *testing.T) {
	const path = `\\?\usbstor#cdrom&ven_huawei&prod_mass_storage&rev_2.31#7&1f3d4b5&0` +
		`#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}`
	got, err := instanceOf(path, 0)
	want := `USBSTOR\CDROM&VEN_HUAWEI&PROD_MASS_STORAGE&REV_2.31\7&1F3D4B5&0`
	if err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for _, path := range []string{
		"", `\\.\E:`, `E:`, `\\?\scsi#cdrom&ven_hl-dt-st#4&1#{53f56308}`,
		`\\?\usbstor#disk&ven_huawei#7&1#{53f56308}`, `usbstor#cdrom&ven_x#1#{2}`,
		`\\?\usbstor#cdrom&ven_x#1`, `\\?\usbstor#cdrom&a#b#c#d`,
	} {
		if got, err := instanceOf(path, 0); !errors.Is(err, hw.ErrNotOurs) {
			t.Errorf("%q: %q, %v; want hw.ErrNotOurs", path, got, err)
		}
	}
}

// TestInstanceOfUnit1: the drive on unit 1 may be a card reader, which is never taken for a CD drive.
func TestInstanceOfUnit1(t *testing.T) {
	const reader = `\\?\usbstor#disk&ven_olivetti&prod_olicard&rev_2.31#7&1f3d4b5&0&1#{53f56307}`
	got, err := instanceOf(reader, 1)
	if want := `USBSTOR\DISK&VEN_OLIVETTI&PROD_OLICARD&REV_2.31\7&1F3D4B5&0&1`; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if got, err := instanceOf(reader, 0); !errors.Is(err, hw.ErrNotOurs) {
		t.Errorf("as a CD drive: %q, %v", got, err)
	}
	for _, path := range []string{`\\?\scsi#disk&ven_x#4&1#{5}`, `\\?\usbstor#other&ven_x#4&1#{5}`, ``} {
		if got, err := instanceOf(path, 1); !errors.Is(err, hw.ErrNotOurs) {
			t.Errorf("%q: %q, %v", path, got, err)
		}
	}
}

func TestProvenByParent(t *testing.T) {
	stick := cdStick()
	for _, parent := range []string{
		`USB\VID_12D1&PID_1F01\FFFFFFFFFFFFFFFF`, `usb\vid_12d1&pid_1f01&mi_00\6&1&0&0000`,
	} {
		if err := provenByParent(parent, stick); err != nil {
			t.Errorf("%s: %v", parent, err)
		}
	}
	for _, parent := range []string{
		"", `USB\VID_12D1&PID_14FE\1`, `USB\VID_0781&PID_1F01\1`, `PCI\VID_12D1&PID_1F01\1`,
		`USB\VID_12D1&PID_1F011\1`, `XUSB\VID_12D1&PID_1F01\1`,
	} {
		if err := provenByParent(parent, stick); !errors.Is(err, hw.ErrNotOurs) {
			t.Errorf("%s: %v, want hw.ErrNotOurs", parent, err)
		}
	}
	stick.ID.Product = 0x1443
	if provenByParent(`USB\VID_12D1&PID_1443\1`, stick) == nil {
		t.Error("a stick in rescue mode was proved")
	}
}
