package setup

import "surfstick-sms/hw"

// Cost is what a way takes from the choice to a connection on this computer.
type Cost struct {
	Steps  int  // things that a person does, the choice being the first
	Driver bool // a driver is installed with Zadig, a program of others that is fetched first
	Admin  bool // an administrator must agree
}

// zadigSteps are what a driver takes with Zadig: fetch it, start it from here, allow it as an
// administrator, and the clicks in it (list all devices, choose the stick, choose the driver, install).
const zadigSteps = 7

// ruleSteps are what the right to open a stick takes on Linux: ask for it, and the password.
const ruleSteps = 2

// Here is what the cost of a way depends on.
type Here struct {
	Windows bool // drivers matter
	Sends   bool // a switch message can be sent as things are
	Refused bool // the user may not open the stick, and a rule would mend that (Linux)
	Works   bool // a stick of this model worked as a modem here before
}

// CostOf returns what a way takes.
func CostOf(w Way, h Here) Cost {
	c := Cost{Steps: 1}
	switch {
	case h.Refused:
		c.Steps += ruleSteps
		c.Admin = true
	case h.Windows && !h.Sends:
		c.Steps += zadigSteps
		c.Driver, c.Admin = true, true
	}
	if w != WayModem || !h.Windows {
		return c // the system brings the driver of a network card, and Linux and macOS that of a modem
	}
	if !h.Works {
		c.Steps += zadigSteps
		c.Driver, c.Admin = true, true
	}
	return c
}

// Cost returns what a way takes with the chosen stick.
func (f Facts) Cost(w Way) Cost {
	return CostOf(w, Here{
		Windows: f.Platform.DriverPage,
		Sends:   f.canUSB() || !f.Scan.Snapshot.Remote && (f.canPass() || f.cdComing()),
		Refused: f.Platform.Udev && len(f.Transports()) == 0 && !f.looking(),
		Works:   f.Known().Works,
	})
}

// cdComing reports whether the CD drive that a message can go through may still appear: it follows its
// stick by a moment.
func (f Facts) cdComing() bool {
	s := f.Chosen.Stick
	storage := s.Driver == hw.DriverStorage || s.Driver == hw.DriverUnknown
	return f.Platform.PassThrough && f.Platform.DriverPage && storage && s.CDDrive == "" && s.CD != hw.CDNone &&
		f.since(f.Chosen.Since) < findTime
}
