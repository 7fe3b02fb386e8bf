package wizard

import (
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// wayPage asks whether the stick shall go into internet or modem mode: what each costs on this computer,
// the recommended one first, and what mobile data means before it is chosen.
func wayPage(s state) page {
	p := plainPage(s, "wizard.mode", picture{})
	ways := []setup.Way{setup.WayInternet, setup.WayModem}
	recommended := s.RecommendedWay()
	if recommended == setup.WayModem {
		ways[0], ways[1] = ways[1], ways[0]
	}
	for _, w := range ways {
		name := tr.T("wizard.mode." + w.String())
		if w == recommended {
			name = tr.T("wizard.mode.recommended", tr.Data{"Mode": name})
		}
		p.Rows = append(p.Rows, row{ID: w.String(), Name: name, Note: wayNote(s, w)})
	}
	p.Row = s.chosenRow(p.Rows, s.PreferredWay().String())
	p.Hints = []string{tr.T("wizard.mode.data")}
	p.Primary = button{"wizard.do.switch", (*Wizard).useWay}
	p.Auto = true
	return p
}

// wayNote says what a way costs, and what the stick is then.
func wayNote(s state, w setup.Way) string {
	cost := s.Cost(w)
	steps := tr.Data{"Steps": tr.N("wizard.mode.steps", cost.Steps)}
	key := "wizard.mode.free"
	switch {
	case cost.Driver:
		key = "wizard.mode.driver"
	case cost.Admin:
		key = "wizard.mode.admin"
	}
	is := s.key("wizard.mode.", w.String()+".is")
	if w == setup.WayInternet && s.Known().NoCard {
		is = "wizard.mode.noCard"
	}
	return tr.T(key, steps) + "\n" + tr.T(is)
}

// The rows of transportPage.
const (
	rowPass = "pass"
	rowUSB  = "usb"
)

// transportPage asks whether the stick is switched through its CD drive or by another driver: what each
// changes on this computer and how to undo it. The one button takes the chosen way and switches at once.
func transportPage(s state, p page) page {
	p.Do, p.Picture = nil, picture{}
	for _, id := range []string{rowPass, rowUSB} {
		key := "wizard.way." + id
		name := tr.T(key + ".head")
		if id == rowPass {
			name = tr.T("wizard.mode.recommended", tr.Data{"Mode": name})
		}
		p.Rows = append(p.Rows, row{ID: id, Name: name, Note: tr.T(key+".change") + "\n" + tr.T(key+".undo")})
	}
	p.Row = s.chosenRow(p.Rows, rowPass)
	p.Primary = button{"wizard.do.switch", (*Wizard).useTransport}
	if p.Row == rowUSB {
		p.Primary = button{"wizard.do.zadig", (*Wizard).askConsent}
	}
	p.Auto = p.Row == rowPass
	return p
}

// useTransport switches the stick through its CD drive.
func (w *Wizard) useTransport() {
	w.local.row = ""
	w.config.Do(setup.DoChooseTransport{Transport: setup.TransportPassThrough})
}

// useWay takes the chosen way.
func (w *Wizard) useWay() {
	way := setup.WayModem
	if w.page.Row == setup.WayInternet.String() {
		way = setup.WayInternet
	}
	w.local.row = ""
	w.config.Do(setup.DoChooseWay{Way: way})
}

// otherMode adds the way back to the choice.
func otherMode(s state, p page) page {
	if s.CanChooseWay() {
		p.Quiet = append([]button{do("wizard.do.mode", setup.DoChooseWay{})}, p.Quiet...)
	}
	return p
}

// noCardPage says that this computer makes no network card of the stick, and leads to modem mode.
func noCardPage(s state) page {
	p := problemPage(s)
	p.Picture = picture{Kind: picWarning}
	p.Quiet = []button{do("wizard.do.scan", setup.DoScan{})}
	if s.BecomesModem() {
		p.Primary = do("wizard.do.modem", setup.DoChooseWay{Way: setup.WayModem})
	}
	return p
}

// changePage leads from one mode to the other: the stick is asked, or it has to be replugged.
func changePage(s state) page {
	c := s.Change
	keep := do("wizard.do.keepMode", setup.DoChooseWay{Way: otherWay(c.To)})
	if !s.Present() {
		keep = do("wizard.do.keepMode", setup.DoCancel{})
	}
	if s.Runs(setup.JobMode) || !c.Told.IsZero() && !c.Left {
		return plainPage(s, "wizard.change.asking", picture{Kind: picSwitch}).
			cancel(tr.T("wizard.change.asking.waiting"))
	}
	p := page{Title: tr.T("wizard.change.title"), Picture: picture{Kind: picPlug}}
	if c.Same {
		p.Title = tr.T("wizard.change.same." + c.To.String() + ".title")
		p.What = tr.T("wizard.change.same.what")
		p.Do = []string{tr.T("wizard.change.same.do1"), tr.T("wizard.change.same.do2")}
		p.Primary, p.Escape = keep, keep
		p.Quiet = []button{do("wizard.do.again", setup.DoChooseWay{Way: c.To})}
		return p
	}
	p.What = tr.T("wizard.change." + c.To.String() + ".what")
	p.Do = []string{
		tr.T("wizard.change.do1"), tr.T("wizard.change.do2"), tr.T("wizard.change.do3"),
	}
	if c.Err != nil {
		p.Note = tr.T("wizard.change.refused")
	}
	if c.To == setup.WayInternet {
		p.Hints = []string{tr.T("wizard.mode.data")}
	}
	p.Waiting = tr.T("wizard.change.waiting")
	p.Quiet, p.Escape = []button{keep}, keep
	return p
}

// otherWay returns the mode that a change comes from.
func otherWay(to setup.Way) setup.Way {
	if to == setup.WayModem {
		return setup.WayInternet
	}
	return setup.WayModem
}

// dataPage asks about mobile data of a stick that has just been connected to in internet mode.
func dataPage(s state) page {
	p := plainPage(s, "wizard.data", pictureOf(s))
	if s.Runs(setup.JobData) {
		p.Waiting = tr.T("wizard.data.waiting")
		return p
	}
	p.Hints = []string{tr.T("wizard.data.hint")}
	if s.Session.Data.Err != nil {
		p.Note = tr.T("wizard.data.failed")
	}
	later := do("wizard.do.dataLater", setup.DoHideData{})
	p.Quiet = []button{later, do("wizard.do.dataOn", setup.DoMobileData{On: true})}
	p.Primary, p.Escape = do("wizard.do.dataOff", setup.DoMobileData{}), later
	return p
}
