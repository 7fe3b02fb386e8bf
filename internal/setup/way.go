package setup

import (
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// Way is what a stick is made that can be both.
type Way int

// The ways.
const (
	WayNone     Way = iota // nobody has chosen
	WayModem               // serial ports and AT commands
	WayInternet            // a network card with a web server: HiLink
)

var wayNames = [...]string{"none", "modem", "internet"}

// String returns the name of the way for logs, settings and the keys of texts.
func (w Way) String() string { return name(wayNames[:], int(w)) }

// Known is what is remembered of one model of stick on this computer. A model is known by its USB ID in
// storage mode, which says nothing of whose stick it is.
type Known struct {
	Model  hw.ID
	Way    Way  // that the user chose last
	NoCard bool // this computer made no network card of it
	Works  bool // it worked as a modem here: whatever driver that takes is installed
}

const (
	wordNoCard = "nocard"
	wordWorks  = "works"
)

// String returns what is remembered as a line for the settings; ParseKnown reads it.
func (k Known) String() string {
	var words []string
	if k.Way != WayNone {
		words = append(words, k.Way.String())
	}
	if k.NoCard {
		words = append(words, wordNoCard)
	}
	if k.Works {
		words = append(words, wordWorks)
	}
	return strings.Join(words, " ")
}

// ParseKnown returns what was remembered of a model. Words that it does not know are left out.
func ParseKnown(model hw.ID, line string) Known {
	k := Known{Model: model}
	for _, word := range strings.Fields(line) {
		switch word {
		case WayModem.String():
			k.Way = WayModem
		case WayInternet.String():
			k.Way = WayInternet
		case wordNoCard:
			k.NoCard = true
		case wordWorks:
			k.Works = true
		}
	}
	return k
}

// model returns the ID by which the chosen stick is remembered: that of storage mode if it was seen in
// it since it was plugged in, else the present one.
func (f Facts) model() hw.ID {
	if f.Plug.Model != (hw.ID{}) {
		return f.Plug.Model
	}
	return f.Chosen.Stick.ID
}

// Known returns what is remembered of the chosen stick's model.
func (f Facts) Known() Known { return f.known(f.model()) }

func (f Facts) known(model hw.ID) Known {
	for _, k := range f.Models {
		if k.Model == model {
			return k
		}
	}
	return Known{Model: model}
}

// learn notes something about a model. The list of before is left alone.
func (f Facts) learn(k Known) Facts {
	if k.Model != (hw.ID{}) && f.known(k.Model) != k {
		f.Models = noted(f.Models, k, func(o Known) bool { return o.Model == k.Model })
	}
	return f
}

// noted returns the list with an item in place of the one that is about the same, or at the end.
func noted[T any](all []T, item T, same func(T) bool) []T {
	i := slices.IndexFunc(all, same)
	if i < 0 {
		return appended(all, item)
	}
	all = slices.Clone(all)
	all[i] = item
	return all
}

// internet returns the messages that make a network card of a stick in storage mode on this computer.
func (f Facts) internet(s hw.Stick) []hw.Message {
	if !f.Platform.Internet || f.Platform.NoCards || f.table == nil {
		return nil
	}
	return f.table.Internet(s, f.Platform.RNDIS)
}

// Chooses reports whether the page of the switch asks which way the stick shall go: it is in storage
// mode, can go both ways, and nobody has chosen since it was plugged in.
func (f Facts) Chooses() bool {
	return f.Plug.Way == WayNone && f.choosable() && !f.awaited()
}

func (f Facts) choosable() bool {
	return f.holdsStick() && f.Chosen.Stick.Mode == hw.ModeStorage && f.Chosen.Missing == 0 &&
		len(f.internet(f.Chosen.Stick)) > 0
}

// choiceFree reports whether nothing is under way that decides the mode already.
func (f Facts) choiceFree() bool {
	returning := f.Restarts() && (f.Runs(JobRestart) || f.Chosen.Stick.Mode != hw.ModeStorage)
	return !f.Switching() && !returning && !f.Runs(JobMode) && f.Test.State != TestRunning
}

// CanChooseWay reports whether the user can go back to that choice.
func (f Facts) CanChooseWay() bool {
	return f.Plug.Way != WayNone && f.choosable() && !f.running()
}

// PreferredWay returns the way that is preselected and taken unasked: the one that the user chose before
// on this computer if it can be gone, else the recommended one.
func (f Facts) PreferredWay() Way {
	if k := f.Known(); k.Way == WayModem || k.Way == WayInternet && !k.NoCard {
		return k.Way
	}
	return f.RecommendedWay()
}

// RecommendedWay returns the way with fewer steps on this computer. Between equals it is the modem: it
// gives the computer no second way into the internet.
func (f Facts) RecommendedWay() Way {
	if !f.Known().NoCard && f.Cost(WayInternet).Steps < f.Cost(WayModem).Steps {
		return WayInternet
	}
	return WayModem
}

// skipsDriver reports whether there is no page of the driver on the way: nothing is chosen yet, or the
// message can be sent without one.
func (f Facts) skipsDriver() bool {
	if f.Foreign() && f.Chosen.Stick.Mode == hw.ModeStorage {
		return f.pastDriver()
	}
	return f.Platform.Internet && (f.Chooses() || f.Plug.Way != WayNone && f.pastDriver())
}

// apply takes the choice. For a stick that is past storage mode it begins a change of its mode.
func (e WayChosen) apply(f Facts) Facts {
	if f.Chosen.Location == "" || !f.choiceFree() {
		return f
	}
	k := f.Known()
	if e.Way != WayNone && !e.Unasked {
		k.Way = e.Way
	}
	f = f.learn(k)
	f.Boot.Held = f.Boot.Held && e.Unasked
	if f.Chosen.Stick.Mode != hw.ModeStorage {
		return f.beginChange(e.Way)
	}
	f.Plug.Way, f.Plug.Tried = e.Way, nil
	if f.Intent.Transport == TransportLibusb {
		f.Intent.Transport = TransportAuto
	}
	f.Change = Change{}
	f = f.sendable()
	f.Boot.Switch.Phase = SwitchIdle
	return f
}

func (e WayRecalled) apply(f Facts) Facts { return f.learn(e.Known) }

// settleWay derives what follows for the way and for what is remembered.
func (f Facts) settleWay() Facts {
	s := f.Chosen.Stick
	if f.Present() && s.Mode == hw.ModeStorage {
		f.Plug.Model = s.ID
	}
	k := f.Known()
	switch {
	case !f.Present():
	case f.NoCard():
		k.NoCard = true
	case s.Mode == hw.ModeNetwork && s.Adapter.State == hw.AdapterReady:
		k.NoCard = false
	case s.Mode == hw.ModeModem && f.Session.Connected:
		k.Works = true
	}
	return f.learn(k).settleChange()
}
