package setup

import (
	"errors"
	"time"

	"surfstick-sms/hw"
)

const (
	// toldTime is how long a stick that took the request to become a modem may take to leave the bus.
	toldTime = 30 * time.Second
	// sameTime is how long it must be back as before to count as one that does not change.
	sameTime = 5 * time.Second
)

// ErrUnmoved is why a stick must be replugged that took the request to become a modem and did nothing.
var ErrUnmoved = errors.New("the stick took the request and did nothing")

// Change is a stick on its way from one mode to the other, because the user wants that. It outlives
// being plugged in, which is how it happens where the firmware knows no other way.
type Change struct {
	To     Way       // WayNone: no change is under way
	Told   time.Time // when the stick took the request to change by itself
	Err    error     // why it does not, so that it must be replugged
	Left   bool      // it has left the bus since
	Same   bool      // it came back, and is what it was before
	NoCard bool      // it is changed because the computer made no network card of it
}

// wayOf returns the way that a mode is; WayNone for one that is neither.
func wayOf(m hw.Mode) Way {
	switch m {
	case hw.ModeModem:
		return WayModem
	case hw.ModeNetwork:
		return WayInternet
	default:
		return WayNone
	}
}

// Changing reports whether a change is under way that the user has to do something for, or wait.
func (f Facts) Changing() bool {
	if f.Change.To == WayNone || f.Switching() || f.Intent.Fixed != nil {
		return false
	}
	return !f.Present() || wayOf(f.Chosen.Stick.Mode) != WayNone
}

// CanChange reports whether the stick that is plugged in can be asked to go the other way, and which
// that is. Some models are known to have no other mode, and of other makers than Huawei no way is known.
func (f Facts) CanChange() (Way, bool) {
	if !f.Platform.Internet || !f.Present() || f.Intent.Fixed != nil || f.Change.To != WayNone ||
		f.Foreign() || !f.choiceFree() {
		return WayNone, false
	}
	switch wayOf(f.Chosen.Stick.Mode) {
	case WayInternet:
		if !f.BecomesModem() {
			return WayNone, false
		}
		return WayModem, true
	case WayModem:
		was := hw.Stick{ID: f.Plug.Model}
		both := was.ID == (hw.ID{}) && !f.Platform.NoCards || len(f.internet(was)) > 0
		return WayInternet, both
	case WayNone:
	}
	return WayNone, false
}

// BecomesModem reports whether the chosen stick can be made a modem. Huawei's can be asked, or be replugged and
// get another message. ZTE's in network mode have one message, which leads to network mode, and what is known
// that makes modems of some lasts beyond being replugged.
func (f Facts) BecomesModem() bool {
	return f.Chosen.Stick.Mode != hw.ModeNetwork || f.Chosen.Stick.ID.Vendor == hw.HuaweiVendor
}

// beginChange begins a change to the other mode. To choose the present mode is to leave it at that.
func (f Facts) beginChange(to Way) Facts {
	now := wayOf(f.Chosen.Stick.Mode)
	if to == WayNone || now == WayNone || to == now || to == WayModem && !f.BecomesModem() {
		f.Change = Change{}
		return f
	}
	f.Change = Change{To: to, NoCard: f.Known().NoCard}
	f.Jobs[JobProbe] = Work{}
	return f
}

func (ModeAsked) apply(f Facts) Facts {
	f.Jobs[JobMode] = Work{true, f.Now}
	return f
}

func (e ModeAnswered) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Runs(JobMode) {
		return f
	}
	f.Jobs[JobMode] = Work{}
	switch {
	case f.Change.To == WayNone: // it has come back already
	case e.Err != nil:
		f.Change.Err = e.Err
	default:
		f.Change.Told = f.Now
	}
	return f
}

// settleChange follows the stick: away, as a CD drive again, and what it is then. In storage mode the
// way is chosen already.
func (f Facts) settleChange() Facts {
	c := &f.Change
	if c.To == WayNone {
		return f
	}
	now := wayOf(f.Chosen.Stick.Mode)
	switch {
	case !f.Present():
		c.Left = c.Left || f.Chosen.Missing > 0 || f.Chosen.Location == ""
	case f.Chosen.Stick.Mode == hw.ModeStorage:
		c.Left = true
		if f.Chooses() {
			k := f.Known()
			k.Way, k.NoCard = c.To, k.NoCard || c.NoCard
			f = f.learn(k)
			f.Plug.Way = f.Change.To
		}
	case now == c.To:
		*c = Change{}
	case c.Left && now != WayNone && f.since(f.Chosen.Since) >= sameTime:
		c.Same = true
	case !c.Left && !c.Told.IsZero() && f.since(c.Told) >= toldTime:
		c.Told, c.Err = time.Time{}, ErrUnmoved
	}
	return f
}
