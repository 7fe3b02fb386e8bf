package panel

import (
	"fmt"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// The groups of lines.
const (
	groupNet    = "net"
	groupStick  = "stick"
	groupSIM    = "sim"
	groupMemory = "memory"
)

// line is one line of the page as a value.
type line struct {
	group, words, note, value string
	copies                    string // what is copied when it is pressed
	do                        func() // where it leads
}

// same reports whether two lines look the same.
func (l line) same(other line) bool {
	l.do, other.do = nil, nil
	return fmt.Sprint(l) == fmt.Sprint(other)
}

// lines returns everything that the page shows, in its order.
func (p *Panel) lines() []line {
	lines := p.networkLines()
	if p.facts.Session.Connected {
		lines = append(lines, p.stickLines()...)
	}
	lines = append(lines, actions(groupStick, p.cfg.Stick())...)
	lines = append(lines, p.simLines()...)
	lines = append(lines, actions(groupSIM, p.cfg.SIM())...)
	return append(lines, p.memoryLines()...)
}

func actions(group string, all []Action) []line {
	var lines []line
	for _, a := range all {
		if a.Do == nil {
			continue
		}
		l := line{group: group, words: tr.T("panel.do." + a.Key), value: a.Value, do: a.Do}
		if note := "panel.do." + a.Key + ".note"; tr.Has(note) {
			l.note = tr.T(note)
		}
		lines = append(lines, l)
	}
	return lines
}

// networkLines are the sentences about the network, the first one in bold.
func (p *Panel) networkLines() []line {
	link := p.link()
	say := func(key string, data ...tr.Data) line {
		return line{group: groupNet, words: tr.T("panel.net."+key, data...)}
	}
	if !p.facts.Session.Connected {
		return []line{say("away"), say("away.what")}
	}
	if !link.Registered() {
		key := map[sms.Registration]string{
			sms.RegSearching: "searching", sms.RegDenied: "denied", sms.RegNone: "none",
		}[link.Registration]
		if key == "" {
			key = "unknown"
		}
		return []line{say(key), say(key + ".what")}
	}
	name := clean(link.Operator)
	if name == "" {
		name = tr.T("panel.net.nameless")
	}
	if tech := link.Tech.String(); tech != "" {
		name += ", " + tech
	}
	lines := []line{{group: groupNet, words: name}, say("signal", tr.Data{"Signal": tr.Signal(link.Signal)})}
	if link.Registration == sms.RegRoaming {
		lines = append(lines, say("roaming"))
	}
	return lines
}

// stickLines say which stick it is and how it is reached.
func (p *Panel) stickLines() []line {
	id, stick := p.facts.Session.Identity, p.facts.Chosen.Stick
	model := clean(id.Name())
	if model == "" {
		model = clean(stick.Name)
	}
	var lines []line
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, line{group: groupStick, words: tr.T("panel.stick." + key), value: value, copies: value})
		}
	}
	add("model", model)
	if l, ok := p.facts.Line(); ok {
		add("line", lineName(l))
	}
	if stick.ID != (hw.ID{}) {
		add("usb", stick.ID.String())
	}
	add("firmware", clean(id.Firmware))
	add("imei", clean(id.IMEI))
	return lines
}

// lineName is how a line is called: the friendly name of a port, the address of a web server.
func lineName(l hw.Line) string {
	if l.Kind == hw.LineWeb {
		return clean(l.Address)
	}
	if l.Label != "" {
		return clean(l.Label)
	}
	return clean(l.Name)
}

// simLines say whose SIM card it is.
func (p *Panel) simLines() []line {
	own := clean(p.facts.Session.Identity.OwnNumber)
	if !p.facts.Session.Connected || own == "" {
		return nil
	}
	shown := own
	if n, err := sms.ParseNumber(own, p.cfg.Region()); err == nil {
		shown = n.Display(p.cfg.Region())
	}
	return []line{{group: groupSIM, words: tr.T("panel.sim.number"), value: shown, copies: own}}
}

// clean makes a text of the stick fit for one line.
func clean(text string) string { return sms.SanitiseLine(text, 60) }
