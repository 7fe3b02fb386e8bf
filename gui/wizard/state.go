package wizard

import (
	"regexp"
	"strings"
	"unicode"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// local is what only the window knows: it is forgotten when the step changes.
type local struct {
	consent bool       // what Zadig changes is shown
	help    help       // the way taken where Windows offers no connection
	row     string     // the row the user took
	keep    bool       // the user wants the PIN remembered
	serial  bool       // the serial ports are shown to pick from
	back    setup.Step // the done step that is looked back at
	picks   bool       // there, the others to pick from are shown
}

// state is what a page is made of.
type state struct {
	setup.Facts
	step         setup.Step
	problem      setup.Problem
	local        local
	demo         bool
	demoPIN      string
	instructions Instructions
	reports      bool     // there is a report to copy
	writes       bool     // a message can be written at once
	makers       []string // of the sticks that work, the best known first
}

// name is the stick's name for people; hostile bytes in it do no harm.
func stickName(s hw.Stick) string {
	if name := clean(s.Name, 40); name != "" {
		return name
	}
	return tr.T("wizard.name.stick")
}

// socket is one hub's socket in a location path of Windows.
var socket = regexp.MustCompile(`#USB\((\d+)\)`)

// shortLocation returns the short form of where a stick is plugged in: of
// PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)#USB(1) no more than 2.1.
func shortLocation(location string) string {
	var way []string
	for _, m := range socket.FindAllStringSubmatch(location, -1) {
		way = append(way, m[1])
	}
	if len(way) > 0 {
		return strings.Join(way, ".")
	}
	if at := strings.LastIndex(location, `\`); at >= 0 { // an instance ID
		location = location[at+1:]
	}
	return clean(location, 60)
}

func lineName(l hw.Line) string {
	if l.Kind == hw.LineUSB {
		return directName(l.Interface)
	}
	label, name := clean(l.Label, 60), clean(l.Name, 40)
	switch {
	case label == "" && name == "":
		return tr.T("wizard.name.line")
	case label == "":
		return name
	case strings.Contains(label, name):
		return label
	}
	return label + " (" + name + ")"
}

// directName is the name of Direct USB. A stick can have several such lines.
func directName(number int) string {
	name := tr.T("wizard.name.direct")
	if number < 0 {
		return name
	}
	return tr.T("wizard.name.part", tr.Data{"Name": name, "Number": number})
}

// needless reports whether a step was none: a stick that is a network card needed no driver, and nobody knows
// what a device is that is only being tried.
func (s state) needless(step setup.Step) bool {
	switch step {
	case setup.StepDriver:
		return s.Chosen.Stick.Mode == hw.ModeNetwork || s.Tried()
	case setup.StepSwitch:
		return s.InNetworkMode() && !s.Plug.SentByUs || s.Tried()
	default:
		return false
	}
}

// doneKey is the key of the sentence that a step is done.
func (s state) doneKey(step setup.Step) string {
	return s.ofWay("wizard.done." + step.String())
}

// ofWay returns the key of the words for a stick in network mode or for a modem on a serial port, where
// these differ; else the key itself.
func (s state) ofWay(key string) string {
	if serial := key + ".serial"; s.OnSerial() && tr.Has(serial) {
		return serial
	}
	if web := key + ".web"; s.ByWeb() && tr.Has(web) {
		return web
	}
	return key
}

// data fills the placeholders of every text.
func (s state) data() tr.Data {
	stick := s.subject()
	service := clean(s.Scan.Snapshot.Service, 40)
	if service == "" {
		service = tr.T("wizard.name.service")
	}
	return tr.Data{
		"Stick": s.fullName(stick), "ID": stick.ID.String(), "Port": lineName(s.troubled()), "Service": service,
		"Operator": s.operator(), "Device": s.stray(),
		"Interface": s.directInterface(), "Address": s.pageAddress(), "Card": s.cardName(),
	}
}

// stray names the device that Zadig changed though it should not have.
func (s state) stray() string {
	strays := s.Strays()
	if len(strays) == 0 {
		return tr.T("wizard.name.device")
	}
	name := clean(strays[0].Was.Name, 60)
	if name == "" {
		name = clean(strays[0].Was.Device, 60)
	}
	if n := strays[0].Is.Interface; n >= 0 {
		return tr.T("wizard.name.part", tr.Data{"Name": name, "Number": n})
	}
	return name
}

// directInterface is the number of the interface that Direct USB is for.
func (s state) directInterface() int {
	if i, ok := s.InstallTarget(); ok {
		return i.Number
	}
	return 2 // as with most sticks
}

func (s state) operator() string {
	if name := clean(s.Session.Link.Operator, 30); name != "" {
		return name
	}
	return tr.T("wizard.name.network")
}

// resultOf is how a problem of the connection shows in the answer of a line.
var resultOf = map[setup.Problem]setup.ProbeResult{
	setup.ProblemPortBusy:       setup.ProbeBusy,
	setup.ProblemPortGone:       setup.ProbeGone,
	setup.ProblemPortInvalid:    setup.ProbeInvalid,
	setup.ProblemPortSilent:     setup.ProbeSilent,
	setup.ProblemPortNotModem:   setup.ProbeNotModem,
	setup.ProblemPortGarbled:    setup.ProbeGarbled,
	setup.ProblemPortStuck:      setup.ProbeStuck,
	setup.ProblemPortPermission: setup.ProbeDenied,
}

// troubled is the line that the problem is about.
func (s state) troubled() hw.Line {
	var first hw.Line
	for _, p := range s.Boot.Probes {
		if s.told(p.Result) != resultOf[s.problem] {
			continue
		}
		if p.Line.Name == s.Boot.LineAt {
			return p.Line
		}
		if first.Name == "" {
			first = p.Line
		}
	}
	if first.Name != "" {
		return first
	}
	if l, ok := s.Line(); ok {
		return l
	}
	return hw.Line{}
}

// clean makes a text from outside fit to be shown: no control characters, one line, not too long.
func clean(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar || !unicode.IsPrint(r) && !unicode.IsSpace(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return string(runes)
}
