package setup

import (
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// Consent is what a person allowed the program to do with one device on this computer, and what is
// remembered of it between starts. A device is known by its USB ID, its serial number and its name: one
// that changes one of them is another one, which is asked about anew.
type Consent struct {
	Device string // what DeviceKey returns
	Switch bool   // a message may be sent to it that changes its mode
	Try    bool   // its ports may be asked whether a modem answers, and one did
}

const (
	wordSwitch = "switch"
	wordTry    = "try"
)

// keyMost is how many characters count of what a device says of itself: it may say anything.
const keyMost = 64

// DeviceKey returns the name by which a device is remembered: its USB ID, with its serial number and its
// name if it has them, such as "19d2:0166 P680A1 ZTE-MF110". The name counts as well, because many devices
// have no serial number or one like 0123456789ABCDEF, and some IDs stand for sticks and telephones of many
// makers.
func DeviceKey(s hw.Stick) string {
	key := s.ID.String()
	for _, part := range []string{
		strings.Join(strings.Fields(s.Serial), ""), strings.Join(strings.Fields(s.Name), "-"),
	} {
		if runes := []rune(part); len(runes) > keyMost {
			part = string(runes[:keyMost])
		}
		key = strings.TrimRight(key+" "+part, " ")
	}
	return key
}

// String returns what was allowed as a line for the settings; ParseConsent reads it.
func (c Consent) String() string {
	var words []string
	if c.Switch {
		words = append(words, wordSwitch)
	}
	if c.Try {
		words = append(words, wordTry)
	}
	return strings.Join(words, " ")
}

// ParseConsent returns what was allowed for a device. Words that it does not know are left out.
func ParseConsent(device, line string) Consent {
	c := Consent{Device: device}
	for word := range strings.FieldsSeq(line) {
		switch word {
		case wordSwitch:
			c.Switch = true
		case wordTry:
			c.Try = true
		}
	}
	return c
}

// consent returns what was allowed for a device.
func (f Facts) consent(s hw.Stick) Consent { return f.allowed(DeviceKey(s)) }

func (f Facts) allowed(device string) Consent {
	for _, c := range f.Consents {
		if c.Device == device {
			return c
		}
	}
	return Consent{Device: device}
}

// allow notes what was allowed for a device. The list of before is left alone.
func (f Facts) allow(c Consent) Facts {
	if f.allowed(c.Device) != c {
		f.Consents = noted(f.Consents, c, func(o Consent) bool { return o.Device == c.Device })
	}
	return f
}

// Foreign reports whether the chosen stick is of another maker than Huawei. Such a one is sent its first
// message when a person agreed to that.
func (f Facts) Foreign() bool {
	return f.Chosen.Location != "" && f.Chosen.Stick.ID.Vendor != hw.HuaweiVendor
}

// AsksConsent reports whether the chosen stick is sent a message only when the user agrees to that: it is
// of another maker, and the user has not agreed for this very device before.
func (f Facts) AsksConsent() bool {
	return f.Foreign() && f.Chosen.Stick.Mode == hw.ModeStorage && !f.consent(f.Chosen.Stick).Switch
}

// Maker returns the name of a device's maker: that of the table, else what the device says, "" when
// nobody knows.
func (f Facts) Maker(s hw.Stick) string {
	if f.table != nil {
		if maker := f.table.Maker(s); maker != "" {
			return maker
		}
	}
	return s.Manufacturer
}

// Caveat returns what is to be said of the chosen stick before it is switched.
func (f Facts) Caveat() hw.Caveat {
	if f.table == nil || f.Chosen.Stick.Mode != hw.ModeStorage {
		return hw.CaveatNone
	}
	c := f.table.Caveat(f.Chosen.Stick)
	if c == hw.CaveatMaker && !f.Platform.DriverPage {
		return hw.CaveatNone // Linux has the driver
	}
	return c
}

// Ejects reports whether the next message is the ejecting of the CD.
func (f Facts) Ejects() bool {
	m, ok := f.NextMessage()
	return ok && m.Eject()
}

// failedBefore reports whether a message of the chosen stick led nowhere in this run.
func (f Facts) failedBefore() bool {
	return slices.ContainsFunc(f.messages(), func(m hw.Message) bool {
		return slices.Contains(f.Run.Failed, m.Name)
	})
}

// foreignDue reports whether a stick of another maker may be sent its message unasked: once for each time
// that it is plugged in, and not when one led nowhere. What follows upon another message belongs to it.
func (f Facts) foreignDue() bool {
	m, _ := f.NextMessage()
	first := len(f.Plug.Tried) == 0
	if n := len(f.Plug.Tried); n > 0 && m.After != "" && m.After == f.Plug.Tried[n-1] {
		first = f.Boot.Switch.Phase == SwitchRelapsed
	}
	return !f.AsksConsent() && first && f.Boot.Switch.Fails == 0 && !f.failedBefore()
}

// apply notes that the user agreed, for the chosen stick in storage mode. Another one that has taken its
// place meanwhile is asked about anew.
func (e SwitchAgreed) apply(f Facts) Facts {
	if !f.AsksConsent() || DeviceKey(f.Chosen.Stick) != e.Device {
		return f
	}
	c := f.consent(f.Chosen.Stick)
	c.Switch = true
	return f.allow(c)
}

func (e ConsentRecalled) apply(f Facts) Facts { return f.allow(e.Consent).promote() }

// Tried reports whether the chosen device is none that the program knows, and only there because the user
// lets its ports be asked.
func (f Facts) Tried() bool {
	return f.Chosen.Location != "" && slices.Contains(f.Scan.Tried, f.Chosen.Location)
}

// noModem are refusals of devices that are known to be no modem.
var noModem = []hw.Refusal{hw.RefusalPhone, hw.RefusalLeftPhone, hw.RefusalLeftNoModem}

// CanTry reports whether the ports of a device that is not supported may be asked if the user wants
// that: there are some, and it is not known to be no modem.
func (f Facts) CanTry(s hw.Stick) bool {
	if slices.Contains(noModem, f.refusal(s)) {
		return false
	}
	return s.Location != "" && s.Mode != hw.ModeStorage && len(f.portsAt(s.Location)) > 0
}

// portsAt returns the serial ports of the device at a location.
func (f Facts) portsAt(location string) []hw.Line {
	return f.linesThat(func(l hw.Line) bool {
		return l.Location == location && l.Kind == hw.LineSerial
	})
}

// promote moves the devices whose ports the user lets be asked from those that are not supported to the
// sticks: from there on they are modems like others, but for the messages that are never sent to them.
func (f Facts) promote() Facts {
	f.Scan.Tried = nil
	snap := f.Scan.Snapshot
	wanted := func(s hw.Stick) bool {
		here := s.Location == f.Chosen.Location && DeviceKey(s) == f.Plug.Trial
		return f.CanTry(s) && (here || f.consent(s).Try)
	}
	if !slices.ContainsFunc(snap.Unsupported, wanted) {
		return f
	}
	snap.Sticks = slices.Clone(snap.Sticks)
	var left []hw.Stick
	for _, s := range snap.Unsupported {
		if !wanted(s) {
			left = append(left, s)
			continue
		}
		s.Mode = hw.ModeModem
		snap.Sticks = append(snap.Sticks, s)
		f.Scan.Tried = append(f.Scan.Tried, s.Location)
	}
	snap.Unsupported, f.Scan.Snapshot = left, snap
	return f
}

// apply lets the ports of a device be asked until it is unplugged. Another one that has taken its place
// meanwhile is asked about anew.
func (e TryAllowed) apply(f Facts) Facts {
	i := slices.IndexFunc(f.Scan.Snapshot.Unsupported, func(s hw.Stick) bool {
		return s.Location == e.Location && DeviceKey(s) == e.Device
	})
	if i < 0 || f.Intent.Fixed != nil || !f.CanTry(f.Scan.Snapshot.Unsupported[i]) {
		return f
	}
	f = f.choose(e.Location)
	f.Plug.Trial = e.Device
	f.Chosen.Picked, f.Boot.Held = true, false
	return f.promote().follow()
}

// apply lets the ports of the tried device be, and forgets that they may be asked.
func (TryEnded) apply(f Facts) Facts {
	if !f.Tried() || f.Session.Connected {
		return f
	}
	stick := f.Chosen.Stick
	c := f.consent(stick)
	c.Try = false
	f = f.allow(c)
	snap := f.Scan.Snapshot
	gone := func(s hw.Stick) bool { return s.Location == stick.Location }
	snap.Sticks = slices.DeleteFunc(slices.Clone(snap.Sticks), gone)
	snap.Unsupported = appended(snap.Unsupported, stick)
	f.Scan.Snapshot, f.Jobs[JobProbe] = snap, Work{}
	return f.choose("").promote()
}

// settleTrial remembers a device that the program does not know once a modem answered on it.
func (f Facts) settleTrial() Facts {
	if !f.Session.Connected || !f.Tried() || !f.Present() {
		return f
	}
	c := f.consent(f.Chosen.Stick)
	c.Try = true
	return f.allow(c)
}
