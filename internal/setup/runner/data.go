package runner

import (
	"context"
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

// lookAtData asks now and then whether mobile data is on. Where the user wants it off it is switched
// off, at every connection anew; it is never switched on without being asked for.
func (r *Runner) lookAtData(ctx context.Context) {
	stick, ok := r.conn.hiLink()
	if !ok || !r.conn.started || r.jobs[jobData] != nil || time.Now().Before(r.conn.dataAt) {
		return
	}
	r.conn.dataAt = time.Now().Add(dataEvery)
	choice := r.recallData()
	conn := r.conn
	r.run(ctx, jobData, func(ctx context.Context) func() {
		on := false
		err := conn.ask(ctx, func() (err error) {
			if on, err = stick.MobileData(ctx); err == nil && on && choice == setup.DataOff {
				if err = stick.SetMobileData(ctx, false); err == nil {
					on, err = stick.MobileData(ctx)
				}
			}
			return err
		})
		return func() { r.dataSeen(on, err) }
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
	stick, ok := r.conn.hiLink()
	if !ok || r.facts.Runs(setup.JobData) {
		return false
	}
	conn, now := r.conn, on
	r.apply(setup.DataStarted{})
	r.run(ctx, jobData, func(ctx context.Context) func() {
		err := conn.ask(ctx, func() (err error) {
			if err = stick.SetMobileData(ctx, on); err == nil {
				now, err = stick.MobileData(ctx)
			}
			return err
		})
		return func() {
			if err == nil && now == on {
				r.keepData(on)
			}
			r.dataSeen(now, err)
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

func (r *Runner) dataSeen(on bool, err error) {
	if err != nil {
		r.log.Warn("mobile data", "err", err)
		r.apply(setup.DataFailed{Err: err})
		return
	}
	r.apply(setup.DataEnded{})
	r.apply(setup.DataSeen{On: on})
}
