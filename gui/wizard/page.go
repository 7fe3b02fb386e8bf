package wizard

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// form is which fields a page has.
type form int

const (
	formNone form = iota
	formPIN
	formPUK
	formNumber
	formZadig
	formDriver
	formPassword
)

// button is a button of a page: the key of its label, and what it does.
type button struct {
	Key string
	Do  func(*Wizard)
}

// row is one of several things to choose from.
type row struct{ ID, Name, Note string }

// card is a text with a heading, beside others of its kind.
type card struct {
	Head, Badge string
	Lines       []string
	Good        bool // the badge recommends it
}

func (c card) tone() fyne.ThemeColorName {
	if c.Good {
		return look.ColorGood
	}
	return look.ColorMuted
}

// page is everything that a page shows, as values, so that what the user types is only disturbed
// when something really changed.
type page struct {
	Step    setup.Step
	Problem setup.Problem
	Title   string
	What    string
	Do      []string // numbered
	Hints   []string // not numbered
	Picture picture
	Cards   []card
	Code    string // what the command of an administrator writes
	Rows    []row
	Row     string // ID of the chosen row
	Form    form
	Own     string    // the card's own number, where one's own number is asked for
	Note    string    // how many tries are left and such, in the colour of care
	Tip     string    // what the demo says
	Good    string    // what turned out well, with a tick
	Lines   []string  // lines to copy
	Waiting string    // words for what is going on, "" for nothing
	Timed   bool      // with a bar
	Until   time.Time // what is waited for begins then, zero for no such time
	Primary button
	Quiet   []button
	Back    button // at the left below the steps, to the step before
	Escape  button // what the key does
	Copies  string // the key of the button that copies something, "" for none
	Auto    bool   // with the box "by itself next time"
	Keep    string // the key of the box that has the PIN or password remembered, "" for none
}

// same reports whether two pages look the same: functions, which cannot be compared, are left out.
func same(a, b page) bool { return reflect.DeepEqual(a.comparable(), b.comparable()) }

func (p page) comparable() page {
	p.Primary.Do, p.Escape.Do, p.Back.Do = nil, nil, nil
	p.Quiet = slices.Clone(p.Quiet)
	for i := range p.Quiet {
		p.Quiet[i].Do = nil
	}
	return p
}

// problemPage is the page of a problem: what happened and what to do.
func problemPage(s state) page {
	key := "problem." + s.problem.String() + "."
	if serial := key + "serial."; s.OnSerial() && tr.Has(serial+"title") {
		key = serial
	}
	p := page{
		Problem: s.problem,
		Title:   tr.T(s.key(key, "title")),
		What:    tr.T(s.key(key, "what"), s.data()),
		Picture: pictureOf(s),
	}
	for i := 1; tr.Has(s.key(key, fmt.Sprint("do", i))); i++ {
		p.Do = append(p.Do, tr.T(s.key(key, fmt.Sprint("do", i)), s.data()))
	}
	return p
}

// key returns the key of a part of a page's texts: that of this kind of stick or of this system where it
// has its own, as "problem.noPort.windows.what", else that of every one.
func (s state) key(page, part string) string {
	system := "mac."
	switch {
	case s.Platform.DriverPage:
		system = "windows."
	case s.Platform.Udev:
		system = "linux."
	}
	kind := s.kindKey()
	for _, own := range []string{page + kind + system + part, page + kind + part, page + system + part} {
		if tr.Has(own) {
			return own
		}
	}
	return page + part
}

// plainPage is a page where nothing is wrong; key is that of its texts.
func plainPage(s state, key string, pic picture) page {
	return page{Title: tr.T(key + ".title"), What: tr.T(s.ofWay(key+".what"), s.data()), Picture: pic}
}

// describe returns what the page for a state shows.
func describe(s state) page {
	if s.looksBack() && !s.consents() {
		return lookedBack(s)
	}
	p := pageOf(s)
	p.Step = s.step
	p = withBack(s, offerSerial(s, p))
	if s.Run.Arrived && s.step != setup.StepChat {
		p.Quiet = append([]button{{"wizard.do.chat", (*Wizard).leave}}, p.Quiet...)
	}
	return p
}

func pageOf(s state) page {
	if p, ok := ahead(s); ok {
		return p
	}
	if s.problem == setup.ProblemNoCard {
		return noCardPage(s)
	}
	switch s.step {
	case setup.StepDriver:
		return driverPage(s)
	case setup.StepSwitch:
		return switchPage(s)
	case setup.StepConnection:
		return connectionPage(s)
	case setup.StepSIM:
		return simPage(s)
	case setup.StepTest:
		return testPage(s)
	case setup.StepChat:
		return donePage(s)
	case setup.StepStick, setup.StepUnknown:
	}
	return stickPage(s)
}

// ahead is a page that comes before that of the step.
func ahead(s state) (page, bool) {
	switch {
	case s.problem == setup.ProblemOtherDriver && s.StrayedInside():
		return wrongPartPage(s), true
	case s.problem == setup.ProblemOtherDriver:
		return strayPage(s), true
	case s.Changing():
		return changePage(s), true
	case s.picksSerial():
		return serialPage(s), true
	case s.local.help != helpNone && s.canHelp():
		return helpPage(s), true
	case s.consents():
		return consentPage(s), true
	case s.Restarts() && !s.Switching():
		return plainPage(s, "wizard.restarting", picture{Kind: picPlug}).
			cancel(tr.T("wizard.restarting.waiting")), true
	case s.asksData():
		return dataPage(s), true
	case refused(s.problem) && !s.OnSerial():
		return rulePage(s), true
	}
	return page{}, false
}

// consents reports whether the user reads what Zadig changes, on the way to the switch message.
func (s state) consents() bool {
	return s.local.consent && (s.step == setup.StepDriver || s.step == setup.StepSwitch)
}

// asksData reports whether the page about mobile data is due: when the connection is made, not before.
func (s state) asksData() bool {
	return s.AsksData() && (s.step == setup.StepTest || s.step == setup.StepChat)
}

// do is a button that has an action done.
func do(key string, a setup.Action) button {
	return button{key, func(w *Wizard) { w.config.Do(a) }}
}

// cancel makes the page one that waits: words, a bar, and a way to give up.
func (p page) cancel(words string) page {
	p.Waiting, p.Timed = words, true
	p.Quiet = []button{do("wizard.do.cancel", setup.DoCancel{})}
	p.Escape = p.Quiet[0]
	return p
}

// wait makes the page one that waits for something that cannot be given up.
func (p page) wait(words string) page {
	p.Waiting, p.Timed = words, true
	return p
}
