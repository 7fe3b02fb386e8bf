package runner_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// web is what a stick in network mode has besides: mobile data, and a way to become a modem. It is only
// touched by one question at a time.
type web struct {
	card  *card
	on    bool
	set   []bool
	fails error // what asking and switching fails with
	// refuses is what switching alone fails with; stuck is true when it is taken and does nothing.
	refuses error
	stuck   bool
	// asked is how often it was asked to become a modem, become what it does then.
	asked  int
	become func()
}

// webConnector makes sessions that have it.
type webConnector struct {
	connector
	web *web
}

func (c webConnector) Connect(ctx context.Context, line hw.Line) (runner.Session, error) {
	if line.Kind == hw.LineWeb {
		rw, _ := dial("")() // a line that says nothing of its own
		return webSession{newSession(rw, c.card), c.web}, nil
	}
	s, err := c.connector.Connect(ctx, line)
	if err != nil {
		return nil, err
	}
	return webSession{s.(*session), c.web}, nil
}

type webSession struct {
	*session
	web *web
}

func (s webSession) MobileData(context.Context) (on bool, err error) {
	s.card.change(func(*card) { on, err = s.web.on, s.web.fails })
	return on, err
}

func (s webSession) SetMobileData(_ context.Context, on bool) (err error) {
	s.card.change(func(*card) {
		if err = cmp.Or(s.web.fails, s.web.refuses); err != nil {
			return
		}
		if s.web.set = append(s.web.set, on); !s.web.stuck {
			s.web.on = on
		}
	})
	return err
}

func (s webSession) SwitchToModem(context.Context) (err error) {
	s.card.change(func(*card) { s.web.asked, err = s.web.asked+1, s.web.fails })
	if err == nil && s.web.become != nil {
		s.web.become()
		_ = s.rw.Close() // what was connected is gone
	}
	return err
}

func (w *web) sets() (all []bool) {
	w.card.change(func(*card) { all = slices.Clone(w.set) })
	return all
}

func withWeb(w *web, kept *notes) func(*runner.Config, *fakestick.Stick) {
	return func(c *runner.Config, s *fakestick.Stick) {
		c.Connector = webConnector{connector{s, w.card}, w}
		c.Memory = kept
	}
}

const dataKey = "data:" + imei

// TestMobileData: asked for, never touched unasked, switched at the user's word, and kept.
func TestMobileData(t *testing.T) {
	kept, c := &notes{}, newCard("")
	w := &web{card: c, on: true}
	run(t, switched("modem"), c, withWeb(w, kept), func(b *bench) {
		b.until("the question", 15*time.Second, setup.Facts.AsksData)
		b.stays("asked", 5*time.Minute, setup.Facts.AsksData)
		if len(w.sets()) > 0 {
			t.Fatalf("switched unasked: %v", w.sets())
		}
		b.r.Do(setup.DoMobileData{On: false})
		b.until("off", 5*time.Second, func(f setup.Facts) bool {
			d := f.Session.Data
			return d.Known && !d.On && d.Choice == setup.DataOff && !f.Runs(setup.JobData)
		})
		if got := kept.Get(dataKey); got != "off" || !slices.Equal(w.sets(), []bool{false}) {
			t.Errorf("kept %q, switched %v", got, w.sets())
		}
		// Somebody switches it on again, by the stick's own page: what the user chose holds.
		c.change(func(*card) { w.on = true })
		if time.Sleep(2 * time.Minute); !slices.Equal(w.sets(), []bool{false, false}) {
			t.Errorf("switched %v", w.sets())
		}
		// And back.
		b.r.Do(setup.DoMobileData{On: true})
		b.until("on", 5*time.Second, func(f setup.Facts) bool {
			return f.Session.Data.On && f.Session.Data.Choice == setup.DataOn
		})
		if b.facts.AsksData() || kept.Get(dataKey) != "on" {
			t.Errorf("asks %v, kept %q", b.facts.AsksData(), kept.Get(dataKey))
		}
	})
}

