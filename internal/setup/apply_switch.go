package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
)

func (e TransportChosen) apply(f Facts) Facts {
	f.Intent.Transport, f.Boot.Held = e.Transport, false
	f.Help.InstallErr, f.Run.MuteAt = nil, ""
	return f.sendable()
}

// sendable forgets why the last message could not be sent, so that it is tried again. The message
// itself is kept: it may still turn out where it led to.
func (f Facts) sendable() Facts {
	if f.Boot.Switch.Phase == SwitchUnsent {
		f.Boot.Switch.Phase = SwitchIdle
	}
	f.Boot.Switch.Err, f.Boot.Switch.Fails, f.Plug.PassDenied = nil, 0, false
	return f
}

func (InstallStarted) apply(f Facts) Facts {
	f.Jobs[JobInstall], f.Help.InstallErr = Work{true, f.Now}, nil
	return f.noted()
}

func (e InstallEnded) apply(f Facts) Facts {
	f.Jobs[JobInstall], f.Help.InstallErr = Work{}, e.Err
	return f
}

func (RuleStarted) apply(f Facts) Facts {
	f.Jobs[JobRule], f.Help.RuleErr = Work{true, f.Now}, nil
	return f
}

// apply forgets what was refused, so that it is tried again.
func (e RuleEnded) apply(f Facts) Facts {
	f.Jobs[JobRule], f.Help.RuleErr = Work{}, e.Err
	if e.Err != nil {
		return f
	}
	f = f.sendable()
	f.Boot.Held = false
	denied := func(p Probe) bool { return p.Result == ProbeDenied }
	if slices.ContainsFunc(f.Boot.Probes, denied) {
		f.Boot.Probes = slices.DeleteFunc(slices.Clone(f.Boot.Probes), denied)
	}
	return f
}

func (e SwitchStarted) apply(f Facts) Facts {
	f = f.at(e.At)
	f.Boot.Held = false
	f.Boot.Switch = Switch{
		Phase: SwitchSending, Message: e.Message, Start: f.Now, Fails: f.Boot.Switch.Fails,
	}
	return f
}

// apply notes that the message went out, or why not. One that comes late, after the stick already
// shows its new mode or the user cancelled, changes nothing.
func (e SwitchEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	f.Run.Tries = latest(f.Run.Tries, e.Tries)
	s := &f.Boot.Switch
	if s.Phase != SwitchSending || e.Message != s.Message {
		return f
	}
	s.Transport = e.Transport
	if e.Err != nil {
		s.Phase, s.Err, s.End = SwitchUnsent, e.Err, f.Now
		s.Fails++
		f.Plug.PassDenied = f.Plug.PassDenied ||
			e.Transport == TransportPassThrough && refusedBySystem(e.Err)
		return f
	}
	f.Plug.Tried = appended(f.Plug.Tried, e.Message)
	f.Plug.SentByUs = true
	s.Phase, s.Sent, s.Fails = SwitchWaiting, f.Now, 0
	s.Refused = len(e.Tries) > 0 && e.Tries[len(e.Tries)-1].refused()
	return f
}

// triesKept is how many tries are kept as evidence: all messages by both ways.
const triesKept = 12

// latest returns the last of two lists of tries together.
func latest(before, more []Try) []Try {
	all := append(slices.Clip(slices.Clone(before)), more...)
	return all[max(len(all)-triesKept, 0):]
}

func (SwitchReset) apply(f Facts) Facts {
	if f.Switching() {
		return f
	}
	f.Plug.Tried, f.Run = nil, Run{Arrived: f.Run.Arrived, Worked: f.Run.Worked, Tries: f.Run.Tries}
	f = f.sendable()
	f.Boot.Switch.Phase, f.Boot.Held = SwitchIdle, false
	return f
}

