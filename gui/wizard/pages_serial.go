package wizard

import (
	"cmp"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// groupCommand gives the user the right to open serial ports, on most Linux systems.
const groupCommand = `sudo usermod -aG dialout "$USER"`

// The buttons that lead to a serial port, to another one, and back to sticks.
func toSerial() button    { return button{"wizard.do.serial", (*Wizard).pickSerial} }
func otherSerial() button { return button{"wizard.do.otherSerial", (*Wizard).pickSerial} }
func leaveSerial() button { return button{"wizard.do.leaveSerial", (*Wizard).leaveSerial} }

// pickSerial shows the serial ports to pick from.
func (w *Wizard) pickSerial() {
	w.local = local{serial: true}
	w.update()
}

// useSerial takes the chosen port.
func (w *Wizard) useSerial() {
	w.config.Do(setup.DoUseSerial{Name: w.page.Row})
	w.back()
}

// leaveSerial goes back to sticks.
func (w *Wizard) leaveSerial() {
	w.config.Do(setup.DoLeaveSerial{})
	w.back()
}

// picksSerial reports whether the user is choosing a serial port.
func (s state) picksSerial() bool { return s.local.serial && s.CanPickSerial() && !s.Switching() }

// serialPage has the user pick the port of a modem that is no stick. No port is opened for it.
func serialPage(s state) page {
	p := plainPage(s, "wizard.serial", picture{Kind: picLine})
	for _, l := range s.SerialPorts() {
		kind := "wizard.serial.adapter"
		if l.Device == "" {
			kind = "wizard.serial.builtin"
		}
		p.Rows = append(p.Rows, row{ID: l.Name, Name: lineName(l), Note: tr.T(kind)})
	}
	p.Escape = button{"wizard.do.back", (*Wizard).back}
	p.Quiet = []button{p.Escape}
	if s.OnSerial() {
		p.Quiet = append(p.Quiet, leaveSerial())
	}
	if len(p.Rows) == 0 {
		p.Waiting = tr.T(s.key("wizard.serial.", "none"))
		return p
	}
	p.Row = s.chosenRow(p.Rows, s.Intent.Serial.Name)
	p.Hints = []string{tr.T("wizard.serial.hint")}
	p.Primary = button{"wizard.do.useSerial", (*Wizard).useSerial}
	return p
}

// serialLinePage is the page of the connection over a serial port that the user picked.
func serialLinePage(s state) page {
	if s.asksLines() || s.problem == setup.ProblemNone && waits(s) {
		words := tr.T("wizard.search.waiting")
		if s.Boot.Speed != 0 {
			words = tr.T("wizard.search.speed", tr.Data{"Speed": s.Boot.Speed})
		}
		return plainPage(s, "wizard.search", pictureOf(s)).cancel(words)
	}
	p := plainPage(s, "wizard.search", pictureOf(s))
	again := "wizard.do.probe"
	if s.problem != setup.ProblemNone {
		p, again = problemPage(s), "wizard.do.again"
	}
	switch {
	case s.problem == setup.ProblemPortGone:
		p.Waiting = tr.T("wizard.search.away")
	case s.recommended() != nil:
		p.Primary = do(again, s.recommended())
	}
	if s.problem == setup.ProblemPortPermission {
		p.Lines = []string{groupCommand}
	}
	return p
}

// offerSerial adds the way to a serial port where no stick is found and where connections are chosen, and
// the ways to another port and back to sticks where one is used.
func offerSerial(s state, p page) page {
	if !s.serialFits() {
		return p
	}
	var more []button
	switch connects := s.step == setup.StepConnection && !s.asksLines() && !s.Session.Connected; {
	case s.OnSerial() && (connects || s.step == setup.StepChat):
		more = []button{leaveSerial(), otherSerial()}
	case s.OnSerial() && s.step == setup.StepSIM && p.Form == formNone:
		more = []button{otherSerial()}
	case s.OnSerial():
	case s.step == setup.StepStick, connects && s.portless(p):
		more = []button{toSerial()}
	}
	p.Quiet = append(more, p.Quiet...)
	return p
}

// serialFits reports whether the page is one of its step, on which a serial port can be spoken of.
func (s state) serialFits() bool {
	ofStep := s.local == local{row: s.local.row}
	return s.CanPickSerial() && ofStep && !s.Changing() && !s.Restarts() &&
		s.problem != setup.ProblemOtherDriver
}

// portless reports whether the page is about a stick to which there may be no connection.
func (s state) portless(p page) bool {
	return !s.InNetworkMode() && (len(p.Rows) > 0 || s.problem == setup.ProblemNoPort) && len(p.Quiet) < 2
}

// serialHint says over which port and at what speed the modem is connected.
func serialHint(s state) (string, bool) {
	l, ok := s.Line()
	if !ok || !s.OnSerial() {
		return "", false
	}
	speed := cmp.Or(l.Speed, hw.DefaultSpeed)
	return tr.T("wizard.ready.port", tr.Data{"Port": lineName(l), "Speed": speed}), true
}
