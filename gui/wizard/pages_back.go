package wizard

import (
	"slices"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// Looking back: a step that is done can be opened again by a click on it in the list, or by Back. Its page
// says what was found or chosen there and offers what can be changed. Nothing goes back by that; the present
// step goes on, and its page comes again as soon as it is another one.

// looksBack reports whether the page of a done step is shown instead of the present one.
func (s state) looksBack() bool {
	return s.local.back != setup.StepUnknown && slices.Contains(s.doneSteps(), s.local.back)
}

// doneSteps returns the steps before the present one, in their order.
func (s state) doneSteps() []setup.Step {
	steps := s.Steps()
	if at := slices.Index(steps, s.step); at >= 0 {
		steps = steps[:at]
	}
	return slices.DeleteFunc(slices.Clone(steps), func(step setup.Step) bool { return !s.Holds(step) })
}

// before returns the done step before the one that is shown, StepUnknown when there is none.
func (s state) before() setup.Step {
	done := s.doneSteps()
	if s.looksBack() {
		done = done[:slices.Index(done, s.local.back)]
	}
	if len(done) == 0 {
		return setup.StepUnknown
	}
	return done[len(done)-1]
}

// lookAt shows the page of a step that is done, or the present one.
func (w *Wizard) lookAt(step setup.Step) {
	if step == w.state.step {
		step = setup.StepUnknown
	}
	w.local = local{back: step}
	w.update()
}

// lookBack shows the page of the step before.
func (w *Wizard) lookBack() { w.lookAt(w.state.before()) }

// goOn shows the page of the present step again.
func (w *Wizard) goOn() { w.lookAt(w.state.step) }

// withBack adds Back, on the left, where there is a step to look back at and the page itself leads nowhere
// else by that name.
func withBack(s state, p page) page {
	isBack := func(b button) bool { return b.Key == "wizard.do.back" }
	if s.before() == setup.StepUnknown || slices.ContainsFunc(p.Quiet, isBack) {
		return p
	}
	p.Back = button{"wizard.do.back", (*Wizard).lookBack}
	return p
}

// lookedBack describes the page of a step that is done, or what can be picked there.
func lookedBack(s state) page {
	p := backPage(s)
	if s.local.picks {
		p = picksPage(s)
	}
	p.Step = s.step
	return withBack(s, p)
}

// backPage is the page of a step that is done.
func backPage(s state) page {
	step := s.local.back
	p := page{
		Title:   tr.T("wizard.step." + step.String()),
		What:    tr.T(s.doneKey(step)),
		Picture: picture{Kind: stepPictures[step]},
		Hints:   s.found(step),
	}
	p.Primary = button{"wizard.do.forward", (*Wizard).goOn}
	p.Escape = p.Primary
	p.Quiet = s.changes(step)
	return p
}

// driverNames are the names of drivers that a person can meet in Zadig or Device Manager.
var driverNames = map[hw.Driver]string{
	hw.DriverStorage: "USBSTOR", hw.DriverWinUSB: "WinUSB", hw.DriverLibusbK: "libusbK", hw.DriverLibusb0: "libusb-win32",
}

// found is what is known of a step that is done.
func (s state) found(step setup.Step) []string {
	stick := s.Chosen.Stick
	line, hasLine := s.Line()
	switch step {
	case setup.StepStick:
		return []string{tr.T("wizard.back.stick", tr.Data{
			"Stick": s.fullName(stick), "ID": stick.ID.String(), "Place": shortLocation(stick.Location),
		})}
	case setup.StepDriver:
		if name, ok := driverNames[stick.Driver]; ok {
			return []string{tr.T("wizard.back.driver", tr.Data{"Driver": name})}
		}
	case setup.StepSwitch:
		if key, ok := modeKeys[stick.Mode]; ok {
			return []string{tr.T("wizard.back.mode", tr.Data{"Mode": tr.T(key)})}
		}
	case setup.StepConnection:
		if hasLine {
			return []string{tr.T("wizard.back.line", tr.Data{"Line": lineName(line)})}
		}
	case setup.StepSIM:
		return []string{
			tr.T("wizard.ready.network", tr.Data{
				"Operator": s.operator(), "Signal": tr.Signal(s.Session.Link.Signal),
			}),
		}
	case setup.StepTest, setup.StepChat, setup.StepUnknown:
	}
	return nil
}

// changes is what can be changed about a step that is done.
func (s state) changes(step setup.Step) []button {
	switch step {
	case setup.StepStick:
		all := []button{do("wizard.do.scan", setup.DoScan{})}
		if len(s.Scan.Snapshot.Sticks) > 1 {
			all = append(all, button{"wizard.do.otherStick", (*Wizard).otherStick})
		}
		return all
	case setup.StepDriver, setup.StepSwitch:
		var all []button
		if s.CanChooseWay() {
			all = append(all, do("wizard.do.mode", setup.DoChooseWay{}))
		}
		if s.Chosen.Stick.Mode == hw.ModeStorage && s.offersZadig() {
			all = append(all, button{"wizard.do.zadig", (*Wizard).askConsent})
		}
		return all
	case setup.StepConnection:
		if len(s.Lines()) > 1 && s.Intent.Fixed == nil {
			return []button{{"wizard.do.otherLine", (*Wizard).otherLine}}
		}
	case setup.StepSIM, setup.StepTest, setup.StepChat, setup.StepUnknown:
	}
	return nil
}

// Picking: a person who looks back can take another stick or line than the program took.

// picksPage shows the sticks or the lines to pick from.
func picksPage(s state) page {
	p := page{Title: tr.T("wizard.back.sticks.title"), What: tr.T("wizard.back.sticks.what")}
	p.Rows, p.Primary = s.stickRows(s.Scan.Snapshot.Sticks), button{"wizard.do.useStick", (*Wizard).useOther}
	now := s.Chosen.Location
	if s.local.back == setup.StepConnection {
		p.Title, p.What = tr.T("wizard.back.lines.title"), tr.T("wizard.back.lines.what")
		p.Rows, p.Primary = lineRows(s), button{"wizard.do.useLine", (*Wizard).useOther}
		now = s.Boot.LineAt
	}
	p.Row = s.chosenRow(p.Rows, now)
	p.Escape = button{"wizard.do.back", (*Wizard).leavePicks}
	p.Quiet = []button{p.Escape}
	return p
}

func (w *Wizard) otherStick() { w.pickOther() }
func (w *Wizard) otherLine()  { w.pickOther() }

func (w *Wizard) pickOther() {
	w.local.picks = true
	w.update()
}

func (w *Wizard) leavePicks() {
	w.local.picks, w.local.row = false, ""
	w.update()
}

// useOther takes the picked stick or line.
func (w *Wizard) useOther() {
	id, step := w.page.Row, w.local.back
	w.local = local{}
	if step == setup.StepConnection {
		w.config.Do(setup.DoConnect{Name: id})
	} else {
		w.config.Do(setup.DoChooseStick{Location: id})
	}
	w.update()
}

// stickLine names the stick that the page is about: every page that has something sent to it says to which.
func (s state) stickLine() string {
	stick := s.Chosen.Stick
	if !s.Present() || s.step == setup.StepStick {
		return ""
	}
	return tr.T("wizard.back.stick", tr.Data{
		"Stick": s.fullName(stick), "ID": stick.ID.String(), "Place": shortLocation(stick.Location),
	})
}
