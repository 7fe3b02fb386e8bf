package wizard

import (
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func connectionPage(s state) page {
	if s.ByWeb() || s.Session.Connected {
		return webPage(s)
	}
	if s.OnSerial() {
		return serialLinePage(s)
	}
	return linePage(s)
}

// linePage is the page of the connection to a modem.
func linePage(s state) page {
	rows := lineRows(s)
	if s.asksLines() || s.problem == setup.ProblemNone && waits(s) {
		p := plainPage(s, "wizard.line", pictureOf(s)).cancel(tr.T("wizard.line.waiting"))
		if len(rows) > 1 {
			p.Rows, p.Row = rows, s.Boot.LineAt
		}
		return p
	}
	p := plainPage(s, "wizard.line", pictureOf(s))
	if s.problem != setup.ProblemNone {
		p = problemPage(s)
	}
	if s.problem == setup.ProblemDriverSearch {
		if s.canHelp() {
			p.Quiet = []button{direct()}
		}
		return p.wait(tr.T("wizard.line.drivers"))
	}
	if s.offersWays() {
		return noPortPage(s)
	}
	if s.problem == setup.ProblemNoModem || s.problem == setup.ProblemCDMA {
		return hopelessPage(s, p)
	}
	_, asked := resultOf[s.problem]
	if len(rows) > 1 && (asked || s.problem == setup.ProblemNone) ||
		s.problem == setup.ProblemWhichPort {
		p.Rows, p.Row = rows, s.chosenRow(rows, s.Boot.LineAt)
	}
	return lineButtons(s, p)
}

// asksLines reports whether lines are being asked, and that for more than repeating the last round.
func (s state) asksLines() bool { return s.Runs(setup.JobProbe) && !s.Boot.Quiet }

func lineButtons(s state, p page) page {
	again := do("wizard.do.again", setup.DoProbe{})
	if s.problem == setup.ProblemNone {
		again.Key = "wizard.do.probe"
	}
	switch {
	case len(p.Rows) > 0 && (s.local.row != "" || s.problem == setup.ProblemWhichPort):
		p.Primary = button{"wizard.do.useLine", (*Wizard).use}
		if s.local.row != "" && s.problem != setup.ProblemWhichPort {
			p.Quiet = []button{again}
		}
	case s.recommended() != nil:
		p.Primary = do(again.Key, s.recommended())
		if s.Intent.Fixed == nil && s.Boot.LineAt != "" {
			p.Quiet = []button{do("wizard.do.all", setup.DoProbe{})}
		}
	default:
		p.Quiet = []button{do("wizard.do.scan", setup.DoScan{})}
	}
	if s.WrongPart() {
		p.Quiet = append(p.Quiet, direct())
	}
	if s.Hangs() {
		p.Quiet = append(p.Quiet, button{"wizard.do.restart", (*Wizard).restart})
	}
	if s.Restart.Err != nil {
		p.Note = tr.T("wizard.restarting.failed")
	}
	return p
}

func waits(s state) bool {
	_, _, busy := s.Busy()
	return busy
}

// probeKeys are the words for how a line answered.
var probeKeys = map[setup.ProbeResult]string{
	setup.ProbePending:  "wizard.line.pending",
	setup.ProbeModem:    "wizard.line.modem",
	setup.ProbeSilent:   "wizard.line.silent",
	setup.ProbeNotModem: "wizard.line.notModem",
	setup.ProbeGarbled:  "wizard.line.garbled",
	setup.ProbeBusy:     "wizard.line.busy",
	setup.ProbeGone:     "wizard.line.gone",
	setup.ProbeInvalid:  "wizard.line.invalid",
	setup.ProbeDenied:   "wizard.line.denied",
	setup.ProbeStuck:    "wizard.line.stuck",
	setup.ProbeCDMA:     "wizard.line.cdma",
}

// told is how an answer is told. Only on Linux it is a matter of rights when a line is refused.
func (s state) told(r setup.ProbeResult) setup.ProbeResult {
	if r == setup.ProbeDenied && !s.Platform.Udev {
		return setup.ProbeBusy
	}
	return r
}

func lineRows(s state) []row {
	var rows []row
	for _, l := range s.Lines() {
		r := row{ID: l.Name, Name: lineName(l), Note: tr.T("wizard.line.open")}
		for _, p := range s.Boot.Probes {
			if p.Line.Name == l.Name {
				r.Note = tr.T(probeKeys[s.told(p.Result)])
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func simPage(s state) page {
	switch {
	case s.Runs(setup.JobUnlock):
		return plainPage(s, "wizard.unlocking", pictureOf(s)).wait(tr.T("wizard.unlocking.waiting"))
	case s.problem == setup.ProblemNone && s.Session.SIM.State == sms.SIMReady:
		p := plainPage(s, "wizard.network", pictureOf(s)).wait(tr.T("wizard.network.waiting"))
		if s.Session.Link.Signal >= 0 && s.Session.Link.Registration != sms.RegUnknown {
			p.Hints = []string{tr.T("wizard.network.signal",
				tr.Data{"Signal": tr.Signal(s.Session.Link.Signal)})}
		}
		return p
	case s.problem == setup.ProblemNone:
		return plainPage(s, "wizard.sim", pictureOf(s)).wait(tr.T("wizard.sim.waiting"))
	}
	return simProblemPage(s)
}

// simProblemPage is the page when the card wants a code, or does not work.
func simProblemPage(s state) page {
	p := problemPage(s)
	switch s.problem {
	case setup.ProblemPIN, setup.ProblemPINWrong, setup.ProblemPINLast:
		p.Form, p.Primary = formPIN, button{"wizard.do.unlock", (*Wizard).unlock}
		if p.Note = tries(s.Session.SIM.PINTries); s.Session.PINOffer {
			p.Keep = "wizard.keepPIN"
		}
		if s.Session.PINStale {
			p.What = tr.T("wizard.sim.stale")
		}
		if s.problem == setup.ProblemPIN && p.Note != "" {
			p.Hints, p.Note = []string{p.Note}, ""
		}
		if s.demo && s.demoPIN != "" {
			p.Tip = tr.T("wizard.sim.demo", tr.Data{"PIN": s.demoPIN})
		}
	case setup.ProblemPUK, setup.ProblemPUKWrong:
		p.Form, p.Primary = formPUK, button{"wizard.do.unblock", (*Wizard).unblock}
		p.Note = tries(s.Session.SIM.PUKTries)
	case setup.ProblemNoNetwork, setup.ProblemNetworkDenied:
		p = p.wait(tr.T("wizard.network.waiting"))
	default:
		p.Waiting = tr.T("wizard.sim.watching")
	}
	if s.Session.CodeErr != nil && p.Note == "" {
		p.Note = tr.T("wizard.sim.failed")
	}
	return p
}

// tries says how many tries are left, as far as the modem says.
func tries(left int) string {
	if left < 0 {
		return tr.T("wizard.sim.triesUnknown")
	}
	return tr.N("wizard.sim.tries", left)
}

func testPage(s state) page {
	skip := do("wizard.do.skip", setup.DoSkipTest{})
	if s.Test.State == setup.TestRunning {
		return plainPage(s, "wizard.testing", pictureOf(s)).cancel(tr.T("wizard.testing.waiting"))
	}
	p := plainPage(s, "wizard.test", pictureOf(s))
	p.Primary = button{"wizard.do.test", (*Wizard).test}
	if s.problem != setup.ProblemNone {
		p = problemPage(s)
		p.Primary = button{"wizard.do.again", (*Wizard).test}
	}
	p.Form, p.Own = formNumber, clean(s.Session.Identity.OwnNumber, numberMost)
	p.Quiet, p.Escape = []button{skip}, skip
	if s.writes {
		p.Quiet = append(p.Quiet, button{"wizard.do.write", (*Wizard).write})
	}
	return s.askReport(p)
}
