package fakegoform

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

func (s *Server) networkType() string {
	if s.opt.NoNetwork || !s.sim.ready() {
		return "No Service"
	}
	return "LTE"
}

func (s *Server) provider() string {
	if s.opt.NoNetwork || !s.sim.ready() {
		return ""
	}
	return cmp.Or(s.opt.Operator, "Testnetz")
}

func (s *Server) bars() string {
	if s.opt.NoNetwork {
		return "0"
	}
	return "4"
}

func (s *Server) roam() string {
	if s.opt.Roaming {
		return "International"
	}
	return "Home"
}

func (s *Server) ppp() string {
	if s.data && s.sim.ready() && !s.opt.NoNetwork {
		return "ppp_connected"
	}
	return "ppp_disconnected"
}

func (s *Server) setData(on bool) func(*request) answer {
	return func(*request) answer {
		s.data = on
		return answer{body: success}
	}
}

// reboot restarts the stick without an answer.
func (s *Server) reboot(*request) answer {
	if s.opt.Restarted != nil {
		s.opt.Restarted()
	}
	time.AfterFunc(0, s.line.Cut)
	return answer{gone: true}
}

// How long the network takes to answer a code.
const ussdTime = 3 * time.Second

// The values of ussd_write_flag.
const (
	ussdIdle = ""
	ussdBusy = "15"
	ussdDone = "16"
	ussdLost = "4"
)

// ussdSession is a code that is being answered.
type ussdSession struct {
	ready time.Time
	menu  Menu
	state string
}

// flag is ussd_write_flag.
func (u *ussdSession) flag() string {
	if u.state == ussdBusy && !time.Now().Before(u.ready) {
		u.state = ussdDone
	}
	return u.state
}

// answer is ussd_data_info.
func (u *ussdSession) answer() map[string]string {
	if u.flag() != ussdDone {
		return nil
	}
	action := "0"
	if len(u.menu.Replies) > 0 {
		action = "1"
	}
	return map[string]string{"ussd_action": action, "ussd_dcs": "72", "ussd_data": ucs2(u.menu.Text)}
}

// ussdProcess takes a code, a reply to a menu, or the end of it.
func (s *Server) ussdProcess(q *request) answer {
	codes := s.opt.Codes
	if codes == nil {
		codes = map[string]Menu{"*100#": {Text: "Guthaben: 7,20 €"}}
	}
	var found bool
	switch q.values.Get("USSD_operator") {
	case "ussd_send":
		s.ussd.menu, found = codes[q.values.Get("USSD_send_number")]
	case "ussd_reply":
		s.ussd.menu, found = s.ussd.menu.Replies[q.values.Get("USSD_reply_number")]
	case "ussd_cancel":
		s.ussd = ussdSession{}
		return answer{body: success}
	default:
		return answer{body: refusal}
	}
	s.ussd.state, s.ussd.ready = ussdBusy, time.Now().Add(ussdTime)
	if !found {
		s.ussd.state = ussdLost
	}
	return answer{body: success}
}

// ucs2 writes a text as four hex digits for each UTF-16 unit.
func ucs2(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
