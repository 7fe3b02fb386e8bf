package setup

import (
	"cmp"
	"fmt"
	"slices"

	"surfstick-sms/hw"
)

// SerialPort is a serial port with a modem behind it that the user picked in place of a stick, and what is
// remembered of it. The zero value is none.
type SerialPort struct {
	Name string // what the system called it last
	// Device and Interface are those of its hw.Line: the adapter is known by them under another name.
	Device    string
	Interface int
	// Speed is the one at which a modem answered, in bits per second; 0 when none did yet.
	Speed int
}

// String returns the port as a line for the settings; ParseSerialPort reads it.
func (p SerialPort) String() string {
	if p == (SerialPort{}) {
		return ""
	}
	return fmt.Sprintf("%q %q %d %d", p.Name, p.Device, p.Interface, p.Speed)
}

// ParseSerialPort returns the port that was remembered; the zero value for a line that is none.
func ParseSerialPort(line string) SerialPort {
	var p SerialPort
	_, err := fmt.Sscanf(line, "%q %q %d %d", &p.Name, &p.Device, &p.Interface, &p.Speed)
	if err != nil || p.Name == "" || p.Speed <= 0 {
		return SerialPort{}
	}
	return p
}

// line finds the port among those that a scan saw. An adapter is the same one under another name; a name
// under which there is another adapter now is not the port. Of several adapters that cannot be told
// apart it is the one with the name.
func (p SerialPort) line(lines []hw.Line) (hw.Line, bool) {
	var same []hw.Line
	for _, l := range lines {
		if l.Kind != hw.LineSerial || l.Device != p.Device || l.Interface != p.Interface {
			continue
		}
		if l.Name == p.Name {
			return l, true
		}
		same = append(same, l)
	}
	if p.Device == "" || len(same) != 1 {
		return hw.Line{}, false
	}
	return same[0], true
}

// OnSerial reports whether the user picked a serial port in place of a stick.
func (f Facts) OnSerial() bool { return f.Intent.Serial != (SerialPort{}) }

// CanPickSerial reports whether the user may pick a serial port: not where the line was named at the
// start.
func (f Facts) CanPickSerial() bool { return f.Intent.Fixed == nil || f.OnSerial() }

// SerialPorts returns the ports to pick from, those of adapters first: all but the ones of supported
// sticks.
func (f Facts) SerialPorts() []hw.Line {
	ports := slices.DeleteFunc(slices.Clone(f.Scan.Snapshot.Lines), func(l hw.Line) bool {
		_, ofStick := stickAt(f.Scan.Snapshot, l.Location)
		return l.Kind != hw.LineSerial || ofStick
	})
	slices.SortStableFunc(ports, func(a, b hw.Line) int { return adapter(b) - adapter(a) })
	return ports
}

func adapter(l hw.Line) int {
	if l.Device != "" {
		return 1
	}
	return 0
}

// serialThere reports whether the last scan saw the picked port.
func (f Facts) serialThere() bool {
	_, there := f.Intent.Serial.line(f.Scan.Snapshot.Lines)
	return there
}

// serialGone reports whether the picked port is not there: two scans in a row did not see it.
func (f Facts) serialGone() bool { return f.OnSerial() && f.Boot.Absent >= 2 }

// serialWorks reports whether a modem answered on the picked port. Before that it is asked at the press of
// a button only.
func (f Facts) serialWorks() bool { return f.Intent.Serial.Speed != 0 }

// The events of a serial port in place of a stick.
type (
	// SerialPicked is the user's choice of a port that a scan saw.
	SerialPicked struct{ Name string }
	// SerialRecalled is the port that was remembered from an earlier run.
	SerialRecalled struct{ Port SerialPort }
	// SerialLeft says that the user wants to use a stick after all.
	SerialLeft struct{}
	// SpeedTried says at which speed the line is being asked now, in bits per second.
	SpeedTried struct{ Speed int }
)

// The actions.
type (
	// DoUseSerial settles on a serial port in place of a stick, and looks for the speed of its modem.
	DoUseSerial struct{ Name string }
	// DoLeaveSerial goes back to sticks.
	DoLeaveSerial struct{}
)

func (DoUseSerial) action()   {}
func (DoLeaveSerial) action() {}

func (e SerialPicked) apply(f Facts) Facts {
	ports := f.SerialPorts()
	i := slices.Index(lineNames(ports), e.Name)
	if i < 0 || e.Name == "" || !f.CanPickSerial() || f.Switching() {
		return f
	}
	l := ports[i]
	p := SerialPort{Name: l.Name, Device: l.Device, Interface: l.Interface}
	if now, same := f.Intent.Serial.line(ports[i : i+1]); same {
		p.Speed, l = f.Intent.Serial.Speed, now
	}
	return f.onSerial(p, l)
}

func (e SerialRecalled) apply(f Facts) Facts {
	if e.Port == (SerialPort{}) || f.Intent.Fixed != nil {
		return f
	}
	return f.onSerial(e.Port, hw.Line{Name: e.Port.Name, Device: e.Port.Device, Interface: e.Port.Interface})
}

// onSerial settles on a port. What was known of a stick is forgotten.
func (f Facts) onSerial(p SerialPort, l hw.Line) Facts {
	f = f.unplugged()
	l.Speed = p.Speed
	f.Chosen, f.Change, f.Jobs[JobProbe] = Chosen{}, Change{}, Work{}
	f.Intent.Serial, f.Intent.Fixed, f.Boot.LineAt = p, &l, l.Name
	return f
}

func (SerialLeft) apply(f Facts) Facts {
	if !f.OnSerial() {
		return f
	}
	f = f.unplugged()
	f.Jobs[JobProbe] = Work{}
	f.Intent.Serial, f.Intent.Fixed = SerialPort{}, nil
	return f.adopt(hw.Snapshot{}).follow()
}

// followSerial takes over how the picked port looks now. One that is back is asked again at once, if it
// ever worked.
func (f Facts) followSerial() Facts {
	if !f.OnSerial() {
		return f
	}
	l, there := f.Intent.Serial.line(f.Scan.Snapshot.Lines)
	if !there {
		if f.Boot.Absent++; f.Boot.Absent >= 2 {
			f = f.disconnected()
		}
		return f
	}
	if f.Boot.Absent >= 2 || l.Name != f.Intent.Serial.Name {
		f = f.restarted()
	}
	f.Boot.Absent, f.Boot.LineAt, f.Intent.Serial.Name = 0, l.Name, l.Name
	l.Speed = f.Intent.Serial.Speed
	f.Intent.Fixed = &l
	return f
}

func (e SpeedTried) apply(f Facts) Facts {
	if f.Runs(JobProbe) {
		f.Boot.Speed = e.Speed
	}
	return f
}

// answeredAt notes the speed at which a modem answered on a line that was picked or named.
func (f Facts) answeredAt(l hw.Line) Facts {
	if f.Intent.Fixed == nil || l.Name != f.Intent.Fixed.Name {
		return f
	}
	fixed := *f.Intent.Fixed
	fixed.Speed = l.Speed
	f.Intent.Fixed = &fixed
	if f.OnSerial() {
		f.Intent.Serial.Speed = cmp.Or(l.Speed, hw.DefaultSpeed)
	}
	return f
}
