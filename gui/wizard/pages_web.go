package wizard

import (
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// webPage is the page of the connection to a stick that is reached through its web server.
func webPage(s state) page {
	p := plainPage(s, "wizard.web", pictureOf(s))
	switch {
	case s.Session.Connected:
		return passwordPage(s)
	case s.asksLines():
		return p.cancel(tr.T("wizard.web.waiting"))
	case s.problem != setup.ProblemNone:
		p = problemPage(s)
	case s.CardAwaited():
		return plainPage(s, "wizard.card", pictureOf(s)).wait(cardWords(s))
	case waits(s):
		return p.cancel(tr.T("wizard.web.waiting"))
	}
	if s.CardAwaited() {
		p.Waiting = tr.T("wizard.card.watching")
	}
	p.Quiet = webButtons(s)
	if s.recommended() != nil {
		p.Primary = do("wizard.do.again", s.recommended())
		if s.problem == setup.ProblemNone {
			p.Primary.Key = "wizard.do.probe"
		}
	}
	if s.Restart.Err != nil {
		p.Note = tr.T("wizard.restarting.failed")
	}
	return p
}

// webButtons are what can be done when the way over the network card does not go on: the stick can be
// used as a modem instead.
func webButtons(s state) []button {
	var all []button
	if s.problem != setup.ProblemNone && s.InNetworkMode() && s.BecomesModem() {
		all = append(all, do("wizard.do.modem", setup.DoChooseWay{Way: setup.WayModem}))
	}
	if s.recommended() == nil {
		all = append(all, do("wizard.do.scan", setup.DoScan{}))
	}
	return all
}

// cardKeys are the words for how far the network card of a stick is.
var cardKeys = map[hw.AdapterState]string{
	hw.AdapterUnknown:   "wizard.card.unknown",
	hw.AdapterAbsent:    "wizard.card.absent",
	hw.AdapterDisabled:  "wizard.card.disabled",
	hw.AdapterNoLink:    "wizard.card.noLink",
	hw.AdapterNoAddress: "wizard.card.noAddress",
	hw.AdapterReady:     "wizard.card.noAddress", // ready, but without a gateway
}

func cardWords(s state) string { return tr.T(cardKeys[s.Chosen.Stick.Adapter.State]) }

// passwordPage asks for the password of a stick that wants one.
func passwordPage(s state) page {
	if s.Runs(setup.JobLogin) || s.problem == setup.ProblemNone {
		return plainPage(s, "wizard.login", picture{Kind: picKey}).wait(tr.T("wizard.login.waiting"))
	}
	p, login := problemPage(s), s.Session.Login
	if s.stickPage() != nil {
		p.Quiet = []button{{"wizard.do.stickPage", (*Wizard).openStickPage}}
	}
	if s.problem == setup.ProblemPasswordLocked {
		p.Until = login.Until
		return p
	}
	p.Form, p.Primary = formPassword, button{"wizard.do.login", (*Wizard).login}
	if login.Offer {
		p.Keep = "wizard.keepPassword"
	}
	switch {
	case login.Stale:
		p.What = tr.T("wizard.login.stale")
	case login.Result == setup.LoginFailed:
		p.Note = tr.T("wizard.login.failed")
	}
	return p
}

// login gives the stick the password in the field.
func (w *Wizard) login() {
	w.send(setup.DoLogin{Password: w.typed[fieldPassword], Keep: w.page.Keep != "" && w.local.keep})
}

// webAddress is the address at which the stick is reached, as figures, or "".
func (s state) webAddress() string {
	l, ok := s.Line()
	if lines := s.Lines(); !ok && len(lines) > 0 {
		l = lines[0]
	}
	if l.Kind != hw.LineWeb {
		return ""
	}
	return l.Address
}

// stickPage is the stick's own page of the web: that of its gateway, or of the address that a person
// named in figures; nil when there is none. No other address is ever opened.
func (s state) stickPage() *url.URL {
	address := s.webAddress()
	_, err := netip.ParseAddr(address)
	if err != nil {
		_, err = netip.ParseAddrPort(address)
	}
	if err != nil {
		return nil
	}
	return &url.URL{Scheme: "http", Host: address}
}

// openStickPage opens the stick's own page in a browser.
func (w *Wizard) openStickPage() {
	if u := w.state.stickPage(); u != nil {
		openPage(*u)(w)
	}
}

// timeLeft is a time as minutes and seconds, such as "4:09".
func timeLeft(d time.Duration) string {
	seconds := int((max(d, 0) + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// cardName is what the system calls the network card of the stick.
func (s state) cardName() string {
	if label := clean(s.Chosen.Stick.Adapter.Label, 40); label != "" {
		return label
	}
	return tr.T("wizard.name.card")
}
