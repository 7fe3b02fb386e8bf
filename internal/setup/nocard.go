package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
)

const (
	// cardTime is how long the system may take to make a network card of a stick; with a problem code,
	// and when nothing is being installed, only codeTime.
	cardTime = 15 * time.Second
	codeTime = 5 * time.Second
)

// cardless are Windows' problem codes of a network card that will not come by waiting: no driver for it
// (28, CDC Ethernet or RNDIS that a newer Windows does not know), one that does not start (10) or could
// not be loaded (31, 39), is blocked (48) or unsigned (52).
var cardless = []int{
	codeNoDriver, codeFailedStart, codeFailedAdd, codeLoadFailed, codeBlocked, codeUnsigned,
}

// NoCard reports whether this computer makes no network card of the chosen stick, which is in network
// mode. A system that does not tell of network cards never says so.
func (f Facts) NoCard() bool {
	s := f.Chosen.Stick
	if !f.Platform.Internet || !f.Present() || s.Mode != hw.ModeNetwork || f.Session.Connected ||
		s.Adapter.State != hw.AdapterAbsent || s.Adapter.Problem == codeRestart ||
		s.Adapter.Problem == codeDisabled {
		return false
	}
	certain := slices.Contains(cardless, s.Adapter.Problem) &&
		f.Scan.Snapshot.Installs != hw.InstallsPending
	waited := f.since(f.Chosen.Since)
	return waited >= cardTime || certain && waited >= codeTime
}
