package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// simLimit is how long the SIM card may take for one question.
const simLimit = 60 * time.Second

// code is what the user typed for the SIM card; puk is "" for a plain PIN.
type code struct {
	pin, puk string
	card     string // of the card that it is for, "" for whatever card is in
	kept     bool   // a remembered one, which nobody typed now
	given    bool   // that of Config.PIN
	keep     bool   // to be remembered if the card takes it
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

// doUnlock tries a PIN or a PUK. A code of the wrong form is refused before it gets anywhere.
func (r *Runner) doUnlock(ctx context.Context, c code) bool {
	if r.conn == nil || r.facts.Runs(setup.JobUnlock) || r.facts.Session.SIM.State != c.wants() {
		return false
	}
	r.apply(setup.UnlockStarted{})
	if err := c.check(); err != nil {
		r.apply(setup.UnlockEnded{PUK: c.puk != "", Err: err, SIM: r.facts.Session.SIM, At: time.Now()})
		return true
	}
	conn, shown := r.conn, r.facts.Session.SIM
	r.run(ctx, jobUnlock, func(ctx context.Context) func() {
		card := sms.SIM{}
		err := conn.ask(ctx, func() (err error) {
			if id := conn.session.CardID(ctx); c.card == "" || c.card == id {
				c.card = id
				card, err = unlock(ctx, conn.session, c, shown)
				return err
			}
			return errChanged
		})
		return func() {
			r.unlocked(c, shown, card, err)
		}
	})
	return true
}

// unlock sends the code, unless the card is no longer as the user saw it: an earlier try that was
// cancelled may have gone through, or another card is in the stick.
func unlock(ctx context.Context, s Session, c code, shown sms.SIM) (sms.SIM, error) {
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
		r.pins.typed = typedPIN{}
		r.pins.given.refused = r.pins.given.refused || c.given
	case err == nil && c.puk == "":
		r.pins.typed = typedPIN{c.pin, c.card, r.facts.Session.Identity.IMEI, shown.PINTries}
	}
	if errors.Is(err, errChanged) && card.State == sms.SIMReady {
		err = nil
	}
	r.log.Info("unlock", "puk", c.puk != "", "refused", refused, "err", err)
	r.apply(setup.UnlockEnded{
		PUK: c.puk != "", Kept: c.kept, Refused: refused, Err: err, SIM: card, At: time.Now(),
	})
	r.conn.pollAt = time.Now()
}

// unlockUnasked tries a PIN that nobody has to type, where autoPIN allows it: it asks which card this
// is, and for the PIN that is kept for it where it is not the card of the PIN that was typed.
func (r *Runner) unlockUnasked(ctx context.Context) {
	if r.conn == nil || !r.pins.ask(r.facts) {
		return
	}
	conn, typed := r.conn, r.pins.typed
	r.run(ctx, jobKept, func(asking context.Context) func() {
		var card, pin string
		err := conn.ask(asking, func() error {
			if card = conn.session.CardID(asking); card != "" && card != typed.card {
				pin = conn.session.KeptPIN(asking)
			}
			return nil
		})
		return func() {
			if err == nil && r.conn == conn {
				r.unlockCard(ctx, card, pin)
			}
		}
	})
}

// unlockCard tries the PIN that was typed for a card, the given one, or the one that is kept for it.
func (r *Runner) unlockCard(ctx context.Context, card, pin string) {
	switch {
	case r.pins.useTyped(r.facts, card):
		r.doUnlock(ctx, code{pin: r.pins.typed.pin, card: card, kept: true})
	case r.pins.useGiven(r.facts):
		r.doUnlock(ctx, code{pin: r.pins.given.pin, card: card, given: true})
	case pin != "" && r.pins.useKept(r.facts):
		r.doUnlock(ctx, code{pin: pin, card: card, kept: true})
	}
}

// offerKeeping finds out once in a session whether the page of the PIN can offer to keep it.
func (r *Runner) offerKeeping(ctx context.Context) {
	if r.conn == nil || !r.pins.askOffer(r.facts) {
		return
	}
	conn := r.conn
	r.run(ctx, jobKeeping, func(ctx context.Context) func() {
		possible, on := conn.session.CanKeepPIN(ctx)
		return func() {
			if r.conn == conn {
				r.apply(setup.PINKeeping{Possible: possible, On: on})
			}
		}
	})
}
