package runner

import (
	"context"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// wayKey is where is remembered what is known of a model of stick; its USB ID follows.
const wayKey = "way:"

// modeLimit is how long a stick may take to answer the request to become a modem.
const modeLimit = 60 * time.Second

// NetworkStick is what a Session of a stick in network mode has besides.
type NetworkStick interface {
	// MobileData reports whether the computer's traffic may go over the SIM card.
	MobileData(ctx context.Context) (bool, error)
	// SetMobileData switches that on or off.
	SetMobileData(ctx context.Context, on bool) error
	// SwitchToModem asks the stick to come back as a modem. Success shows on the bus only;
	// sms.ErrNotHere when the firmware cannot.
	SwitchToModem(ctx context.Context) error
}

// networkStick returns what a connection has besides when it is one to a stick in network mode.
func (c *connection) networkStick() (NetworkStick, bool) {
	if c == nil {
		return nil, false
	}
	h, ok := c.session.(NetworkStick)
	return h, ok
}

// recallWays brings what is remembered of the sticks that a scan saw into the facts, once for each
// model and before the scan itself is.
func (r *Runner) recallWays(s hw.Snapshot) {
	for _, stick := range s.Sticks {
		id := stick.ID
		if !r.facts.Platform.Internet || r.recalled[id] || id.Vendor != hw.HuaweiVendor {
			continue
		}
		r.recalled[id] = true
		known := setup.ParseKnown(id, r.cfg.Memory.Get(wayKey+id.String()))
		r.apply(setup.WayRecalled{Known: known})
	}
}

// keepWays remembers what the facts learned of models of sticks.
func (r *Runner) keepWays(before []setup.Known) {
	if !r.facts.Platform.Internet {
		return
	}
	for i, k := range r.facts.Models {
		if i >= len(before) && k == (setup.Known{Model: k.Model}) || i < len(before) && before[i] == k {
			continue
		}
		r.log.Info("remembered", "model", k.Model.String(), "known", k.String())
		r.cfg.Memory.Set(wayKey+k.Model.String(), k.String())
	}
}

// doChooseWay settles on internet or modem mode. A stick in network mode is asked to change by itself.
func (r *Runner) doChooseWay(ctx context.Context, way setup.Way, unasked bool) bool {
	r.apply(setup.WayChosen{Way: way, Unasked: unasked})
	if r.facts.Change.To != setup.WayNone {
		r.drop(jobProbe)
	}
	session, ok := r.conn.networkStick()
	if !ok || r.facts.Change.To != setup.WayModem || r.facts.Runs(setup.JobMode) {
		return true
	}
	conn := r.conn
	r.apply(setup.ModeAsked{})
	r.run(ctx, jobMode, func(ctx context.Context) func() {
		err := conn.ask(ctx, func() error { return session.SwitchToModem(ctx) })
		return func() {
			r.log.Info("asked to become a modem", "err", err)
			r.apply(setup.ModeAnswered{Err: err, At: time.Now()})
		}
	})
	return true
}
