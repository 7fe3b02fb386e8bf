package wizard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// details is the technical text of the page: always in English, without codes and numbers of
// persons, for those who help.
func details(s state) string {
	var b strings.Builder
	if refused(s.problem) {
		fmt.Fprintf(&b, "%s\n\n", s.instructions.RuleCommand)
	}
	if s.problem == setup.ProblemPortPermission {
		b.WriteString("or: sudo usermod -aG dialout \"$USER\"\n\n")
	}
	fmt.Fprintf(&b, "step %v, problem %v, way %v\n", s.step, s.problem, s.Intent.Transport)
	for _, stick := range append(slices.Clip(s.Scan.Snapshot.Sticks), s.Scan.Snapshot.Unsupported...) {
		stickDetails(&b, stick)
	}
	failed(&b, "scan", s.Scan.Err)
	optional(&b, "service", s.Scan.Snapshot.Service)
	failed(&b, "switch", s.Boot.Switch.Err)
	for _, t := range s.Run.Tries {
		optional(&b, "try "+t.At.Format(time.TimeOnly), t.String())
	}
	optional(&b, "tried since it was plugged in", strings.Join(s.Plug.Tried, ", "))
	failed(&b, "install", s.Help.InstallErr)
	failed(&b, "rule", s.Help.RuleErr)
	for _, p := range s.Boot.Probes {
		answer := fmt.Sprintf("answer %d", p.Result)
		if p.Err != nil {
			answer += " " + clean(p.Err.Error(), 200)
		}
		optional(&b, "line "+clean(p.Line.Name, 60), answer)
	}
	modem := s.Session.Identity
	optional(&b, "modem", strings.TrimSpace(
		modem.Manufacturer+" "+modem.Model+" "+modem.Firmware))
	if s.Session.Connected {
		optional(&b, "lacks", s.Session.Link.Lacks.String())
		fmt.Fprintf(&b, "sim %d, registration %d, operator %s, signal %d %%\n", s.Session.SIM.State,
			s.Session.Link.Registration, clean(s.Session.Link.Operator, 30), s.Session.Link.Signal)
	}
	failed(&b, "sim", s.Session.CodeErr)
	failed(&b, "test", s.Test.Err)
	return strings.TrimSpace(b.String())
}

func optional(b *strings.Builder, name, text string) {
	if text = clean(text, 400); text != "" {
		fmt.Fprintf(b, "%s: %s\n", name, text)
	}
}

// failed is optional for an error.
func failed(b *strings.Builder, name string, err error) {
	if err != nil {
		optional(b, name, err.Error())
	}
}

func stickDetails(b *strings.Builder, s hw.Stick) {
	fmt.Fprintf(b, "stick %s at %s: %s, mode %v, driver %v, problem %d, CD %s\n", s.ID,
		clean(s.Location, 60), clean(s.Name, 40), s.Mode, s.Driver, s.Problem,
		clean(s.CDDrive, 80))
	for _, i := range s.Interfaces {
		fmt.Fprintf(b, "  interface %d: class %02x/%02x/%02x, %s, problem %d, port %s\n", i.Number,
			i.Class, i.SubClass, i.Protocol, clean(i.DriverName, 40), i.Problem, clean(i.Port, 40))
	}
}
