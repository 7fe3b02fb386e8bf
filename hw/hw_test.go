package hw_test

import (
	"errors"
	"fmt"
	"testing"

	"surfstick-sms/hw"
)

// TestNamesForLogs: every value has a name of its own, and one that does not exist its number.
func TestNamesForLogs(t *testing.T) {
	for kind, c := range map[string]struct {
		name  func(int) string
		count int
	}{
		"mode":     {func(i int) string { return hw.Mode(i).String() }, int(hw.ModeRescue) + 1},
		"driver":   {func(i int) string { return hw.Driver(i).String() }, int(hw.DriverOther) + 1},
		"CD":       {func(i int) string { return hw.CD(i).String() }, int(hw.CDNone) + 1},
		"installs": {func(i int) string { return hw.Installs(i).String() }, int(hw.InstallsNone) + 1},
		"adapter":  {func(i int) string { return hw.AdapterState(i).String() }, int(hw.AdapterReady) + 1},
		"gateway":  {func(i int) string { return hw.GatewaySource(i).String() }, int(hw.GatewayGuess) + 1},
		"request":  {func(i int) string { return hw.RequestKind(i).String() }, int(hw.RequestWait) + 1},
		"refusal":  {func(i int) string { return hw.Refusal(i).String() }, int(hw.RefusalLeftMethod) + 1},
	} {
		seen := map[string]bool{}
		for i := range c.count {
			name := c.name(i)
			if name == "" || name == fmt.Sprint(i) || seen[name] {
				t.Errorf("%s %d is called %q", kind, i, name)
			}
			seen[name] = true
		}
		for _, i := range []int{-1, c.count} {
			if got := c.name(i); got != fmt.Sprint(i) {
				t.Errorf("%s %d is called %q", kind, i, got)
			}
		}
	}
}

func TestID(t *testing.T) {
	if got := (hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}).String(); got != "12d1:1f01" {
		t.Error(got)
	}
	if got := (hw.ID{Product: 1}).String(); got != "0000:0001" {
		t.Error(got)
	}
}

func TestDriverLibusb(t *testing.T) {
	want := map[hw.Driver]bool{hw.DriverWinUSB: true, hw.DriverLibusbK: true, hw.DriverLibusb0: true}
	for d := hw.DriverUnknown; d <= hw.DriverOther; d++ {
		if d.Libusb() != want[d] {
			t.Errorf("%v: %v", d, d.Libusb())
		}
	}
}

// TestSame: another socket, ID or mode is another stick or the same one changed; its address and
// what the system made of it are not.
func TestSame(t *testing.T) {
	stick := hw.Stick{Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, Mode: hw.ModeStorage}
	for name, c := range map[string]struct {
		change func(*hw.Stick)
		want   bool
	}{
		"itself":     {func(*hw.Stick) {}, true},
		"address":    {func(s *hw.Stick) { s.Address = 9 }, true},
		"CD drive":   {func(s *hw.Stick) { s.CDDrive = "/dev/sr0" }, true},
		"driver":     {func(s *hw.Stick) { s.Driver = hw.DriverWinUSB }, true},
		"interfaces": {func(s *hw.Stick) { s.Interfaces = []hw.Interface{{Class: 8}} }, true},
		"socket":     {func(s *hw.Stick) { s.Location = "1-2" }, false},
		"product":    {func(s *hw.Stick) { s.ID.Product = 0x1001 }, false},
		"mode":       {func(s *hw.Stick) { s.Mode = hw.ModeModem }, false},
	} {
		other := stick
		c.change(&other)
		if stick.Same(other) != c.want || other.Same(stick) != c.want {
			t.Errorf("%s: %v", name, stick.Same(other))
		}
	}
}

// TestErrorsAreDistinct: a wrapped error is found as itself and as no other.
func TestErrorsAreDistinct(t *testing.T) {
	all := []error{
		hw.ErrAccess, hw.ErrBusy, hw.ErrGone, hw.ErrNoDriver, hw.ErrNoLibusb, hw.ErrNotSerial,
		hw.ErrNotOurs, hw.ErrNotZadig, hw.ErrUnsigned, hw.ErrNoCopy, hw.ErrDeclined, hw.ErrClosed,
		hw.ErrOtherFile, hw.ErrChangedFile, hw.ErrUnsupported,
	}
	texts := map[string]bool{}
	for i, err := range all {
		if texts[err.Error()] {
			t.Errorf("two errors say %q", err)
		}
		texts[err.Error()] = true
		for j, other := range all {
			if errors.Is(fmt.Errorf("switch: %w", err), other) != (i == j) {
				t.Errorf("%v and %v", err, other)
			}
		}
	}
}
