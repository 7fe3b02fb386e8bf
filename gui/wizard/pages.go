package wizard

import (
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func stickPage(s state) page {
	again := do("wizard.do.scan", setup.DoScan{})
	if s.problem == setup.ProblemNone {
		p := plainPage(s, "wizard.stick", pictureOf(s))
		p.Hints = []string{
			tr.T("wizard.stick.hint1"), tr.T("wizard.stick.hint2"), s.ownProgram(),
		}
		p.Waiting = tr.T("wizard.stick.waiting")
		if s.Present() {
			p.Waiting = tr.T("wizard.stick.reading", s.data())
		}
		return s.withKinds(p)
	}
	p := problemPage(s)
	switch s.problem {
	case setup.ProblemNoStick:
		p.Do = append(p.Do, s.ownProgram())
		p.Waiting = tr.T("wizard.stick.waiting")
		p.Quiet = []button{again}
		return s.withKinds(p)
	case setup.ProblemSeveral:
		p.Rows = s.stickRows(s.Scan.Snapshot.Sticks)
		p.Row = s.chosenRow(p.Rows, "")
		p.Primary = button{"wizard.do.useStick", (*Wizard).use}
	case setup.ProblemTry, setup.ProblemRefused, setup.ProblemOwnPage, setup.ProblemUnsupported:
		return oddPage(s, p)
	case setup.ProblemScanFailed:
		p.Primary = again
	default:
		p.Waiting = tr.T("wizard.stick.waiting")
		p.Quiet = []button{again}
	}
	return p
}

// ownProgram is what to do about the program on the stick's CD, which Windows offers to run.
func (s state) ownProgram() string {
	if s.Platform.DriverPage {
		return tr.T("wizard.stick.autorun")
	}
	return tr.T("wizard.stick.hint3")
}

// chosenRow is the row the user took if it is still there, else the wanted one, else the first.
func (s state) chosenRow(rows []row, wanted string) string {
	for _, id := range []string{s.local.row, wanted} {
		for _, r := range rows {
			if r.ID == id && id != "" {
				return id
			}
		}
	}
	if len(rows) > 0 {
		return rows[0].ID
	}
	return ""
}

func driverPage(s state) page { return otherMode(s, driverPageOf(s)) }

func driverPageOf(s state) page {
	zadig := button{"wizard.do.zadig", (*Wizard).askConsent}
	if s.Intent.Transport == setup.TransportLibusb && zadigHelps(s.problem) {
		return clicksPage(s)
	}
	if s.problem == setup.ProblemNone {
		return plainPage(s, "wizard.starting", pictureOf(s)).wait(tr.T("wizard.starting.waiting"))
	}
	p := problemPage(s)
	p.Note = s.caveat()
	switch s.problem {
	case setup.ProblemCDMode:
		return transportPage(s, p)
	case setup.ProblemNoStorageDriver, setup.ProblemWrongDriver, setup.ProblemDriverIncomplete,
		setup.ProblemPassDenied, setup.ProblemPassDeniedRemote:
		p.Primary = zadig
	case setup.ProblemCDNotReady, setup.ProblemDriverBlocked, setup.ProblemDriverSettling:
		p.Quiet = []button{zadig, do("wizard.do.scan", setup.DoScan{})}
	default:
		p.Quiet = []button{do("wizard.do.scan", setup.DoScan{})}
	}
	return p
}

// zadigHelps reports that WinUSB, bound by Zadig, solves the problem.
func zadigHelps(p setup.Problem) bool {
	switch p {
	case setup.ProblemNone, setup.ProblemNoStorageDriver, setup.ProblemWrongDriver,
		setup.ProblemDriverIncomplete, setup.ProblemCDMode:
		return true
	default:
		return false
	}
}

// consentPage says what Zadig changes and how to undo it, before anything is started.
func consentPage(s state) page {
	p := plainPage(s, "wizard.consent", picture{})
	change := "wizard.consent.change."
	if s.step == setup.StepConnection {
		change = "wizard.consent.modem."
	}
	p.Cards = []card{
		{Head: tr.T("wizard.consent.change.head"), Lines: []string{
			tr.T(change + "line1"), tr.T(change + "line2"), tr.T("wizard.consent.change.line3"),
			tr.T("wizard.consent.change.line4"),
		}},
		{Head: tr.T("wizard.consent.undo.head"), Lines: []string{
			tr.T("wizard.consent.undo.line1"), tr.T("wizard.consent.undo.line2"),
			tr.T("wizard.consent.undo.line3"), tr.T("wizard.consent.undo.line4"),
		}},
	}
	p.Escape = button{"wizard.do.back", (*Wizard).back}
	p.Primary = button{"wizard.do.startZadig", (*Wizard).startZadig}
	if s.demo {
		p.Tip = tr.T("wizard.consent.demo")
		p.Quiet = []button{p.Escape}
		return p
	}
	p.Form = formZadig
	p.Quiet = []button{
		p.Escape,
		{"wizard.do.pick", (*Wizard).pick},
		{"wizard.do.fetch", openPage(zadigPage)},
		{"wizard.do.self", (*Wizard).awaitZadig},
	}
	return p
}

// clicksPage shows every click in Zadig and notices by itself when the driver is bound.
func clicksPage(s state) page {
	p := plainPage(s, "wizard.clicks", zadigPicture(s))
	p.Do = []string{
		tr.T("wizard.clicks.do1"), tr.T("wizard.clicks.do2", tr.Data{"Stick": zadigPicture(s).Name}),
		tr.T("wizard.clicks.do3"), tr.T("wizard.clicks.do4"),
	}
	p.Waiting = tr.T("wizard.clicks.waiting")
	start := button{"wizard.do.startZadig", (*Wizard).askConsent}
	if s.demo {
		start.Do = (*Wizard).startZadig
	}
	if s.Help.InstallErr != nil {
		p.Note, p.Waiting = installNote(s.Help.InstallErr), ""
	}
	if !s.Runs(setup.JobInstall) {
		p.Primary = start
	}
	if s.Platform.PassThrough && s.Chosen.Stick.Driver == hw.DriverStorage {
		p.Quiet = []button{do("wizard.do.other", setup.DoChooseTransport{Transport: setup.TransportAuto})}
		p.Escape = p.Quiet[0]
	}
	if wrongFile(s.Help.InstallErr) {
		p.Quiet = append(p.Quiet, button{"wizard.do.fetch", openPage(zadigPage)})
	}
	return p
}

func switchPage(s state) page {
	key := ""
	if s.Plug.Way == setup.WayInternet {
		key = ".internet"
	}
	switch {
	case s.Switching():
		return plainPage(s, "wizard.switching"+key, pictureOf(s)).cancel(tr.T("wizard.switching.waiting"))
	case s.Chooses() && s.problem == setup.ProblemNone:
		return wayPage(s)
	}
	var p page
	switch {
	case s.problem != setup.ProblemNone:
		p = problemPage(s)
	case s.CanSwitch() && s.AsksConsent():
		return agreePage(s)
	case s.CanSwitch() && s.Foreign():
		p = plainPage(s, "wizard.switch.agreed", pictureOf(s))
	case s.CanSwitch():
		p = plainPage(s, "wizard.switch"+key, pictureOf(s))
		p.Auto = true
	default:
		return plainPage(s, "wizard.starting", pictureOf(s)).wait(tr.T("wizard.starting.waiting"))
	}
	switch a := s.recommended().(type) {
	case setup.DoSwitch, setup.DoAgree:
		p.Primary = do("wizard.do.switch", a)
		if s.problem != setup.ProblemNone {
			p.Primary.Key = "wizard.do.again"
		}
	case setup.DoStartOver:
		p.Primary = do("wizard.do.startOver", setup.DoStartOver{})
	default:
		p.Quiet = []button{do("wizard.do.scan", setup.DoScan{})}
	}
	if s.offersZadig() {
		p.Quiet = append(p.Quiet, button{"wizard.do.zadig", (*Wizard).askConsent})
	}
	return otherMode(s, p)
}

// offersZadig reports whether another driver for the CD drive is a way besides; in internet mode only
// when something is wrong, as nothing has to be installed for it.
func (s state) offersZadig() bool {
	stick := s.Chosen.Stick
	needless := s.Plug.Way == setup.WayInternet && s.problem == setup.ProblemNone
	return s.Platform.DriverPage && !needless && s.Intent.Transport != setup.TransportLibusb &&
		stick.Mode == hw.ModeStorage && !stick.Driver.Libusb()
}

// recommended is the recommended action as long as the facts agree with the page.
func (s state) recommended() setup.Action {
	if s.Step() != s.step {
		return nil
	}
	return s.Recommended()
}

// donePage is what the wizard shows when it is opened although nothing is missing.
func donePage(s state) page {
	p := plainPage(s, "wizard.ready", pictureOf(s))
	if s.problem != setup.ProblemNone {
		p = problemPage(s)
	}
	p.Hints = []string{tr.T("wizard.ready.network", tr.Data{
		"Operator": s.operator(),
		"Signal":   tr.Signal(s.Session.Link.Signal),
	})}
	if stick, ok := s.Stick(); ok {
		p.Hints = append([]string{tr.T("wizard.ready.stick",
			tr.Data{"Stick": stickName(stick)})}, p.Hints...)
	}
	if port, ok := serialHint(s); ok {
		p.Hints = append([]string{port}, p.Hints...)
	}
	if s.Test.Found != sms.ReceiveUnknown {
		p.Hints = append(p.Hints, tr.T("wizard.receiving."+s.Test.Found.String()))
	}
	p.Primary = button{"wizard.do.chat", (*Wizard).leave}
	p.Escape = p.Primary
	p.Auto = !s.OnSerial() // to which the next start goes anyway
	return s.askReport(p)
}
