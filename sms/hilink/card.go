package hilink

import (
	"context"
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// The values of OperateType in pin/operate.
const (
	pinEnter  = 0
	pinOn     = 1
	pinOff    = 2
	pinChange = 3
	pinUnlock = 4
)

// The values of SimState in pin/status that all clients agree about. 258 and 259 mean different
// things to different ones.
const (
	simAbsent   = 255
	simReady    = 257
	simWantsPIN = 260
	simWantsPUK = 261
)

// pinSwitchedOff is the value of PinOptState when the card does not want its PIN at every start.
const pinSwitchedOff = 258

// SIM asks for the state of the SIM card. It wants no password.
func (c *Client) SIM(ctx context.Context) (sim sms.SIM, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		sim, _, err = c.sim(ctx)
		return err
	})
	return sim, err
}

// sim returns the state of the card, and whether it wants its PIN at every start.
func (c *Client) sim(ctx context.Context) (sms.SIM, bool, error) {
	r, err := c.do(ctx, &call{path: "pin/status"})
	if err != nil {
		return webstick.NoSIM(), false, err
	}
	sim := sms.SIM{PINTries: r.num("SimPinTimes", -1), PUKTries: r.num("SimPukTimes", -1)}
	switch r.num("SimState", 0) {
	case simAbsent:
		sim.State = sms.SIMMissing
	case simReady:
		sim.State = sms.SIMReady
	case simWantsPIN:
		sim.State = sms.SIMNeedsPIN
	case simWantsPUK:
		sim.State = sms.SIMNeedsPUK
		if sim.PUKTries == 0 {
			sim.State = sms.SIMDead
		}
	}
	if sim.State == sms.SIMReady || sim.State == sms.SIMUnknown {
		if sim.State, err = c.simlock(ctx, sim.State); err != nil {
			return sim, false, err
		}
	}
	return sim, r.num("PinOptState", pinSwitchedOff) != pinSwitchedOff, nil
}

// simlock returns sms.SIMLockedToOperator for a stick that takes only cards of another operator,
// else the state. Firmware that does not know the question is not asked again.
func (c *Client) simlock(ctx context.Context, state sms.SIMState) (sms.SIMState, error) {
	if c.noSimlock {
		return state, nil
	}
	r, err := c.do(ctx, &call{path: "pin/simlock"})
	switch {
	case err == nil && r.num("SimLockEnable", 0) == 1:
		return sms.SIMLockedToOperator, nil
	case errors.Is(err, sms.ErrSilent) || ctx.Err() != nil:
		return state, err
	}
	c.noSimlock = errors.Is(err, sms.ErrNotHere)
	return state, nil
}

// EnterPIN gives the PIN to the SIM card and waits until it is ready, up to 20 s. It returns the state
// afterwards, also beside sms.ErrPINRefused. Nothing is sent to a card that wants no PIN. Whether the
// last try may be used is for the caller to decide, as with a modem.
func (c *Client) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	if err := webstick.CheckPIN(pin); err != nil {
		return webstick.NoSIM(), err
	}
	return c.unlock(ctx, sms.SIMNeedsPIN, operation{kind: pinEnter, pin: pin})
}

// EnterPUK gives the PUK and a new PIN to the SIM card, as EnterPIN does.
func (c *Client) EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error) {
	if err := webstick.CheckPUK(puk, pin); err != nil {
		return webstick.NoSIM(), err
	}
	return c.unlock(ctx, sms.SIMNeedsPUK, operation{kind: pinUnlock, pin: pin, fresh: pin, puk: puk})
}

// operation is what pin/operate takes.
type operation struct {
	kind            int
	pin, fresh, puk string
}

// operate sends an operation, once.
func (c *Client) operate(ctx context.Context, o operation) error {
	_, err := c.do(ctx, &call{path: "pin/operate", body: request(digits("OperateType", o.kind),
		leaf("CurrentPin", o.pin), leaf("NewPin", o.fresh), leaf("PukCode", o.puk))})
	return err
}

// unlock sends what the card wants, when it is in the state that wants it.
func (c *Client) unlock(ctx context.Context, want sms.SIMState, o operation) (sms.SIM, error) {
	return webstick.Unlock(ctx, c.wire, webstick.Unlocking{
		Want: want,
		SIM: func(ctx context.Context) (sms.SIM, error) {
			sim, _, err := c.sim(ctx)
			return sim, err
		},
		Give: func(ctx context.Context, _ sms.SIM) error { return c.operate(ctx, o) },
	})
}

// PINState asks whether the card wants its PIN at every start, and how many tries are left.
func (c *Client) PINState(ctx context.Context) (p sms.PINState, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		p, err = c.pinState(ctx)
		return err
	})
	return p, err
}

func (c *Client) pinState(ctx context.Context) (sms.PINState, error) {
	return webstick.PINState(c.sim(ctx))
}

// ChangePIN changes the PIN of the card. With one try left, or when the number of tries is unknown,
// nothing is sent and the error is sms.ErrLastTry, unless last says that the user accepts that.
func (c *Client) ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error) {
	if err := webstick.CheckPIN(old, pin); err != nil {
		return sms.PINState{Tries: -1}, err
	}
	return c.withPIN(ctx, last, operation{kind: pinChange, pin: old, fresh: pin})
}

// SetPINWanted sets whether the card wants its PIN at every start. It needs the PIN, and minds the
// tries as ChangePIN does.
func (c *Client) SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error) {
	if err := webstick.CheckPIN(pin); err != nil {
		return sms.PINState{Tries: -1}, err
	}
	o := operation{kind: pinOff, pin: pin}
	if on {
		o.kind = pinOn
	}
	return c.withPIN(ctx, last, o)
}

// withPIN sends an operation that needs the PIN, and returns the state afterwards.
func (c *Client) withPIN(ctx context.Context, last bool, o operation) (p sms.PINState, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		state := func() (sms.PINState, error) { return c.pinState(ctx) }
		p, err = webstick.WithPIN(last, state, func(sms.PINState) error { return c.operate(ctx, o) })
		return err
	})
	return p, err
}