// endWait ends the waiting for a stick to come back, when it has lasted long enough to tell.
func (f Facts) endWait() Facts {
	if f.Boot.Switch.Phase != SwitchWaiting {
		return f
	}
	back := f.Chosen.Since.After(f.Boot.Switch.Start)
	limit := reactionTime
	if f.Boot.Switch.Refused {
		limit = refusedTime
	}
	switch waited := f.since(f.Boot.Switch.Sent); {
	case f.Chosen.Missing > 0 && waited >= f.awayTime():
		return f.failed(SwitchNotBack)
	case f.Chosen.Missing > 0:
		return f
	case f.Chosen.Stick.Mode == hw.ModeStorage && back && f.since(f.Chosen.Since) >= relapseTime:
		return f.failed(SwitchRelapsed)
	case waited >= limit && (!back || f.Chosen.Stick.Mode != hw.ModeStorage):
		return f.failed(SwitchNoReaction)
	}
	return f
}

// awayTime is how long the stick may be away after the present message.
func (f Facts) awayTime() time.Duration {
	if slices.Contains(f.Run.Left, f.Boot.Switch.Message) {
		return patientTime
	}
	return restartTime
}

// failed ends an attempt. A message that the CD driver swallowed without effect gets a second
// chance by libusb where that is possible: the stick may never have seen it.
func (f Facts) failed(how SwitchPhase) Facts {
	f.Boot.Switch.Phase = how
	passed := f.Boot.Switch.Transport == TransportPassThrough
	switch {
	case how == SwitchRelapsed && f.halfway():
	case how != SwitchNoReaction:
		f.Run = f.Run.left(f.Boot.Switch.Message)
	case passed && f.canUSB() && f.Run.MuteAt != f.Chosen.Location:
		before := max(len(f.Plug.Tried)-1, 0)
		f.Run.MuteAt, f.Plug.Tried = f.Chosen.Location, f.Plug.Tried[:before:before]
	default:
		f.Run.Failed = appended(f.Run.Failed, f.Boot.Switch.Message)
	}
	return f
}

// halfway reports whether another message follows upon the one that was sent: then the stick is meant to
// come back as it was.
func (f Facts) halfway() bool {
	return slices.ContainsFunc(f.messages(), func(m hw.Message) bool {
		return m.After != "" && m.After == f.Boot.Switch.Message
	})
}

// worked notes that a message led to modem mode: what it led to before counts no more.
func (r Run) worked(message string) Run {
	other := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == message })
	}
	r.Worked, r.Left, r.Failed = message, other(r.Left), other(r.Failed)
	return r
}

// left notes that the stick left the bus upon a message and is no modem. That is no failure the
// first time.
func (r Run) left(message string) Run {
	if slices.Contains(r.Left, message) {
		r.Failed = appended(r.Failed, message)
		return r
	}
	r.Worked, r.Left = message, appended(r.Left, message)
	return r
}

// Transports returns how a message could be sent to the chosen stick now, the one that needs no
// driver and no rights first.
func (f Facts) Transports() []Transport {
	s := f.Chosen.Stick
	if s.Mode != hw.ModeStorage || f.refusal(s) != hw.RefusalNone || s.CD == hw.CDNone {
		return nil
	}
	var all []Transport
	if f.canPass() {
		all = append(all, TransportPassThrough)
	}
	if f.canUSB() {
		all = append(all, TransportLibusb)
	}
	return all
}

func (f Facts) canPass() bool {
	return f.Platform.PassThrough && f.Chosen.Stick.CDDrive != "" && f.passes() &&
		!f.Plug.PassDenied && !f.mute() && f.Intent.Transport != TransportLibusb
}

// mute reports whether a message through the CD drive had no effect here, so that libusb has its
// turn.
func (f Facts) mute() bool {
	return f.Run.MuteAt != "" && f.Run.MuteAt == f.Chosen.Location && f.canUSB()
}

func (f Facts) canUSB() bool {
	switch s := f.Chosen.Stick; {
	case !f.Platform.Libusb || f.Scan.Snapshot.LibusbMissing:
		return false
	case f.Platform.DriverPage:
		return s.Driver.Libusb() && s.Problem == 0 || s.Driver == hw.DriverUnknown
	default:
		return s.Accessible && !f.looking()
	}
}

// looking reports whether the system's storage driver may still find out that the device is a card
// reader with the ID of a stick.
func (f Facts) looking() bool {
	s := f.Chosen.Stick
	return s.Driver == hw.DriverStorage && s.CD == hw.CDUnknown && s.CDDrive == "" &&
		f.since(f.Chosen.Since) < findTime
}
