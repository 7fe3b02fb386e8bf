package wizard

import (
	"errors"
	"fmt"
	"slices"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// help is which way the user took where Windows offers no connection.
type help int

const (
	helpNone   help = iota
	helpDirect      // Direct USB: WinUSB on one interface
	helpHuawei      // the driver that the guide names
)

// driverless are the problems of the connection that a driver solves.
var driverless = []setup.Problem{
	setup.ProblemNoPort, setup.ProblemDriverBlocked, setup.ProblemDriverIncomplete,
}

// offersWays reports that the page of the connection shows the two ways to one.
func (s state) offersWays() bool {
	return s.Platform.DriverPage && s.step == setup.StepConnection &&
		slices.Contains(driverless, s.problem)
}

// canHelp reports that a page leads to one of the two ways, be it beside something else.
func (s state) canHelp() bool {
	search := s.problem == setup.ProblemDriverSearch && s.canDirect()
	return s.offersWays() || search || s.WrongPart()
}

// canDirect reports that there is a part of the stick on which a driver makes Direct USB possible.
func (s state) canDirect() bool {
	_, ok := s.InstallTarget()
	return ok && s.Platform.Libusb
}

// direct returns the button that leads to Direct USB.
func direct() button { return button{"wizard.do.direct", (*Wizard).useDirect} }

// noPortPage offers both ways: WinUSB on one interface, or the driver of the stick's maker. That of Huawei
// has pages of its own.
func noPortPage(s state) page {
	p := problemPage(s)
	advice, again := p.Do, do("wizard.do.scan", setup.DoScan{})
	p.Do, p.Quiet, p.Primary = nil, nil, again
	if s.canDirect() {
		p.Cards = []card{{tr.T("wizard.direct.head"), tr.T("wizard.direct.badge"), []string{
			tr.T("wizard.direct.change"), tr.T("wizard.direct.undo"),
		}, true}}
		p.Quiet, p.Primary = []button{again}, direct()
	} else {
		p.Do = advice[len(advice)-1:]
	}
	p.Cards = append(p.Cards, s.driverCard())
	if s.problem == setup.ProblemDriverBlocked {
		p.Hints = []string{tr.T("problem.driverBlocked.do1")}
	}
	if !s.Foreign() {
		p.Quiet = append(p.Quiet, button{"wizard.do.huawei", (*Wizard).useHuawei})
	}
	return p
}

// driverCard is the way by the driver of the stick's maker.
func (s state) driverCard() card {
	way, what := "wizard.huawei.", "change"
	if s.Foreign() {
		way = "wizard.maker."
	}
	if s.problem == setup.ProblemDriverBlocked {
		what = "blocked"
	}
	return card{tr.T(way + "head"), tr.T(way + "badge"), []string{
		tr.T(way + what), tr.T(way + "undo"),
	}, false}
}

// helpPage is the page of the way that the user took.
func helpPage(s state) page {
	back := button{"wizard.do.back", (*Wizard).back}
	var p page
	switch {
	case s.local.help == helpHuawei:
		p = huaweiPage(s)
	case s.local.consent:
		p = consentPage(s)
		p.Quiet[0], p.Escape = back, back
		return p
	default:
		p = clicksPage(s)
	}
	p.Problem = s.problem
	p.Quiet, p.Escape = append([]button{back}, p.Quiet...), back
	return p
}

// huaweiPage leads through unpacking and installing the driver that the guide names. What is
// next follows from the file that the user pointed at.
func huaweiPage(s state) page {
	p := plainPage(s, "wizard.unpack", picture{Kind: picUnpack, Stage: int(s.Help.File)})
	steps := fmt.Sprintf("wizard.unpack.stage%d.do", s.Help.File)
	for i := 1; tr.Has(fmt.Sprint(steps, i)); i++ {
		p.Do = append(p.Do, tr.T(fmt.Sprint(steps, i)))
	}
	if s.Help.File == hw.DriverFileNone && s.Help.FileErr == nil && !s.Runs(setup.JobFile) {
		p.Lines = []string{s.instructions.Archive}
		p.Quiet = []button{{"wizard.do.guide", openPage(guidePage)}}
	}
	if s.Help.File != hw.DriverFileData {
		p.Form = formDriver
		p.Primary = button{"wizard.do.check", (*Wizard).checkFile}
		p.Quiet = append(p.Quiet, button{"wizard.do.pick", (*Wizard).pick})
	}
	switch {
	case s.Runs(setup.JobFile):
		p.Waiting = tr.T("wizard.unpack.reading")
	case errors.Is(s.Help.FileErr, hw.ErrChangedFile):
		p.Note = tr.T("wizard.unpack.changed")
	case errors.Is(s.Help.FileErr, hw.ErrGone):
		p.Note = tr.T("wizard.unpack.gone")
	case s.Help.FileErr != nil:
		p.Note = tr.T("wizard.unpack.other")
	case s.Help.File != hw.DriverFileNone:
		p.Good = tr.T(fmt.Sprintf("wizard.unpack.right%d", s.Help.File))
	}
	return p
}

// strayPage warns that Zadig changed the driver of another device, and shows the way back.
func strayPage(s state) page {
	p := problemPage(s)
	p.Picture = picture{Kind: picWarning}
	var infs []string
	for _, stray := range s.Strays() {
		p.Hints = append(p.Hints, tr.T("wizard.stray.change", tr.Data{
			"Was": driverWord(stray.Was.Driver), "Is": driverWord(stray.Is.Driver),
		}))
		infs = append(infs, stray.Is.Inf)
	}
	if p.Lines = s.instructions.undo(infs); len(p.Lines) > 0 {
		p.Hints = append(p.Hints, tr.T("wizard.stray.command"))
	}
	p.Quiet = []button{do("wizard.do.goOn", setup.DoNoteDrivers{})}
	return p
}

// wrongPartPage says that Zadig changed another part of the stick than it should have. That part may
// do as well: with its driver it is a connection like the right one.
func wrongPartPage(s state) page {
	p := plainPage(s, "wizard.wrongPart", pictureOf(s))
	p.Problem = s.problem
	p.Do = []string{tr.T("wizard.wrongPart.do1"), tr.T("wizard.wrongPart.do2")}
	p.Primary = do("wizard.do.tryPart", setup.DoNoteDrivers{})
	return p
}

func driverWord(service string) string {
	if service = clean(service, 30); service != "" {
		return service
	}
	return tr.T("wizard.stray.none")
}

// installNote says why Zadig could not do its work; a person's no is no error.
func installNote(err error) string {
	for is, key := range map[error]string{
		hw.ErrNotZadig: "wizard.clicks.notZadig", hw.ErrUnsigned: "wizard.clicks.unsigned",
		hw.ErrNoCopy: "wizard.clicks.noCopy", hw.ErrDeclined: "wizard.clicks.declined", hw.ErrClosed: "wizard.clicks.closed",
	} {
		if errors.Is(err, is) {
			return tr.T(key)
		}
	}
	return tr.T("wizard.clicks.failed")
}

// wrongFile reports whether Zadig was not started because another file was picked.
func wrongFile(err error) bool {
	return errors.Is(err, hw.ErrNotZadig) || errors.Is(err, hw.ErrUnsigned)
}

// undoLines are the commands that remove the drivers which Zadig gave to sticks, and then what vouches
// for them.
func undoLines(s state) []string {
	var infs []string
	for _, i := range s.Replaced() {
		infs = append(infs, i.Inf)
	}
	lines := s.instructions.undo(infs)
	if len(lines) == 0 {
		return nil
	}
	for _, vendor := range s.ReplacedVendors() {
		if line := s.instructions.CertificateLine(vendor); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
