package setup_test

import (
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

var direct = hw.Line{
	Kind: hw.LineUSB, Name: "usb:" + socket + ":2", Location: socket, Interface: 2, Rank: 80,
}

func directSnap(lines ...hw.Line) hw.Snapshot {
	return hw.Snapshot{Sticks: []hw.Stick{modem()}, Lines: lines}
}

// TestDirectWaitsForPorts: Linux' driver gets its time; then the stick is talked to directly, by
// itself.
func TestDirectWaitsForPorts(t *testing.T) {
	s := tell(t, linux).see(directSnap(direct)).next(nil)
	s.wait(4*time.Second).next(nil).wants(setup.StepConnection, setup.ProblemNone)
	s.wait(time.Second).next(setup.DoProbe{})
	if lines := s.f.ToAsk(); len(lines) != 1 || lines[0] != direct {
		t.Errorf("asks %+v", lines)
	}
}

// TestDirectYieldsToPorts: where there is a port in time, it is the one.
func TestDirectYieldsToPorts(t *testing.T) {
	s := tell(t, linux).see(directSnap(direct)).wait(time.Second)
	s.see(directSnap(port("ttyUSB2", 90))).next(setup.DoProbe{})
	if lines := s.f.ToAsk(); len(lines) != 1 || lines[0].Name != "ttyUSB2" {
		t.Errorf("asks %+v", lines)
	}
}

// TestDirectOnWindows: a driver of libusb's was bound on purpose; a COM port still comes first.
func TestDirectOnWindows(t *testing.T) {
	tell(t, windows).see(directSnap(direct)).next(setup.DoProbe{})
	s := tell(t, windows).see(directSnap(direct, port("COM8", 90))).next(setup.DoProbe{})
	if lines := s.f.ToAsk(); len(lines) != 2 || lines[0].Name != "COM8" || lines[1] != direct {
		t.Errorf("asks %+v", lines)
	}
}

// TestDirectDenied: the rights of the stick are missing, not those of a port.
func TestDirectDenied(t *testing.T) {
	s := tell(t, linux).see(directSnap(direct)).wait(5 * time.Second)
	denied := setup.Probe{Line: direct, Result: setup.ProbeDenied}
	s.apply(setup.ProbeStarted{}, setup.Probed{Probe: denied}, setup.ProbeEnded{})
	s.wants(setup.StepConnection, setup.ProblemNoPermission)
	s.apply(setup.LineChosen{Name: direct.Name}).wants(setup.StepConnection, setup.ProblemNoPermission)
}
