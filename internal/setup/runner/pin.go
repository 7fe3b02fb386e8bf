package runner

import (
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// autoPIN decides which PIN is tried without a user who types it: the one typed earlier in this
// run, when the stick is plugged in again, or the one kept on this computer. It notes what was
// tried, so that each is tried once. It is only touched on the goroutine of Run.
type autoPIN struct {
	typed     typedPIN
	keptTried bool // the kept PIN was tried in this run
	given     givenPIN
	session   sessionPIN
}

// typedPIN is the PIN that a card last took in this run, in memory only, with the card's own number,
// the modem and the tries that were left then.
type typedPIN struct {
	pin, card, imei string
	tries           int
}

// givenPIN is the PIN of Config.PIN, for whatever card is in: that of a program without a person, who would
// have to know which card it is. It is tried until a card refuses it.
type givenPIN struct {
	pin     string
	refused bool
	tries   int // that were left when it was tried last
}

// sessionPIN is what was done in this session.
type sessionPIN struct {
	asked        bool // which card this is, and whether there is a PIN for it
	offerDecided bool // the session was asked whether a PIN can be kept
}

// allowed reports whether the card may be sent a PIN unasked: never with only one try known to be
// left, because a PIN that was changed elsewhere must not lock the card.
func (*autoPIN) allowed(f setup.Facts) bool {
	card := f.Session.SIM
	return card.State == sms.SIMNeedsPIN && card.PINTries >= 2 && !f.Session.PINWrong &&
		!f.Boot.Held && !f.Runs(setup.JobUnlock)
}

// ask reports whether to ask now which card this is and whether there is a PIN for it, once per
// session.
func (p *autoPIN) ask(f setup.Facts) bool {
	given := p.given.pin != "" && !p.given.refused
	if p.typed.pin == "" && p.keptTried && !given || p.session.asked || !p.allowed(f) {
		return false
	}
	p.session.asked = true
	return true
}

// useTyped reports whether to try the typed PIN on a card now: on the same card in the same modem
// only, and while it has as many tries left as when the PIN was typed. A card that took its PIN has
// its counter back at the top, so that fewer tries mean that somebody else tried.
func (p *autoPIN) useTyped(f setup.Facts, card string) bool {
	t := p.typed
	return t.pin != "" && card != "" && card == t.card && t.imei != "" &&
		t.imei == f.Session.Identity.IMEI && f.Session.SIM.PINTries >= t.tries && p.allowed(f)
}

// useKept reports whether to try the kept PIN now, once per run.
func (p *autoPIN) useKept(f setup.Facts) bool {
	if p.keptTried || !p.allowed(f) {
		return false
	}
	p.keptTried = true
	return true
}

// useGiven reports whether to try the given PIN now: while the card has as many tries left as the last time,
// for it has fewer when somebody else tried, or the PIN was refused and nobody heard of it.
func (p *autoPIN) useGiven(f setup.Facts) bool {
	tries := f.Session.SIM.PINTries
	if p.given.pin == "" || p.given.refused || tries < p.given.tries || !p.allowed(f) {
		return false
	}
	p.given.tries = tries
	return true
}

// askOffer reports whether to ask now if a PIN can be kept, once per session.
func (p *autoPIN) askOffer(f setup.Facts) bool {
	if p.session.offerDecided || f.Session.SIM.State != sms.SIMNeedsPIN {
		return false
	}
	p.session.offerDecided = true
	return true
}
