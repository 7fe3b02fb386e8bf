package main

import (
	"strings"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// stateWords says in what state the program is and what to do about it; "" for a state that is about to
// change. given reports whether a PIN was given by a file.
func stateWords(f setup.Facts, given bool) string {
	if f.Runs(setup.JobUnlock) || f.Runs(setup.JobLogin) {
		return ""
	}
	if p := f.Problem(); p != setup.ProblemNone {
		return problemWords(f, p, given)
	}
	switch f.Step() {
	case setup.StepStick:
		return tr.T("headless.stick")
	case setup.StepDriver, setup.StepSwitch:
		return tr.T("headless.switch")
	case setup.StepConnection:
		return tr.T("headless.connection")
	case setup.StepSIM:
		return tr.T("headless.network")
	case setup.StepTest, setup.StepChat:
		return readyWords(f)
	case setup.StepUnknown:
	}
	return ""
}

func readyWords(f setup.Facts) string {
	link := f.Session.Link
	switch {
	case !link.Registered():
		return tr.T("headless.network")
	case link.Operator == "":
		return tr.T("headless.ready.unnamed")
	}
	return tr.T("headless.ready", tr.Data{"Network": link.Operator})
}

// problemWords says what is in the way. What to do is said where it is another thing than at the window.
func problemWords(f setup.Facts, p setup.Problem, given bool) string {
	tries := tr.Data{"Tries": max(f.Session.SIM.PINTries, 0)}
	switch {
	case p == setup.ProblemPIN && given:
		return tr.T("headless.pin.again", tries)
	case p == setup.ProblemPIN:
		return tr.T("headless.pin")
	case p == setup.ProblemPINWrong:
		return tr.T("headless.pin.wrong", tries)
	case p == setup.ProblemPINLast:
		return tr.T("headless.pin.last")
	}
	key := "problem." + p.String() + "."
	if serial := key + "serial."; f.OnSerial() && tr.Has(serial+"title") {
		key = serial
	}
	line, _ := f.Line()
	stick := strings.TrimSpace(f.Chosen.Stick.Name)
	if stick == "" {
		stick = f.Chosen.Stick.ID.String()
	}
	data := tr.Data{
		"Stick": stick, "ID": f.Chosen.Stick.ID.String(), "Device": stick, "Card": stick, "Service": f.Scan.Snapshot.Service,
		"Port": line.Name, "Address": line.Name, "Interface": line.Interface, "Operator": f.Session.Link.Operator,
	}
	return tr.T("headless.problem", tr.Data{"Title": tr.T(key + "title"), "What": tr.T(key+"what", data)})
}
