package setup

import (
	"errors"
	"slices"

	"surfstick-sms/hw"
)

func (e WayChosen) apply(f Facts) Facts {
	f.Way, f.Held = e.Way, false
	f.SwitchErr, f.SwitchFails, f.PassDenied, f.PassMute = nil, 0, false, false
	f.InstallErr = nil
	return f
}

func (InstallStarted) apply(f Facts) Facts {
	f.Installing, f.InstallErr = true, nil
	f = f.noted()
	return f
}

func (e InstallEnded) apply(f Facts) Facts {
	f.Installing, f.InstallErr = false, e.Err
	return f
}

func (RuleStarted) apply(f Facts) Facts {
	f.Ruling, f.RuleErr = true, ""
	return f
}

// apply forgets what was refused, so that it is tried again.
func (e RuleEnded) apply(f Facts) Facts {
	f.Ruling, f.RuleErr = false, ""
	if e.Err != nil {
		f.RuleErr = e.Err.Error()
		return f
	}
	f.SwitchErr, f.SwitchFails, f.PassDenied, f.Held = nil, 0, false, false
	denied := func(p Probe) bool { return p.Result == ProbeDenied }
	if slices.ContainsFunc(f.Probes, denied) {
		f.Probes = slices.DeleteFunc(slices.Clone(f.Probes), denied)
	}
	return f
}

func (e SwitchStarted) apply(f Facts) Facts {
	f = f.at(e.At)
	f.Switching, f.Sending, f.Held = true, true, false
	f.SwitchStart, f.SwitchMessage, f.SwitchWay = f.Now, e.Message, WayAuto
	f.SwitchErr, f.SwitchFailed = nil, ProblemNone
	return f
}

// apply notes that the message went out, or why not. One that comes late, after the stick already
// shows its new mode or the user cancelled, tells nothing new.
func (e SwitchEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Sending || e.Message != f.SwitchMessage {
		return f
	}
	f.Sending, f.SwitchWay = false, e.Way
	if e.Err != nil {
		f.Switching, f.SwitchErr, f.SwitchEnd = false, e.Err, f.Now
		f.SwitchFails++
		denied := errors.Is(e.Err, hw.ErrAccess) || errors.Is(e.Err, hw.ErrUnsupported)
		f.PassDenied = f.PassDenied || e.Way == WayPassThrough && denied
		return f
	}
	f.Tried = appended(f.Tried, e.Message)
	f.SentByUs, f.SwitchedAt, f.SwitchFails = true, f.Now, 0
	return f
}

func (SwitchReset) apply(f Facts) Facts {
	if f.Switching {
		return f
	}
	f.Tried, f.HiLinkBy, f.HiLinkAt, f.PassDenied, f.PassMute = nil, nil, "", false, false
	f.SwitchErr, f.SwitchFailed, f.SwitchFails, f.Held = nil, ProblemNone, 0, false
	return f
}

// endWait ends the waiting for a stick to come back, when it has lasted long enough to tell.
func (f Facts) endWait() Facts {
	if !f.Switching || f.Sending {
		return f
	}
	back := f.SeenSince.After(f.SwitchStart)
	switch waited := f.since(f.SwitchedAt); {
	case f.Missing > 0 && waited >= restartTime:
		return f.failed(ProblemNotBack)
	case f.Missing > 0:
		return f
	case f.Last.Mode == hw.ModeStorage && back && f.since(f.SeenSince) >= relapseTime:
		return f.failed(ProblemSwitchedToStorage)
	case waited >= reactionTime && (!back || f.Last.Mode != hw.ModeStorage):
		return f.failed(ProblemNoReaction)
	}
	return f
}

// failed ends an attempt. A message that the CD driver swallowed without effect gets a second
// chance by libusb where that is possible: the stick may never have seen it.
func (f Facts) failed(p Problem) Facts {
	f.Switching, f.SwitchFailed = false, p
	if p == ProblemNoReaction && f.SwitchWay == WayPassThrough && f.canUSB() {
		f.PassMute, f.Tried = true, f.Tried[:max(len(f.Tried)-1, 0):max(len(f.Tried)-1, 0)]
	}
	return f
}

// Ways gives the ways by which a message could be sent to the chosen stick now, the one that needs
// no driver and no rights first.
func (f Facts) Ways() []Way {
	var ways []Way
	if f.Last.Mode != hw.ModeStorage || f.Last.ID.Vendor != hw.HuaweiVendor ||
		f.Last.CD == hw.CDNone {
		return nil
	}
	if f.canPass() {
		ways = append(ways, WayPassThrough)
	}
	if f.canUSB() {
		ways = append(ways, WayLibusb)
	}
	return ways
}

func (f Facts) canPass() bool {
	return f.Platform.PassThrough && f.Last.CDDrive != "" && f.passes() &&
		!f.PassDenied && !f.PassMute && f.Way != WayLibusb
}

func (f Facts) canUSB() bool {
	switch {
	case !f.Platform.Libusb || f.Snapshot.LibusbMissing:
		return false
	case f.Platform.DriverPage:
		return f.Last.Driver.Libusb() && f.Last.Problem == 0 || f.Last.Driver == hw.DriverUnknown
	default:
		return f.Last.Accessible && !f.looking()
	}
}

// looking tells that the system's storage driver may still find out that the device is a card
// reader with the ID of a stick.
func (f Facts) looking() bool {
	return f.Last.Driver == hw.DriverStorage && f.Last.CD == hw.CDUnknown && f.Last.CDDrive == "" &&
		f.since(f.SeenSince) < findTime
}
