// Package manners knows what is peculiar to the modems of single makers: one table, whose rows are
// found by what a modem says of itself, each with the source of its claims. Where the standards (3GPP TS
// 27.005 and 27.007) are followed there is nothing to say; and what a modem can be asked about, such as
// the values that +CNMI takes, is asked and stands in no row.
//
// The package is pure: sms/modem asks it and acts, sms/at is told by it which lines are noise.
package manners

import (
	"slices"
	"strings"
	"time"
)

// Said is what is known of a modem: what it says of itself (+CGMI, +CGMM, +CGMR), each "" when it did not
// say it, and which of the commands that only one maker's modems know it has taken.
type Said struct {
	Manufacturer, Model, Firmware string
	Took                          []string
}

// Command is an AT command: what follows "AT", and the arguments, of type string or int. As is how the
// lines of the answer begin, where that is not the name.
type Command struct {
	Name string
	Args []any
	As   string
}

// cmd returns a command.
func cmd(name string, args ...any) Command { return Command{Name: name, Args: args} }

// Manners are what is peculiar to a modem. The zero value is one that follows the standards.
type Manners struct {
	// Makers are the names of the rows that the modem is in; none for a maker that has no row.
	Makers []string
	// Quiet switches status notices off at the start, Loud on when somebody listens.
	Quiet, Loud []Command
	// Start are commands for a modem that has said whose it is, AfterPIN for one that has just taken
	// its PIN: questions or settings that the next start has forgotten, never permanent ones. Start is
	// said again, as far as it was refused, when the card is open; AfterPIN three times at most.
	Start, AfterPIN []Command
	// PINWait is how long a modem is left alone after it has taken its PIN.
	PINWait time.Duration
	// RadioWait is how long one is left alone after its radio was switched on.
	RadioWait time.Duration
	// RadioOn are ways to switch the radio on besides +CFUN.
	RadioOn []Command
	// Tries are the ways to ask for the tries left for PIN and PUK, best first.
	Tries []Tries
	// CardID are the questions for the number of the SIM card, best first.
	CardID []Command
	// USSD are said once before the first code for the network.
	USSD []Command
	// Restart are ways to restart the modem besides +CFUN=1,1.
	Restart []Command
	// Unfinished are questions that no OK follows.
	Unfinished []string
	// ReportsDirect means that delivery reports which are announced as stored cannot be read.
	ReportsDirect bool
	// AtOnce means that the modem does not keep notices while the line is in use (<mode> 2 of +CNMI),
	// whatever it offers.
	AtOnce bool
	// NotCDMA means that capabilities of CDMA networks do not count.
	NotCDMA bool
}

// Of returns the manners of a modem: those of all rows that it is in, and of the standards. One that
// did not yet say whose it is gets the longest waits and only what no modem takes amiss.
func Of(s Said) Manners {
	var m Manners
	for _, r := range table {
		if r.matches(s) {
			m.add(r)
		}
	}
	switch {
	case s.Manufacturer == "" && len(m.Makers) == 0:
		m.add(nameless)
		m.RadioOn, m.Restart = anybodys(radioOn), anybodys(restart)
	case len(m.Makers) == 0:
		m.add(standard)
		m.addAnybodys()
	default:
		m.add(standard)
	}
	return m
}

// row is what is peculiar to the modems that say so of themselves.
type row struct {
	maker string // the name of the row; several rows of one maker have the same
	// What the modem says contains one of these, in lower case; nil for anything.
	manufacturers, models []string
	firmware              string // what +CGMR begins with, in lower case; "" for anything
	took                  string // or it took this command
	source                string
	// Noise are the beginnings of lines that come unasked and look like no notice: they begin with no
	// sign such as + or ^, or have no colon.
	noise []string
	// Restarts are the beginnings of lines that tell that the modem has started anew.
	restarts []string
	// Flood is the beginning of a notice that comes again and again until endFlood is asked.
	flood    string
	endFlood Command
	Manners
}

// matches reports whether a modem is in the row.
func (r row) matches(s Said) bool {
	for _, c := range s.Took {
		if r.took != "" && c == r.took {
			return true
		}
	}
	if r.manufacturers == nil && r.models == nil {
		return false
	}
	return containsOne(s.Manufacturer, r.manufacturers) && containsOne(s.Model, r.models) &&
		strings.HasPrefix(strings.ToLower(s.Firmware), r.firmware)
}

// containsOne reports whether s contains one of some words, whatever its case; nil is in everything.
func containsOne(s string, words []string) bool {
	s = strings.ToLower(s)
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return words == nil
}

// add takes in a row. What is in an earlier row comes first; of waits the longest counts.
func (m *Manners) add(r row) {
	if r.maker != "" && !slices.Contains(m.Makers, r.maker) {
		m.Makers = append(m.Makers, r.maker)
	}
	m.Quiet = append(m.Quiet, r.Quiet...)
	m.Loud = append(m.Loud, r.Loud...)
	m.Start = append(m.Start, r.Start...)
	m.AfterPIN = append(m.AfterPIN, r.AfterPIN...)
	m.PINWait = max(m.PINWait, r.PINWait)
	m.RadioWait = max(m.RadioWait, r.RadioWait)
	m.RadioOn = append(m.RadioOn, r.RadioOn...)
	m.addTries(r.Tries)
	if len(m.CardID) == 0 {
		m.CardID = r.CardID
	}
	m.USSD = append(m.USSD, r.USSD...)
	m.Restart = append(m.Restart, r.Restart...)
	m.Unfinished = append(m.Unfinished, r.Unfinished...)
	m.ReportsDirect = m.ReportsDirect || r.ReportsDirect
	m.AtOnce = m.AtOnce || r.AtOnce
	m.NotCDMA = m.NotCDMA || r.NotCDMA
}

// addAnybodys takes in what modems of a maker without a row may know all the same: many are sold under
// other names. It is said only where the standard's way was refused. Whose own command was refused before
// are not meant.
func (m *Manners) addAnybodys() {
	for _, r := range table {
		if r.models == nil && r.took == "" {
			m.addTries(r.Tries)
		}
	}
	m.RadioOn, m.Restart = anybodys(radioOn), anybodys(restart)
}

func radioOn(m Manners) []Command { return m.RadioOn }
func restart(m Manners) []Command { return m.Restart }

// anybodys returns the commands of all makers for one thing.
func anybodys(of func(Manners) []Command) []Command {
	var all []Command
	for _, r := range table {
		all = append(all, of(r.Manners)...)
	}
	return all
}

// addTries takes in ways to ask for the tries left that are not there yet.
func (m *Manners) addTries(more []Tries) {
	for _, t := range more {
		same := func(o Tries) bool {
			return o.Ask.Name == t.Ask.Name && slices.Equal(o.Ask.Args, t.Ask.Args)
		}
		if !slices.ContainsFunc(m.Tries, same) {
			m.Tries = append(m.Tries, t)
		}
	}
}
