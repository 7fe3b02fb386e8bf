package setup

import (
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// Help is what is known of the help with drivers and rights. Sticks come and go meanwhile.
type Help struct {
	// Before is the driver of every USB device before Zadig was started; nil when it was not.
	Before     []hw.Binding
	InstallErr error // why the help for the driver did not end well
	// File is what the file is that the user pointed at, FileErr why it is none of the known
	// ones.
	File    hw.DriverFile
	FileErr error
	RuleErr error // why the right to open the stick could not be installed
}

// Stray is a device whose driver changed while Zadig was at work, though Zadig was started for the
// stick only.
type Stray struct{ Was, Is hw.Binding }

// Strays returns those devices, as long as they have the new driver: whoever goes back to the old
// one is rid of the warning.
func (f Facts) Strays() []Stray {
	var strays []Stray
	for _, was := range f.Help.Before {
		for _, is := range f.Scan.Snapshot.Bindings {
			if is.Device == was.Device && changedByZadig(was, is) && !f.wanted(is) {
				strays = append(strays, Stray{was, is})
			}
		}
	}
	return strays
}

// changedByZadig leaves out what Windows does by itself meanwhile: giving a driver to a device
// that had none.
func changedByZadig(was, is hw.Binding) bool {
	theirs := strings.EqualFold(is.Provider, "libwdi") && is.Inf != was.Inf
	return theirs || was.Driver != "" && is.Driver != "" && !strings.EqualFold(was.Driver, is.Driver)
}

// wanted reports whether Zadig was started for this device: a stick in storage mode, or its one
// interface in modem mode.
func (f Facts) wanted(b hw.Binding) bool {
	s, ok := stickAt(f.Scan.Snapshot, b.Location)
	if !ok {
		return false
	}
	if s.Mode == hw.ModeStorage {
		return true
	}
	i, ok := f.directInterface(s)
	return ok && i.Number == b.Interface
}

// StrayedInside reports whether Zadig changed nothing but other parts of the chosen stick in modem mode
// than the one it was started for.
func (f Facts) StrayedInside() bool {
	at := f.Chosen.Location
	outside := func(s Stray) bool { return s.Is.Location != at || s.Is.Interface < 0 }
	return at != "" && f.Chosen.Stick.Mode == hw.ModeModem &&
		!slices.ContainsFunc(f.Strays(), outside)
}

// WrongPart reports whether the chosen stick can only be reached over parts of it that are not the
// one for AT commands, and did not answer there: that one has no driver of libusb's.
func (f Facts) WrongPart() bool {
	target, ok := f.InstallTarget()
	if !ok || !f.Platform.DriverPage || !f.Platform.Libusb || f.Step() != StepConnection ||
		f.Chosen.Stick.Mode != hw.ModeModem || target.Driver.Libusb() || len(f.Boot.Probes) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Lines(), func(l hw.Line) bool { return l.Kind != hw.LineUSB })
}

// astray reports whether another device changed, while the user is in the wizard.
func (f Facts) astray() bool {
	return f.Platform.DriverPage && f.Help.Before != nil && !f.InChat() && len(f.Strays()) > 0
}

// noted takes the drivers as they are now for those that belong. Where there is nothing to note,
// as on Linux, there is nothing to compare either.
func (f Facts) noted() Facts {
	f.Help.Before = f.Scan.Snapshot.Bindings
	return f
}

// InstallTarget returns the interface that a libusb driver belongs on: that of the CD drive, or in
// modem mode the one that takes AT commands.
func (f Facts) InstallTarget() (hw.Interface, bool) {
	if f.Chosen.Stick.Mode == hw.ModeModem {
		return f.directInterface(f.Chosen.Stick)
	}
	for _, i := range f.Chosen.Stick.Interfaces {
		if i.Class == 0x08 {
			return i, true
		}
	}
	return hw.Interface{Driver: f.Chosen.Stick.Driver}, f.Chosen.Stick.Mode == hw.ModeStorage
}

// Replaced returns the interfaces of all sticks that have a driver which came with an INF file of
// its own: those for which there is a way back.
func (f Facts) Replaced() []hw.Interface {
	var all []hw.Interface
	for _, s := range f.Scan.Snapshot.Sticks {
		for _, i := range s.Interfaces {
			if replaced(i) {
				all = append(all, i)
			}
		}
	}
	return all
}

func replaced(i hw.Interface) bool { return i.Driver.Libusb() && i.Inf != "" }

// ReplacedVendors returns the vendors of the sticks that have such an interface, each once.
func (f Facts) ReplacedVendors() []uint16 {
	var all []uint16
	for _, s := range f.Scan.Snapshot.Sticks {
		if v := s.ID.Vendor; slices.ContainsFunc(s.Interfaces, replaced) && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// Vendor returns the vendor of the chosen stick, Huawei without one: whose sticks a right to open them is
// for.
func (f Facts) Vendor() uint16 {
	if f.Chosen.Location == "" {
		return hw.HuaweiVendor
	}
	return f.Chosen.Stick.ID.Vendor
}

func (DriversNoted) apply(f Facts) Facts { return f.noted() }

func (e DriverFileRead) apply(f Facts) Facts {
	f.Jobs[JobFile] = Work{e.Reading, f.Now}
	f.Help.File, f.Help.FileErr = e.File, e.Err
	return f
}
