package fakestick_test

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
)

// bulk makes a message with this SCSI command.
func bulk(name string, cdb ...byte) hw.Message {
	w := [31]byte{'U', 'S', 'B', 'C', 0x12, 0x34, 0x56, 0x78, 14: 0x11}
	copy(w[15:], cdb)
	return hw.Message{Name: name, Requests: []hw.Request{{Wrapper: w}}}
}

var (
	guide   = bulk("guide-modem", 0x11, 0x06, 0x20, 0, 0, 1)
	hiLink  = bulk("guide-hilink", 0x11, 0x06, 0x20, 0, 0, 0, 0, 0, 1)
	classic = bulk("classic", 0x11, 0x06)
	eject   = bulk("eject", 0x1b, 0, 0, 0, 2)
)

// mode is the mode that a scan sees; -1 for no stick.
func mode(t *testing.T, s hw.Scanner) hw.Mode {
	t.Helper()
	snap := seen(t, s)
	if len(snap.Sticks) == 0 {
		return -1
	}
	return snap.Sticks[0].Mode
}

func TestTempers(t *testing.T) {
	const away = 2 * time.Second
	cases := []struct {
		name   string
		temper fakestick.Temper
		send   []hw.Message
		during hw.Mode
		after  hw.Mode
	}{
		{"guide", fakestick.Obedient, []hw.Message{guide}, -1, hw.ModeModem},
		{"classic", fakestick.Obedient, []hw.Message{classic}, -1, hw.ModeModem},
		{"HiLink message", fakestick.Obedient, []hw.Message{hiLink}, -1, hw.ModeNetwork},
		{"unknown message", fakestick.Obedient, []hw.Message{eject}, hw.ModeStorage, hw.ModeStorage},
		{"once", fakestick.Stubborn, []hw.Message{guide}, hw.ModeStorage, hw.ModeStorage},
		{"twice", fakestick.Stubborn, []hw.Message{guide, guide}, -1, hw.ModeModem},
		{"deaf", fakestick.Deaf, []hw.Message{guide, guide}, hw.ModeStorage, hw.ModeStorage},
		{"lost", fakestick.Lost, []hw.Message{guide}, -1, -1},
		{"network", fakestick.Network, []hw.Message{guide}, -1, hw.ModeNetwork},
		{"relapsing", fakestick.Relapsing, []hw.Message{guide}, -1, hw.ModeStorage},
		{"picky", fakestick.Picky, []hw.Message{guide, guide}, hw.ModeStorage, hw.ModeStorage},
		{"picky, other", fakestick.Picky, []hw.Message{guide, classic}, -1, hw.ModeModem},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := fakestick.New(fakestick.Options{Temper: c.temper, RestartTime: away})
				stick := seen(t, s).Sticks[0]
				for _, m := range c.send {
					if err := s.Switch(t.Context(), stick, m); err != nil {
						t.Fatalf("switch: %v", err)
					}
				}
				time.Sleep(away - time.Millisecond)
				if got := mode(t, s); got != c.during {
					t.Errorf("just before it is back: %v, want %v", got, c.during)
				}
				time.Sleep(time.Millisecond)
				if got := mode(t, s); got != c.after {
					t.Errorf("afterwards: %v, want %v", got, c.after)
				}
				if got := len(s.Sent()); got != len(c.send) {
					t.Errorf("%d messages arrived, want %d", got, len(c.send))
				}
			})
		})
	}
}

func TestAwayIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakestick.New(fakestick.Options{RestartTime: 2 * time.Second})
		stick := seen(t, s).Sticks[0]
		if err := s.Switch(t.Context(), stick, guide); err != nil {
			t.Fatal(err)
		}
		if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrGone) {
			t.Errorf("second message to a stick that is away: %v, want hw.ErrGone", err)
		}
		time.Sleep(2 * time.Second)
		if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrNotOurs) {
			t.Errorf("message to a stick that is a modem: %v, want hw.ErrNotOurs", err)
		}
		if len(s.Sent()) != 1 {
			t.Errorf("sent %d, want 1", len(s.Sent()))
		}
	})
}

