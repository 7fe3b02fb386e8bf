package setup

import (
	"errors"
	"slices"
	"time"

	"surfstick-sms/hw"
)

func (e Seen) apply(f Facts) Facts {
	f = f.at(e.At)
	before := f.Scan.Snapshot
	f.Scan.Done, f.Scan.Err, f.Scan.Snapshot = true, nil, e.Snapshot
	if f.Intent.Fixed != nil {
		return f.followSerial()
	}
	return f.promote().adopt(before).follow().dropLines()
}

func (e ScanFailed) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.Scan.Err = e.Err; e.Err == nil {
		f.Scan.Err = errors.New("the scan failed")
	}
	return f
}

func (e StickChosen) apply(f Facts) Facts {
	if _, ok := stickAt(f.Scan.Snapshot, e.Location); !ok || f.Intent.Fixed != nil {
		return f
	}
	f = f.choose(e.Location)
	f.Chosen.Picked, f.Boot.Held = true, false
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
	if _, ok := stickAt(f.Scan.Snapshot, f.Chosen.Location); ok || f.Switching() {
		return f
	}
	gone := f.Chosen.Location == "" || f.since(f.Chosen.LastSeen) >= f.patience()
	if len(f.Scan.Snapshot.Sticks) == 1 {
		only := f.Scan.Snapshot.Sticks[0]
		_, old := stickAt(before, only.Location)
		moved := only.Serial != "" && only.Serial == f.Chosen.Stick.Serial
		if gone || !old && (!f.Chosen.Picked || moved) {
			return f.choose(only.Location)
		}
	}
	if gone && f.Boot.Switch.Phase != SwitchNotBack && !f.Restart.Returning {
		return f.choose("")
	}
	return f
}

func (f Facts) patience() time.Duration {
	if f.Chosen.Picked {
		return pickedPatience
	}
	return transition
}

// choose settles on the stick at a location, "" for none, and forgets what was known of another.
func (f Facts) choose(location string) Facts {
	if location == f.Chosen.Location {
		return f
	}
	f = f.unplugged()
	f.Chosen = Chosen{Location: location}
	return f
}

// follow takes over how the chosen stick looks now.
func (f Facts) follow() Facts {
	if f.Chosen.Location == "" {
		return f
	}
	now, ok := stickAt(f.Scan.Snapshot, f.Chosen.Location)
	if !ok {
		return f.missed()
	}
	was, missing := f.Chosen.Stick, f.Chosen.Missing
	f.Chosen.Stick, f.Chosen.Missing, f.Chosen.LastSeen = now, 0, f.Now
	switch {
	case was.Location == "" || missing > 0 || !was.Same(now):
		f.Chosen.Since = f.Now
		return f.back(was, missing)
	case was.Driver != now.Driver || was.CDDrive != now.CDDrive || was.Accessible != now.Accessible:
		return f.sendable()
	}
	return f
}

// missed counts scans that did not see the chosen stick. One may be a stumble of the scan; with
// the second the connection is gone, whether the port noticed or not.
func (f Facts) missed() Facts {
	f.Chosen.Missing++
	if f.Chosen.Missing >= 2 {
		f = f.disconnected()
	}
	return f
}

// back is the chosen stick seen anew: plugged in, restarted, or in another mode.
func (f Facts) back(was hw.Stick, missing int) Facts {
	switch f.Chosen.Stick.Mode {
	case hw.ModeStorage:
		if !f.Switching() { // else endWait finds out whether it stays like that
			f = f.unplugged()
		}
	case hw.ModeModem:
		f = f.arrived(WayModem)
		if missing != 1 || !was.Same(f.Chosen.Stick) {
			f = f.restarted()
		}
	case hw.ModeNetwork:
		switch ours := f.Plug.SentByUs && was.Mode == hw.ModeStorage; {
		case f.Plug.Way == WayInternet || !f.BecomesModem():
			f = f.arrived(WayInternet)
		case f.Switching() || ours:
			f = f.strayed()
		}
		f = f.restarted()
	case hw.ModeRescue:
		f = f.unplugged()
	case hw.ModeUnknown: // on its way to something
	}
	return f
}

// arrived notes that the message led to a mode of use. Firmware without internet mode becomes a modem
// upon any message: next time that is what is preselected.
func (f Facts) arrived(at Way) Facts {
	if !f.Switching() {
		return f
	}
	f.Plug.SentByUs = true
	f.Run = f.Run.worked(f.Boot.Switch.Message)
	if k := f.Known(); at == WayModem && f.Plug.Way == WayInternet {
		k.Way = WayModem
		f = f.learn(k)
	}
	return f
}

// strayed notes which message led to network mode.
func (f Facts) strayed() Facts {
	if f.Run.StrayAt != f.Chosen.Location {
		f.Run.StrayAt, f.Run.StrayBy = f.Chosen.Location, nil
	}
	if f.Boot.Switch.Message != "" && !slices.Contains(f.Run.StrayBy, f.Boot.Switch.Message) {
		f.Run.StrayBy = appended(f.Run.StrayBy, f.Boot.Switch.Message)
	}
	f.Plug.SentByUs = true
	return f
}

// restarted forgets what a stick in another mode makes void, but not what was tried on it.
func (f Facts) restarted() Facts {
	f = f.disconnected()
	f.Boot = Boot{}
	return f
}

// unplugged forgets everything that ends with being unplugged.
func (f Facts) unplugged() Facts {
	f = f.restarted()
	f.Plug = Plug{}
	return f
}

// disconnected forgets what was known through the session.
func (f Facts) disconnected() Facts {
	f.Session = Session{}
	f.Jobs[JobUnlock], f.Jobs[JobData], f.Jobs[JobLogin] = Work{}, Work{}, Work{}
	if f.Test.State == TestRunning {
		f.Test.State, f.Test.At = TestOpen, time.Time{}
	}
	return f
}
