package setup

import (
	"errors"
	"slices"

	"surfstick-sms/hw"
)

func (e TransportChosen) apply(f Facts) Facts {
	f.Intent.Transport, f.Boot.Held = e.Transport, false
	f.Boot.Switch.Err, f.Boot.Switch.Fails, f.Plug.PassDenied, f.Plug.PassMute = nil, 0, false, false
	f.Help.InstallErr = nil
	return f
}

func (InstallStarted) apply(f Facts) Facts {
	f.Installing, f.Help.InstallErr = true, nil
	f = f.noted()
	return f
}

func (e InstallEnded) apply(f Facts) Facts {
	f.Installing, f.Help.InstallErr = false, e.Err
	return f
}

func (RuleStarted) apply(f Facts) Facts {
	f.Ruling, f.Help.RuleErr = true, ""
	return f
}

// apply forgets what was refused, so that it is tried again.
func (e RuleEnded) apply(f Facts) Facts {
	f.Ruling, f.Help.RuleErr = false, ""
	if e.Err != nil {
		f.Help.RuleErr = e.Err.Error()
		return f
	}
	f.Boot.Switch.Err, f.Boot.Switch.Fails, f.Plug.PassDenied, f.Boot.Held = nil, 0, false, false
	denied := func(p Probe) bool { return p.Result == ProbeDenied }
	if slices.ContainsFunc(f.Boot.Probes, denied) {
		f.Boot.Probes = slices.DeleteFunc(slices.Clone(f.Boot.Probes), denied)
	}
	return f
}

func (e SwitchStarted) apply(f Facts) Facts {
	f = f.at(e.At)
	f.Switching, f.Sending, f.Boot.Held = true, true, false
	f.Boot.Switch.Start, f.Boot.Switch.Message, f.Boot.Switch.Transport = f.Now, e.Message, TransportAuto
	f.Boot.Switch.Err, f.SwitchFailed = nil, ProblemNone
	return f
}

// apply notes that the message went out, or why not. One that comes late, after the stick already
// shows its new mode or the user cancelled, tells nothing new.
func (e SwitchEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Sending || e.Message != f.Boot.Switch.Message {
		return f
	}
	f.Sending, f.Boot.Switch.Transport = false, e.Transport
	if e.Err != nil {
		f.Switching, f.Boot.Switch.Err, f.Boot.Switch.End = false, e.Err, f.Now
		f.Boot.Switch.Fails++
		denied := errors.Is(e.Err, hw.ErrAccess) || errors.Is(e.Err, hw.ErrUnsupported)
		f.Plug.PassDenied = f.Plug.PassDenied || e.Transport == TransportPassThrough && denied
		return f
	}
	f.Plug.Tried = appended(f.Plug.Tried, e.Message)
	f.Plug.SentByUs, f.Boot.Switch.Sent, f.Boot.Switch.Fails = true, f.Now, 0
	return f
}

func (SwitchReset) apply(f Facts) Facts {
	if f.Switching {
		return f
	}
	f.Plug.Tried, f.Run.StrayBy, f.Run.StrayAt, f.Plug.PassDenied, f.Plug.PassMute = nil, nil, "", false, false
	f.Boot.Switch.Err, f.SwitchFailed, f.Boot.Switch.Fails, f.Boot.Held = nil, ProblemNone, 0, false
	return f
}

// endWait ends the waiting for a stick to come back, when it has lasted long enough to tell.
func (f Facts) endWait() Facts {
	if !f.Switching || f.Sending {
		return f
	}
	back := f.Chosen.Since.After(f.Boot.Switch.Start)
	switch waited := f.since(f.Boot.Switch.Sent); {
	case f.Chosen.Missing > 0 && waited >= restartTime:
		return f.failed(ProblemNotBack)
	case f.Chosen.Missing > 0:
		return f
	case f.Chosen.Stick.Mode == hw.ModeStorage && back && f.since(f.Chosen.Since) >= relapseTime:
		return f.failed(ProblemSwitchedToStorage)
	case waited >= reactionTime && (!back || f.Chosen.Stick.Mode != hw.ModeStorage):
		return f.failed(ProblemNoReaction)
	}
	return f
}

// failed ends an attempt. A message that the CD driver swallowed without effect gets a second
// chance by libusb where that is possible: the stick may never have seen it.
func (f Facts) failed(p Problem) Facts {
	f.Switching, f.SwitchFailed = false, p
	if p == ProblemNoReaction && f.Boot.Switch.Transport == TransportPassThrough && f.canUSB() {
		f.Plug.PassMute, f.Plug.Tried = true, f.Plug.Tried[:max(len(f.Plug.Tried)-1, 0):max(len(f.Plug.Tried)-1, 0)]
	}
	return f
}

// Ways gives the ways by which a message could be sent to the chosen stick now, the one that needs
// no driver and no rights first.
func (f Facts) Transports() []Transport {
	var ways []Transport
	if f.Chosen.Stick.Mode != hw.ModeStorage || f.Chosen.Stick.ID.Vendor != hw.HuaweiVendor ||
		f.Chosen.Stick.CD == hw.CDNone {
		return nil
	}
	if f.canPass() {
		ways = append(ways, TransportPassThrough)
	}
	if f.canUSB() {
		ways = append(ways, TransportLibusb)
	}
	return ways
}

func (f Facts) canPass() bool {
	return f.Platform.PassThrough && f.Chosen.Stick.CDDrive != "" && f.passes() &&
		!f.Plug.PassDenied && !f.Plug.PassMute && f.Intent.Transport != TransportLibusb
}

func (f Facts) canUSB() bool {
	switch {
	case !f.Platform.Libusb || f.Scan.Snapshot.LibusbMissing:
		return false
	case f.Platform.DriverPage:
		return f.Chosen.Stick.Driver.Libusb() && f.Chosen.Stick.Problem == 0 || f.Chosen.Stick.Driver == hw.DriverUnknown
	default:
		return f.Chosen.Stick.Accessible && !f.looking()
	}
}

// looking tells that the system's storage driver may still find out that the device is a card
// reader with the ID of a stick.
func (f Facts) looking() bool {
	return f.Chosen.Stick.Driver == hw.DriverStorage && f.Chosen.Stick.CD == hw.CDUnknown && f.Chosen.Stick.CDDrive == "" &&
		f.since(f.Chosen.Since) < findTime
}
