package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

func (e Seen) apply(f Facts) Facts {
	f = f.at(e.At)
	before := f.Snapshot
	f.Scanned, f.ScanErr, f.Snapshot = true, "", e.Snapshot
	if f.Fixed != nil {
		return f
	}
	return f.adopt(before).follow().dropLines()
}

func (e ScanFailed) apply(f Facts) Facts {
	f = f.at(e.At)
	f.ScanErr = "the scan failed"
	if e.Err != nil {
		f.ScanErr = e.Err.Error()
	}
	return f
}

func (e StickChosen) apply(f Facts) Facts {
	if _, ok := stickAt(f.Snapshot, e.Location); !ok || f.Fixed != nil {
		return f
	}
	f = f.choose(e.Location)
	f.Picked, f.Held = true, false
	return f.follow()
}

// stickAt finds a stick by its location.
func stickAt(s hw.Snapshot, location string) (hw.Stick, bool) {
	i := slices.IndexFunc(s.Sticks, func(k hw.Stick) bool { return k.Location == location })
	if i < 0 || location == "" {
		return hw.Stick{}, false
	}
	return s.Sticks[i], true
}

// adopt settles on the only stick there is, and gives up one that is gone for good. A stick that
// is expected back after a message is waited for.
func (f Facts) adopt(before hw.Snapshot) Facts {
	if _, ok := stickAt(f.Snapshot, f.Chosen); ok || f.Switching {
		return f
	}
	gone := f.Chosen == "" || f.since(f.LastSeen) >= f.patience()
	if len(f.Snapshot.Sticks) == 1 {
		only := f.Snapshot.Sticks[0]
		_, old := stickAt(before, only.Location)
		moved := only.Serial != "" && only.Serial == f.Last.Serial
		if gone || !old && (!f.Picked || moved) {
			return f.choose(only.Location)
		}
	}
	if gone && f.SwitchFailed != ProblemNotBack && !f.Returning {
		return f.choose("")
	}
	return f
}

func (f Facts) patience() time.Duration {
	if f.Picked {
		return pickedPatience
	}
	return transition
}

// choose settles on the stick at a location, "" for none, and forgets what was known of another.
func (f Facts) choose(location string) Facts {
	if location == f.Chosen {
		return f
	}
	f = f.unplugged()
	f.Chosen, f.Picked, f.Last, f.Missing = location, false, hw.Stick{}, 0
	f.LastSeen, f.SeenSince = time.Time{}, time.Time{}
	return f
}

// follow takes over how the chosen stick looks now.
func (f Facts) follow() Facts {
	if f.Chosen == "" {
		return f
	}
	now, ok := stickAt(f.Snapshot, f.Chosen)
	if !ok {
		return f.missed()
	}
	was, missing := f.Last, f.Missing
	f.Last, f.Missing, f.LastSeen = now, 0, f.Now
	switch {
	case was.Location == "" || missing > 0 || !was.Same(now):
		f.SeenSince = f.Now
		return f.back(was, missing)
	case was.Driver != now.Driver || was.CDDrive != now.CDDrive || was.Accessible != now.Accessible:
		f.SwitchErr, f.SwitchFails, f.PassDenied = nil, 0, false
	}
	return f
}

// missed counts scans that did not see the chosen stick. One may be a stumble of the scan; with
// the second the connection is gone, whether the port noticed or not.
func (f Facts) missed() Facts {
	f.Missing++
	if f.Missing >= 2 {
		f = f.disconnected()
	}
	return f
}

// back is the chosen stick seen anew: plugged in, restarted, or in another mode.
func (f Facts) back(was hw.Stick, missing int) Facts {
	switch f.Last.Mode {
	case hw.ModeStorage:
		switch {
		case f.Switching: // endWait tells whether it stays like that
		case f.SwitchFailed == ProblemNotBack:
			f.SwitchFailed, f.Held = ProblemNone, false
		default:
			f = f.unplugged()
		}
	case hw.ModeModem:
		if f.Switching {
			f.Worked, f.SentByUs = f.SwitchMessage, true
		}
		if missing != 1 || !was.Same(f.Last) {
			f = f.restarted()
		}
	case hw.ModeNetwork:
		if f.Switching || f.SentByUs && was.Mode == hw.ModeStorage {
			f = f.strayed()
		}
		f = f.restarted()
	case hw.ModeRescue:
		f = f.unplugged()
	case hw.ModeUnknown: // on its way to something
	}
	return f
}

// strayed notes which message led to network mode.
func (f Facts) strayed() Facts {
	if f.HiLinkAt != f.Chosen {
		f.HiLinkAt, f.HiLinkBy = f.Chosen, nil
	}
	if f.SwitchMessage != "" && !slices.Contains(f.HiLinkBy, f.SwitchMessage) {
		f.HiLinkBy = appended(f.HiLinkBy, f.SwitchMessage)
	}
	f.SentByUs = true
	return f
}

// restarted forgets what a stick in another mode makes void, but not what was tried on it.
func (f Facts) restarted() Facts {
	f = f.disconnected()
	f.Switching, f.Sending, f.SwitchErr, f.SwitchFails = false, false, nil, 0
	f.SwitchFailed, f.Held = ProblemNone, false
	f.Probes, f.LineAt, f.Rounds, f.Lost = nil, "", 0, false
	f.ProbeEnd = time.Time{}
	return f
}

// unplugged forgets everything that ends with being unplugged.
func (f Facts) unplugged() Facts {
	f = f.restarted()
	f.Tried, f.SentByUs, f.PassDenied, f.PassMute = nil, false, false, false
	f.SwitchMessage, f.SwitchWay, f.SwitchedAt = "", WayAuto, time.Time{}
	return f
}

// disconnected forgets what was known through the session.
func (f Facts) disconnected() Facts {
	f.Connected, f.Modem, f.Unlocking = false, sms.Identity{}, false
	f.SIM, f.SIMErr, f.PINWrong, f.PUKWrong = sms.SIM{}, "", false, false
	f.PINStale, f.PINOffer = false, false
	f.Link, f.SearchingSince = sms.Link{}, time.Time{}
	if f.Test == TestRunning {
		f.Test = TestOpen
	}
	return f
}
