package wizard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// details is the technical text of the page: always in English, for those who help. What says whose
// the stick, the card or the computer is has been masked, as in a report.
func (w *Wizard) details() string {
	text := w.config.Mask(details(w.state, w.config.Mask))
	return strings.TrimSpace(commands(w.state) + text)
}

// commands are what can be done in a terminal, to be copied as it is.
func commands(s state) string {
	var b strings.Builder
	if s.problem == setup.ProblemPortPermission && s.OnSerial() {
		return groupCommand + "\n\n"
	}
	if refused(s.problem) {
		fmt.Fprintf(&b, "%s\n\n", s.instructions.RuleCommand(s.Vendor()))
	}
	if s.problem == setup.ProblemPortPermission {
		b.WriteString("or: sudo usermod -aG dialout \"$USER\"\n\n")
	}
	return b.String()
}

// details is the text after them. Every text from outside is masked before it is cut: half a name is
// not recognised any more.
func details(s state, mask func(string) string) string {
	b := &technical{mask: mask}
	b.line("step %v, problem %v, way %v\n", s.step, s.problem, s.Intent.Transport)
	for _, stick := range append(slices.Clip(s.Scan.Snapshot.Sticks), s.Scan.Snapshot.Unsupported...) {
		b.stick(stick)
	}
	b.failed("scan", s.Scan.Err)
	b.optional("service", s.Scan.Snapshot.Service)
	b.line("mode %v, remembered %q\n", s.Plug.Way, s.Known().String())
	if s.Change.To != setup.WayNone {
		b.line("changing to %v, same %v\n", s.Change.To, s.Change.Same)
	}
	if p := s.Intent.Serial; s.OnSerial() {
		b.line("serial port %s, speed %d, not seen in %d scans\n", b.clean(p.Name, 60), p.Speed, s.Boot.Absent)
	}
	b.failed("change", s.Change.Err)
	b.failed("mobile data", s.Session.Data.Err)
	b.failed("switch", s.Boot.Switch.Err)
	if odd, refusal, ok := s.Odd(); ok {
		b.line("left alone: %s, %v\n", odd.ID, refusal)
	}
	for _, t := range s.Run.Tries {
		b.optional("try "+t.At.Format(time.TimeOnly), t.String())
	}
	b.optional("tried since it was plugged in", strings.Join(s.Plug.Tried, ", "))
	b.failed("install", s.Help.InstallErr)
	b.failed("rule", s.Help.RuleErr)
	for _, p := range s.Boot.Probes {
		answer := fmt.Sprintf("answer %d", p.Result)
		if p.Err != nil {
			answer += " " + b.clean(p.Err.Error(), 200)
		}
		b.optional("line "+b.clean(p.Line.Name, 60), answer)
	}
	modem := s.Session.Identity
	b.optional("modem", strings.TrimSpace(modem.Manufacturer+" "+modem.Model))
	b.optional("firmware", modem.Firmware) // beside E3531, 22.5 would be masked like a phone number
	if s.Session.Login.Wanted {
		b.line("password wanted, last one: %v\n", s.Session.Login.Result)
	}
	if s.Session.Connected {
		b.optional("lacks", s.Session.Link.Lacks.String())
		b.line("sim %d, registration %d, operator %s, signal %d %%\n", s.Session.SIM.State,
			s.Session.Link.Registration, b.clean(s.Session.Link.Operator, 30), s.Session.Link.Signal)
	}
	b.failed("sim", s.Session.CodeErr)
	b.failed("login", s.Session.Login.Err)
	b.failed("test", s.Test.Err)
	return strings.TrimSpace(b.String())
}

// technical is text for those who help.
type technical struct {
	strings.Builder
	mask func(string) string
}

func (t *technical) line(format string, values ...any) { fmt.Fprintf(t, format, values...) }

// clean masks a text from outside and makes it fit to be shown.
func (t *technical) clean(text string, limit int) string { return clean(t.mask(text), limit) }

// optional is a line with a name, if there is a text.
func (t *technical) optional(name, text string) {
	if text = t.clean(text, 400); text != "" {
		t.line("%s: %s\n", name, text)
	}
}

// failed is optional for an error.
func (t *technical) failed(name string, err error) {
	if err != nil {
		t.optional(name, err.Error())
	}
}

func (t *technical) stick(s hw.Stick) {
	t.line("stick %s at %s: %s, mode %v, driver %v, problem %d, CD %s\n", s.ID, t.clean(s.Location, 60),
		t.clean(s.Name, 40), s.Mode, s.Driver, s.Problem, t.clean(s.CDDrive, 80))
	for _, i := range s.Interfaces {
		// Not with slashes: 08/06/50 would be masked like a phone number.
		t.line("  interface %d: class %02x:%02x:%02x, %s, problem %d, port %s\n", i.Number,
			i.Class, i.SubClass, i.Protocol, t.clean(i.DriverName, 40), i.Problem, t.clean(i.Port, 40))
	}
	if a := s.Adapter; s.Mode == hw.ModeNetwork {
		t.line("  network adapter: %v, problem %d, %s, gateway %v (%v)\n", a.State, a.Problem,
			t.clean(a.Label, 40), a.Gateway, a.Source)
	}
}
