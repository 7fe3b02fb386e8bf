package goform

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// simStates are the values of modem_main_state that say something of the SIM card. In all others
// (modem_detected, modem_sim_state, modem_handover …) the stick has not got so far.
var simStates = map[string]sms.SIMState{
	"modem_init_complete": sms.SIMReady, "modem_ready": sms.SIMReady, "modem_online": sms.SIMReady,
	"modem_waitpin": sms.SIMNeedsPIN, "modem_waitpuk": sms.SIMNeedsPUK,
	"modem_sim_undetected": sms.SIMMissing, "modem_sim_destroy": sms.SIMDead, "modem_puk_lock": sms.SIMDead,
	"modem_imsi_waitnck": sms.SIMLockedToOperator,
}

// pinSwitchedOn is the value of pin_status when the card wants its PIN at every start.
const pinSwitchedOn = "1"

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
	f, err := c.get(ctx, "modem_main_state,pin_status,pinnumber,puknumber")
	if err != nil {
		return webstick.NoSIM(), false, err
	}
	sim := sms.SIM{
		State: simStates[f["modem_main_state"]], PINTries: f.num("pinnumber", -1), PUKTries: f.num("puknumber", -1),
	}
	if sim.State == sms.SIMNeedsPUK && sim.PUKTries == 0 {
		sim.State = sms.SIMDead
	}
	return sim, f["pin_status"] == pinSwitchedOn, nil
}

// EnterPIN gives the PIN to the SIM card and waits until it is ready, up to 20 s. It returns the state
// afterwards, also beside sms.ErrPINRefused. Nothing is sent to a card that wants no PIN. Whether the
// last try may be used is for the caller to decide, as with a modem.
func (c *Client) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	if err := webstick.CheckPIN(pin); err != nil {
		return webstick.NoSIM(), err
	}
	return c.unlock(ctx, sms.SIMNeedsPIN, command{id: "ENTER_PIN", params: []param{{"PinNumber", pin}}})
}

// EnterPUK gives the PUK and a new PIN to the SIM card, as EnterPIN does.
func (c *Client) EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error) {
	if err := webstick.CheckPUK(puk, pin); err != nil {
		return webstick.NoSIM(), err
	}
	return c.unlock(ctx, sms.SIMNeedsPUK,
		command{id: "ENTER_PUK", params: []param{{"PUKNumber", puk}, {"PinNumber", pin}}})
}

// unlock sends what the card wants, when it is in the state that wants it.
func (c *Client) unlock(ctx context.Context, want sms.SIMState, q command) (sms.SIM, error) {
	state := func(ctx context.Context) (sms.SIM, error) {
		sim, _, err := c.sim(ctx)
		return sim, err
	}
	give := func(ctx context.Context, before sms.SIM) error {
		tries := before.PINTries
		if want == sms.SIMNeedsPUK {
			tries = before.PUKTries
		}
		q.untouched = func(ctx context.Context) bool {
			now, err := state(ctx)
			return err == nil && tries >= 0 && now == before
		}
		return c.do(ctx, &q)
	}
	return webstick.Unlock(ctx, c.wire, webstick.Unlocking{Want: want, SIM: state, Give: give, Early: true})
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
	return c.withPIN(ctx, last, command{id: "ENABLE_PIN", params: []param{{"OldPinNumber", old}, {"NewPinNumber", pin}}})
}

// SetPINWanted sets whether the card wants its PIN at every start. It needs the PIN, and minds the
// tries as ChangePIN does.
func (c *Client) SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error) {
	if err := webstick.CheckPIN(pin); err != nil {
		return sms.PINState{Tries: -1}, err
	}
	q := command{id: "DISABLE_PIN", params: []param{{"OldPinNumber", pin}}}
	if on {
		q.id = "ENABLE_PIN"
	}
	return c.withPIN(ctx, last, q)
}

// withPIN sends a command that needs the PIN, and returns the state afterwards.
func (c *Client) withPIN(ctx context.Context, last bool, q command) (p sms.PINState, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		state := func() (sms.PINState, error) { return c.pinState(ctx) }
		p, err = webstick.WithPIN(last, state, func(before sms.PINState) error {
			q.untouched = func(context.Context) bool {
				now, err := state()
				return err == nil && before.Tries >= 0 && now == before
			}
			return c.do(ctx, &q)
		})
		return err
	})
	return p, err
}
