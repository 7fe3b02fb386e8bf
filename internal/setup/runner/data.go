package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/internal/setup"
)

// dataKey is where is remembered what the user decided about mobile data with a stick; its IMEI
// follows.
const dataKey = "data:"

const (
	// dataEvery is how often a stick is asked whether mobile data is on: its own web page may change it.
	dataEvery = time.Minute
	dataLimit = 60 * time.Second
)

// errNoEffect is why mobile data could not be switched on a stick that took the request.
var errNoEffect = errors.New("the stick took the request and did nothing")

// lookAtData asks now and then whether mobile data is on. Where the user wants it off it is switched
// off, at every connection anew; it is never switched on without being asked for.
func (r *Runner) lookAtData(ctx context.Context) {
	stick, ok := r.conn.networkStick()
	if !ok || !r.conn.started || r.jobs[jobData] != nil || time.Now().Before(r.conn.dataAt) {
		return
	}
	r.conn.dataAt = time.Now().Add(dataEvery)
	choice := r.recallData()
	conn, said := r.conn, told{}
	r.run(ctx, jobData, func(ctx context.Context) func() {
		err := conn.ask(ctx, func() error {
			err := said.ask(ctx, stick)
			if err == nil && said.on && choice == setup.DataOff {
				err = said.set(ctx, stick, false)
			}
			return err
		})
		return func() { r.dataEnded(said, err) }
	})
}

// recallData returns what the user decided about mobile data with this stick.
func (r *Runner) recallData() setup.DataChoice {
	imei := r.facts.Session.Identity.IMEI
	if imei == "" {
		return r.facts.Session.Data.Choice
	}
	choice := setup.ParseDataChoice(r.cfg.Memory.Get(dataKey + imei))
	if choice != setup.DataUndecided && choice != r.facts.Session.Data.Choice {
		r.apply(setup.DataChosen{Choice: choice})
	}
	return r.facts.Session.Data.Choice
}

// doMobileData switches mobile data, and keeps the choice once the stick took it.
func (r *Runner) doMobileData(ctx context.Context, on bool) bool {
	stick, ok := r.conn.networkStick()
	if !ok || r.facts.Runs(setup.JobData) {
		return false
	}
	conn, said := r.conn, told{}
	r.apply(setup.DataStarted{})
	r.run(ctx, jobData, func(ctx context.Context) func() {
		err := conn.ask(ctx, func() error { return said.set(ctx, stick, on) })
		return func() {
			if err == nil {
				r.keepData(on)
			}
			r.dataEnded(said, err)
		}
	})
	return true
}

// keepData remembers the choice.
func (r *Runner) keepData(on bool) {
	choice := setup.DataOff
	if on {
		choice = setup.DataOn
	}
	r.apply(setup.DataChosen{Choice: choice})
	if imei := r.facts.Session.Identity.IMEI; imei != "" {
		r.cfg.Memory.Set(dataKey+imei, choice.String())
	}
}

// dataEnded takes in what the stick told of mobile data, and why asking or switching failed. A stick that
// told that it is on may still refuse to have it off.
func (r *Runner) dataEnded(t told, err error) {
	if t.known {
		r.apply(setup.DataSeen{On: t.on})
	}
	if err != nil {
		r.log.Warn("mobile data", "err", err)
	}
	r.apply(setup.DataEnded{Err: err})
}

// told is what a stick told of mobile data.
type told struct{ known, on bool }

// ask asks whether mobile data is on.
func (t *told) ask(ctx context.Context, stick NetworkStick) error {
	on, err := stick.MobileData(ctx)
	if err == nil {
		*t = told{known: true, on: on}
	}
	return err
}

// set switches mobile data, and asks whether that had an effect.
func (t *told) set(ctx context.Context, stick NetworkStick, on bool) error {
	if err := stick.SetMobileData(ctx, on); err != nil {
		return err
	}
	if err := t.ask(ctx, stick); err != nil {
		return err
	}
	if t.on != on {
		return errNoEffect
	}
	return nil
}