// TestMobileDataAtEachConnection: off is applied anew, on is left to the stick.
func TestMobileDataAtEachConnection(t *testing.T) {
	for _, c := range []struct {
		kept string
		on   bool
		want []bool
	}{
		{"off", true, []bool{false}},
		{"off", false, nil},
		{"on", false, nil},
		{"on", true, nil},
		{"", false, nil},
		{"nonsense", true, nil},
	} {
		sim := newCard("")
		w, kept := &web{card: sim, on: c.on}, &notes{m: map[string]string{dataKey: c.kept}}
		run(t, switched("modem"), sim, withWeb(w, kept), func(b *bench) {
			b.until("told", 15*time.Second, func(f setup.Facts) bool { return f.Session.Data.Known })
			if got := w.sets(); !slices.Equal(got, c.want) {
				t.Errorf("%q, on %v: switched %v, want %v", c.kept, c.on, got, c.want)
			}
			if b.facts.AsksData() != (c.kept == "nonsense") {
				t.Errorf("%q, on %v: asks %v", c.kept, c.on, b.facts.AsksData())
			}
		})
	}
}

// TestMobileDataFails: nothing is kept, and it can be tried again.
func TestMobileDataFails(t *testing.T) {
	kept, c := &notes{}, newCard("")
	w := &web{card: c, on: true}
	run(t, switched("modem"), c, withWeb(w, kept), func(b *bench) {
		b.until("the question", 15*time.Second, setup.Facts.AsksData)
		c.change(func(*card) { w.fails = errBroken })
		b.r.Do(setup.DoMobileData{On: false})
		b.until("the failure", 5*time.Second, func(f setup.Facts) bool { return f.Session.Data.Err != nil })
		if !b.facts.AsksData() || kept.Get(dataKey) != "" {
			t.Errorf("asks %v, kept %q", b.facts.AsksData(), kept.Get(dataKey))
		}
		b.r.Do(setup.DoHideData{})
		b.until("put off", time.Second, func(f setup.Facts) bool { return !f.AsksData() })
	})
}

// TestMobileDataStays: a stick that is to have it off and leaves it on is told of, be it that it refuses or
// that it takes the request and does nothing.
func TestMobileDataStays(t *testing.T) {
	for name, stays := range map[string]func(*web){
		"refused":              func(w *web) { w.refuses = errBroken },
		"taken without effect": func(w *web) { w.stuck = true },
	} {
		t.Run("kept choice, "+name, func(t *testing.T) {
			c := newCard("")
			w, kept := &web{card: c, on: true}, &notes{m: map[string]string{dataKey: "off"}}
			stays(w)
			run(t, switched("modem"), c, withWeb(w, kept), func(b *bench) {
				b.until("told", 15*time.Second, setup.Facts.DataStays)
				b.stays("told", 3*time.Minute, setup.Facts.DataStays)
				c.change(func(*card) { w.refuses, w.stuck = nil, false })
				b.until("off", 2*time.Minute, func(f setup.Facts) bool { return !f.DataStays() })
			})
		})
		t.Run("new choice, "+name, func(t *testing.T) {
			c := newCard("")
			w, kept := &web{card: c, on: true}, &notes{}
			stays(w)
			run(t, switched("modem"), c, withWeb(w, kept), func(b *bench) {
				b.until("the question", 15*time.Second, setup.Facts.AsksData)
				b.r.Do(setup.DoMobileData{On: false})
				b.until("the failure", 5*time.Second, func(f setup.Facts) bool {
					return f.Session.Data.Err != nil && !f.Runs(setup.JobData)
				})
				if !b.facts.AsksData() || kept.Get(dataKey) != "" {
					t.Errorf("asks %v, kept %q", b.facts.AsksData(), kept.Get(dataKey))
				}
			})
		})
	}
}

// TestNoMobileDataOnAModem: nothing is asked of a modem, and nothing done.
func TestNoMobileDataOnAModem(t *testing.T) {
	run(t, switched("modem"), newCard(""), nil, func(b *bench) {
		b.step(setup.StepTest, 15*time.Second)
		b.r.Do(setup.DoMobileData{On: false})
		b.stays("quiet", time.Minute, func(f setup.Facts) bool {
			return !f.Session.Data.Known && !f.Runs(setup.JobData)
		})
	})
}
