//go:build vm

package vm

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/sms/fakemodem"
)

// The sticks of other makers in modem mode: which of their interfaces answer AT is what Linux' drivers
// and ModemManager's rules know of them.
var (
	mf110 = virtualstick.Serial(hw.ID{Vendor: 0x19d2, Product: 0x0031}, "ZTE,Incorporated", "ZTE WCDMA Technologies MSM",
		virtualstick.LineSilent, virtualstick.LineModem, virtualstick.LineSilent, virtualstick.LinePCUI)
	x220 = virtualstick.Serial(hw.ID{Vendor: 0x1bbb, Product: 0x0017}, "USBModem", "HSPA Data Card",
		virtualstick.LineModem, virtualstick.LineSilent, virtualstick.LineSilent, virtualstick.LineSilent,
		virtualstick.LineSilent, virtualstick.LinePCUI)
	xs = virtualstick.Serial(hw.ID{Vendor: 0x1c9e, Product: 0x9801}, "USBModem", "HSPA Modem",
		virtualstick.LinePCUI, virtualstick.LineSilent, virtualstick.LineModem)
	kobil   = virtualstick.ACM(hw.ID{Vendor: 0x0d46, Product: 0x45a9}, "KOBIL", "mIdentity 3G")
	pantech = virtualstick.ACM(hw.ID{Vendor: 0x10a9, Product: 0x6085}, "Pantech", "LTE Modem")
)

// method is one way of switching: the row of a stick, and what it becomes if that is not just any modem.
type method struct {
	name, row string
	target    *virtualstick.Device
	way       string
}

var methods = []method{
	{"eject by libusb", "19d2:0053", &mf110, "libusb"},
	{"eject as a person does", "19d2:0103", &mf110, "passthrough"},
	{"eject and message by libusb", "19d2:2000", &mf110, "libusb"},
	{"eject and message through the drive", "19d2:2000", &mf110, "passthrough"},
	{"command with data by libusb", "1bbb:f000", &x220, "libusb"},
	{"command with data through the drive", "1bbb:f000", &x220, "passthrough"},
	{"command through the drive", "1c9e:98ff", &xs, "passthrough"},
	{"command for the card reader", "0b3c:f000", nil, "passthrough"},
	{"OptionMode", "05c6:1000 sVe=Option", nil, "passthrough"},
	{"SierraMode", "05c6:98ff", nil, "libusb"},
	{"QuantaMode", "0408:f001", nil, "libusb"},
	{"KobilMode", "0d46:45a1", &kobil, "libusb"},
	{"QisdaMode", "1da5:f000", nil, "libusb"},
	{"PantechMode", "10a9:6080", &pantech, "libusb"},
	{"SonyMode", "0fce:d0e1", nil, "libusb"},
	{"another configuration", "0fce:d0cf", nil, "libusb"},
}

// TestMethods is the whole story for sticks of other makers, for each way of switching, all at the same
// time: the stick comes as a CD drive, the scan knows it, it is switched, a driver of the kernel's makes
// ports of it, a text goes out and its answer comes in.
func TestMethods(t *testing.T) {
	leaveOption(t)
	for socket, m := range methods {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			m.run(t, socket)
		})
	}
	t.Run("the whole program", func(t *testing.T) {
		t.Parallel()
		programSwitches(t, len(methods))
	})
}

func (m method) run(t *testing.T, socket int) {
	f := fakemodem.New(fakemodem.Options{Echo: true})
	defer f.Close()
	row := rowNamed(t, m.row)
	o := virtualstick.Row(row)
	if m.target != nil {
		o = virtualstick.Options{Device: o.Device, Obey: virtualstick.Exactly(*m.target, virtualstick.Heeded(row.Request)...)}
	}
	o.Dial = behind(f)
	r := plug(t, socket, o)
	start := time.Now()
	stick := r.await("a CD drive", func(s hw.Stick) bool {
		return s.ID == row.ID() && s.Mode == hw.ModeStorage && s.CDDrive != "" && s.CDBytes > 0 &&
			(s.Unit1 != "" || len(o.Device.Interfaces[0].Drives) < 2)
	})
	if sticks.Unasked(stick) {
		t.Error("it would be written to unasked")
	}
	at := slices.IndexFunc(ways, func(w way) bool { return w.name == m.way })
	for n, message := range sticks.Messages(stick) {
		if n > 0 {
			(rowRig{r, row}).awaitBack(t, stick.Address)
			stick = r.await("the CD drive again", func(s hw.Stick) bool {
				return s.Mode == hw.ModeStorage && s.CDDrive != "" && s.Address != stick.Address
			})
		}
		if err := patiently(t, r, ways[at], stick, message); err != nil {
			t.Fatal(err)
		}
	}
	r.await("a modem with ports", func(s hw.Stick) bool {
		return s.Mode == hw.ModeModem && slices.ContainsFunc(s.Interfaces, func(i hw.Interface) bool { return i.Port != "" })
	})
	t.Logf("a modem after %v", since(start))
	converse(t, openLine(t, comport.New(), r.line()), f)
}

// patiently has a way switch a stick, again where the computer was too busy to get that far in the time
// that the way has. A stick that got the message has it, whatever the way says: success is what comes back.
func patiently(t *testing.T, r *rig, w way, s hw.Stick, m hw.Message) error {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		before := len(virtualstick.Intrusions(r.Record()))
		err := w.Switch(t.Context(), s, m)
		late := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, hw.ErrBusy) // the last try still runs
		if !late || time.Now().After(end) {
			return err
		}
		if len(virtualstick.Intrusions(r.Record())) > before {
			t.Logf("%s got it, but %v", s.ID, err)
			return nil
		}
		t.Logf("%s again: %v", s.ID, err)
		time.Sleep(time.Second)
	}
}

func rowNamed(t *testing.T, name string) sticks.Model {
	t.Helper()
	all := sticks.Models()
	at := slices.IndexFunc(all, func(m sticks.Model) bool { return nameOf(m) == name })
	if at < 0 {
		t.Fatalf("no row %s", name)
	}
	return all[at]
}