func TestDriversAndWays(t *testing.T) {
	cases := []struct {
		driver            hw.Driver
		libusb, cd, plain error
	}{
		{hw.DriverStorage, hw.ErrNoDriver, nil, nil},
		{hw.DriverWinUSB, nil, hw.ErrGone, nil},
		{hw.DriverLibusb0, nil, hw.ErrGone, nil},
		{hw.DriverNone, hw.ErrNoDriver, hw.ErrGone, nil},
	}
	for _, c := range cases {
		t.Run(c.driver.String(), func(t *testing.T) {
			for name, want := range map[string]error{"libusb": c.libusb, "cd": c.cd, "plain": c.plain} {
				s := fakestick.New(fakestick.Options{})
				s.SetDriver(c.driver)
				stick := seen(t, s).Sticks[0]
				if stick.Driver != c.driver || (stick.CDDrive != "") != (c.cd == nil) {
					t.Errorf("seen as %+v", stick)
				}
				way := map[string]hw.Switcher{"libusb": s.Libusb(), "cd": s.PassThrough(), "plain": s}[name]
				if err := way.Switch(t.Context(), stick, guide); !errors.Is(err, want) {
					t.Errorf("%s: %v, want %v", name, err, want)
				}
				if sent := len(s.Sent()); (sent == 1) != (want == nil) {
					t.Errorf("%s: %d messages arrived", name, sent)
				}
			}
		})
	}
}

func TestPlannedFailures(t *testing.T) {
	s := fakestick.New(fakestick.Options{})
	stick := seen(t, s).Sticks[0]
	s.FailNextSwitch(hw.ErrBusy)
	if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrBusy) || len(s.Sent()) > 0 {
		t.Errorf("switch: %v, sent %d", err, len(s.Sent()))
	}
	if err := s.Switch(t.Context(), stick, guide); err != nil {
		t.Errorf("second switch: %v", err)
	}
	s.FailNextScan(hw.ErrUnsupported)
	if _, err := s.Scan(t.Context()); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("scan: %v", err)
	}
	s.FailNextOpen(hw.ErrAccess)
	line := seen(t, s).Lines[0]
	if _, err := s.Open(t.Context(), line); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("open: %v", err)
	}
	l, err := s.Open(t.Context(), line)
	if err != nil {
		t.Fatalf("second open: %v", err)
	}
	if _, err := s.Open(t.Context(), line); !errors.Is(err, hw.ErrBusy) {
		t.Errorf("open of an open port: %v", err)
	}
	l.Close()
	wantNoHandles(t, s)
}

func TestDenied(t *testing.T) {
	s := fakestick.New(fakestick.Options{Denied: true})
	stick := seen(t, s).Sticks[0]
	if stick.Accessible {
		t.Error("seen as accessible")
	}
	if err := s.Switch(t.Context(), stick, guide); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("switch: %v", err)
	}
	s = fakestick.New(fakestick.Options{Denied: true, Mode: hw.ModeModem})
	if _, err := s.Open(t.Context(), seen(t, s).Lines[0]); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("open: %v", err)
	}
}

func TestLines(t *testing.T) {
	s := fakestick.New(fakestick.Options{Mode: hw.ModeModem})
	want := []string{
		"HUAWEI Mobile Connect - 3G PC UI Interface (COM8)",
		"HUAWEI Mobile Connect - 3G Modem (COM9)",
		"HUAWEI Mobile Connect - 3G Application Interface (COM7)",
	}
	for i, l := range seen(t, s).Lines {
		if i >= len(want) || l.Label != want[i] || l.Location != "1-1" {
			t.Errorf("line %d: %+v", i, l)
		}
	}
	s.SetModemDriver(hw.DriverNone)
	snap := seen(t, s)
	if len(snap.Lines) != 0 || snap.Sticks[0].Problem != 28 {
		t.Errorf("without driver: %+v", snap)
	}
	s.SetModemDriver(hw.DriverWinUSB)
	snap = seen(t, s)
	if len(snap.Lines) != 3 || snap.Lines[0].Kind != hw.LineUSB || snap.Lines[0].Name != "usb:1-1:2" {
		t.Errorf("with WinUSB: %+v", snap.Lines)
	}
}

func TestPortsAppearLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakestick.New(fakestick.Options{RestartTime: time.Second, PortDelay: 3 * time.Second})
		if err := s.Switch(t.Context(), seen(t, s).Sticks[0], guide); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if snap := seen(t, s); len(snap.Sticks) != 1 || len(snap.Lines) != 0 {
			t.Errorf("back, but: %+v", snap)
		}
		time.Sleep(3 * time.Second)
		if snap := seen(t, s); len(snap.Lines) != 3 {
			t.Errorf("lines %+v", snap.Lines)
		}
	})
}

func TestUnplugAndPlug(t *testing.T) {
	near, far := cable()
	defer far.Close()
	var power []bool
	s := fakestick.New(fakestick.Options{
		Dial:  func() (io.ReadWriteCloser, error) { return near, nil },
		Power: func(on bool) { power = append(power, on) },
	})
	if err := s.Switch(t.Context(), seen(t, s).Sticks[0], guide); err != nil {
		t.Fatal(err)
	}
	before := seen(t, s)
	l, err := s.Open(t.Context(), before.Lines[0])
	if err != nil {
		t.Fatal(err)
	}
	s.Unplug()
	s.Unplug()
	wantNoHandles(t, s)
	if _, err := l.Write([]byte("AT\r")); !errors.Is(err, hw.ErrGone) {
		t.Errorf("write after unplugging: %v, want hw.ErrGone", err)
	}
	if _, err := l.Read(make([]byte, 1)); !errors.Is(err, hw.ErrGone) {
		t.Errorf("read after unplugging: %v, want hw.ErrGone", err)
	}
	if _, err := s.Open(t.Context(), before.Lines[0]); !errors.Is(err, hw.ErrGone) {
		t.Errorf("open after unplugging: %v, want hw.ErrGone", err)
	}
	if got := mode(t, s); got != -1 {
		t.Errorf("seen in mode %v while unplugged", got)
	}
	s.Plug()
	s.Plug()
	after := seen(t, s).Sticks[0]
	if after.Mode != hw.ModeStorage || after.Address == before.Sticks[0].Address {
		t.Errorf("back as %+v", after)
	}
	if len(power) != 2 || power[0] || !power[1] {
		t.Errorf("power %v, want off, on", power)
	}
}

func TestDialFails(t *testing.T) {
	broken := errors.New("no modem")
	s := fakestick.New(fakestick.Options{
		Mode: hw.ModeModem, Dial: func() (io.ReadWriteCloser, error) { return nil, broken },
	})
	_, err := s.Open(t.Context(), seen(t, s).Lines[0])
	if !errors.Is(err, broken) || !errors.Is(err, hw.ErrGone) {
		t.Errorf("open: %v", err)
	}
	wantNoHandles(t, s)
}

func TestMeaning(t *testing.T) {
	cases := []struct {
		message hw.Message
		mode    hw.Mode
		known   bool
	}{
		{guide, hw.ModeModem, true},
		{classic, hw.ModeModem, true},
		{hiLink, hw.ModeNetwork, true},
		{eject, hw.ModeUnknown, false},
		{hw.Message{}, hw.ModeUnknown, false},
	}
	for _, c := range cases {
		if mode, known := fakestick.Meaning(c.message); mode != c.mode || known != c.known {
			t.Errorf("%s: %v %t", c.message.Name, mode, known)
		}
	}
}
