package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// code is what the user typed for the SIM card; puk is "" for a plain PIN.
type code struct {
	pin, puk string
	kept     bool // the remembered one, which nobody typed
	keep     bool // to be remembered if the card takes it
}

// errChanged means that the card is no longer as it was when the user typed.
var errChanged = errors.New("the SIM card changed meanwhile, nothing was sent")

// check refuses what is no PIN (4 to 8 digits, 3GPP TS 31.101 clause 9.5.1) or PUK (8 digits), so
// that no other byte ever reaches the line.
func (c code) check() error {
	switch {
	case !digits(c.pin, 4, 8):
		return errors.New("a PIN has 4 to 8 digits")
	case c.puk != "" && !digits(c.puk, 8, 8):
		return errors.New("a PUK has 8 digits")
	}
	return nil
}

func digits(s string, least, most int) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) >= least && len(s) <= most
}

// wants is the state of the card that the code is for.
func (c code) wants() sms.SIMState {
	if c.puk != "" {
		return sms.SIMNeedsPUK
	}
	return sms.SIMNeedsPIN
}

// knownPIN is the PIN that the user typed in this run, kept in memory only. It is tried once more
// after a replug so that nobody has to type it for every shaky plug, but only on the same modem
// and while the card has as many tries left as when the PIN was typed, and at least two: a card
// that took its PIN has its counter back at the top, so fewer tries tell of another card.
type knownPIN struct {
	pin, imei string
	tries     int
}

// doUnlock tries a PIN or a PUK. A code of the wrong form is refused before it gets anywhere.
func (r *Runner) doUnlock(ctx context.Context, c code) bool {
	if r.talk == nil || r.facts.Unlocking || r.facts.Session.SIM.State != c.wants() {
		return false
	}
	r.apply(setup.UnlockStarted{})
	if err := c.check(); err != nil {
		r.apply(setup.UnlockEnded{PUK: c.puk != "", Err: err, SIM: r.facts.Session.SIM, At: time.Now()})
		return true
	}
	t, shown := r.talk, r.facts.Session.SIM
	r.start(ctx, jobUnlock, func(ctx context.Context, _ *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, talkLimit)
		defer cancel()
		card := sms.SIM{}
		err := t.ask(ctx, func() (err error) {
			card, err = try(ctx, t.session, c, shown)
			return err
		})
		return func(live bool) {
			if live {
				r.unlocked(c, shown, card, err)
			}
		}
	})
	return true
}

// try sends the code, unless the card is no longer as the user saw it: an earlier try that was
// cancelled may have gone through, or another card is in the stick.
func try(ctx context.Context, s Session, c code, shown sms.SIM) (sms.SIM, error) {
	card, err := s.SIM(ctx)
	if err != nil {
		return sms.SIM{}, fmt.Errorf("ask the card first: %w", err)
	}
	if card != shown {
		return card, errChanged
	}
	if c.puk != "" {
		return s.EnterPUK(ctx, c.puk, c.pin)
	}
	if c.keep {
		if err := s.KeepPIN(ctx); err != nil {
			return card, fmt.Errorf("have the PIN remembered: %w", err)
		}
	}
	return s.EnterPIN(ctx, c.pin)
}

func (r *Runner) unlocked(c code, shown, card sms.SIM, err error) {
	refused := errors.Is(err, sms.ErrPINRefused)
	switch {
	case refused:
		r.pin = knownPIN{}
	case err == nil && c.puk == "":
		r.pin = knownPIN{pin: c.pin, imei: r.facts.Session.Identity.IMEI, tries: shown.PINTries}
	}
	if errors.Is(err, errChanged) && card.State == sms.SIMReady {
		err = nil
	}
	r.log.Info("unlock", "puk", c.puk != "", "refused", refused, "err", err)
	r.apply(setup.UnlockEnded{
		PUK: c.puk != "", Kept: c.kept, Refused: refused, Err: err, SIM: card, At: time.Now(),
	})
	r.talk.pollAt = time.Now()
}

// unlockAgain tries the PIN that was typed in this run, once per session. See knownPIN.
func (r *Runner) unlockAgain(ctx context.Context) {
	card := r.facts.Session.SIM
	if r.pin.pin == "" {
		r.unlockKept(ctx)
		return
	}
	switch {
	case r.talk == nil || r.talk.pinUsed:
	case card.State != sms.SIMNeedsPIN || r.facts.Session.PINWrong || r.facts.Boot.Held:
	case r.pin.imei == "" || r.pin.imei != r.facts.Session.Identity.IMEI:
	case card.PINTries < 2 || card.PINTries < r.pin.tries:
	default:
		r.talk.pinUsed = true
		r.doUnlock(ctx, code{pin: r.pin.pin})
	}
}

// offerKeeping finds out once in a session whether the page of the PIN can offer to keep it.
func (r *Runner) offerKeeping(ctx context.Context) {
	t := r.talk
	if t == nil || t.keepingAsked || r.facts.Session.SIM.State != sms.SIMNeedsPIN {
		return
	}
	t.keepingAsked = true
	r.start(ctx, jobKeeping, func(ctx context.Context, _ *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, talkLimit)
		defer cancel()
		possible, on := t.session.CanKeepPIN(ctx)
		return func(live bool) {
			if live && r.talk == t {
				r.apply(setup.PINKeeping{Possible: possible, On: on})
			}
		}
	})
}

// unlockKept tries the PIN that is kept for the card, once in the life of the Runner, and only
// when more than one try is known to be left: a PIN that was changed elsewhere must not lock the
// card.
func (r *Runner) unlockKept(ctx context.Context) {
	if r.talk == nil || r.talk.keptAsked || r.keptUsed || !r.mayTryKept() {
		return
	}
	t := r.talk
	t.keptAsked = true
	r.start(ctx, jobKept, func(asking context.Context, _ *job) func(bool) {
		asking, cancel := context.WithTimeout(asking, talkLimit)
		defer cancel()
		pin := ""
		err := t.ask(asking, func() error { pin = t.session.KeptPIN(asking); return nil })
		return func(live bool) {
			if !live || err != nil || pin == "" || r.talk != t || !r.mayTryKept() {
				return
			}
			r.keptUsed = true
			r.doUnlock(ctx, code{pin: pin, kept: true})
		}
	})
}

func (r *Runner) mayTryKept() bool {
	f := r.facts
	return f.Session.SIM.State == sms.SIMNeedsPIN && f.Session.SIM.PINTries >= 2 && !f.Session.PINWrong && !f.Boot.Held &&
		!f.Unlocking
}
