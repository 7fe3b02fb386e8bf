package messenger_test

import (
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

// plan keeps a text for later.
func (b *bench) plan(text plan.Text) plan.Text {
	b.t.Helper()
	kept, err := b.Plan(b.t.Context(), text)
	if err != nil {
		b.t.Fatalf("plan: %v", err)
	}
	return kept
}

// planned returns what is planned.
func (b *bench) planned() []plan.Planned {
	b.t.Helper()
	b.rest()
	all, err := b.Planned(b.t.Context())
	if err != nil {
		b.t.Fatalf("planned: %v", err)
	}
	return all
}

// wantPlanned compares the verdicts of what is planned.
func (b *bench) wantPlanned(want ...plan.Verdict) {
	b.t.Helper()
	all := b.planned()
	var got []plan.Verdict
	for _, p := range all {
		got = append(got, p.Turn.Verdict)
	}
	if len(got) != len(want) {
		b.t.Fatalf("planned %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			b.t.Fatalf("planned %v, want %v", got, want)
		}
	}
}

func in(d time.Duration) time.Time { return time.Now().Add(d) }

func TestPlannedGoesAtItsTime(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		b.plan(plan.Text{To: anna, Body: "later", At: in(2 * time.Hour)})
		time.Sleep(2*time.Hour - time.Minute)
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("too early: %v", all)
		}
		time.Sleep(time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		b.wantPlanned()
	})
}

func TestPlannedLeavesTheDraft(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		if err := b.SetDraft(b.t.Context(), anna, "half a sen"); err != nil {
			b.t.Fatal(err)
		}
		b.plan(plan.Text{To: anna, Body: "later", At: in(time.Hour)})
		time.Sleep(2 * time.Hour)
		b.one(anna)
		if all, err := b.Conversations(b.t.Context()); err != nil || all[0].Draft != "half a sen" {
			b.t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestPlannedRepeats(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		start := plan.WallOf(in(time.Hour))
		b.plan(plan.Text{To: anna, Body: "daily", Start: start, Repeat: plan.Repeat{Unit: plan.Daily}})
		time.Sleep(5*24*time.Hour - time.Hour)
		if n := len(b.with(anna)); n != 5 {
			b.t.Fatalf("%d in five days", n)
		}
		b = b.restart()
		defer b.close()
		b.Attach(newBackend())
		b.rest()
		if n := len(b.with(anna)); n != 5 {
			b.t.Fatalf("%d after a restart", n)
		}
		b.wantPlanned(plan.Wait)
	})
}

// TestPlannedMissed has the program off, or the stick away, when a text is due.
func TestPlannedMissed(t *testing.T) {
	for _, c := range []struct {
		name    string
		late    time.Duration
		off     bool
		verdict plan.Verdict
	}{
		{"program off for some hours", 20 * time.Hour, true, plan.Go},
		{"program off for days", 40 * time.Hour, true, plan.Ask},
		{"stick away for some hours", 20 * time.Hour, false, plan.Go},
		{"stick away for days", 40 * time.Hour, false, plan.Ask},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				p := b.plan(plan.Text{To: anna, Body: "later", At: in(time.Hour)})
				if c.off {
					b.close()
					time.Sleep(time.Hour + c.late)
					b = startAt(b.t, b.path)
					defer b.close()
				} else {
					time.Sleep(time.Hour + c.late)
				}
				b.wantPlanned(c.verdict)
				b.Attach(newBackend())
				b.rest()
				if c.verdict == plan.Go {
					b.wantStatus(anna, sms.Sent, sms.ReasonNone)
					b.wantPlanned()
					return
				}
				if all := b.with(anna); len(all) != 0 {
					b.t.Fatalf("went without a question: %v", all)
				}
				if _, err := b.SendPlanned(b.t.Context(), p.ID, p.Start); err != nil {
					b.t.Fatal(err)
				}
				b.wantStatus(anna, sms.Sent, sms.ReasonNone)
				b.wantPlanned()
				if _, err := b.SendPlanned(b.t.Context(), p.ID, p.Start); err == nil {
					b.t.Fatal("sent twice")
				}
				b.one(anna)
			})
		})
	}
}

// TestPlannedAsks: keeping a SIM card alive costs something, so it never goes by itself.
func TestPlannedAsks(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		p := b.plan(plan.Text{
			To: anna, Body: "alive", Ask: true, Start: plan.WallOf(in(time.Hour)),
			Repeat: plan.Repeat{Unit: plan.Monthly, Every: 3},
		})
		told := seen(b, func(sms.PlannedChanged) bool { return true })
		time.Sleep(time.Hour + time.Minute)
		b.wantPlanned(plan.Ask)
		if n := seen(b, func(sms.PlannedChanged) bool { return true }); n != told+1 {
			b.t.Errorf("told %d times of the question", n-told)
		}
		if err := b.SkipPlanned(b.t.Context(), p.ID, p.Start); err != nil {
			b.t.Fatal(err)
		}
		b.wantPlanned(plan.Wait)
		if err := b.SkipPlanned(b.t.Context(), p.ID, p.Start); !errors.Is(err, messenger.ErrDone) {
			b.t.Errorf("skipped twice: %v", err)
		}
		if all := b.with(anna); len(all) != 0 {
			b.t.Errorf("sent: %v", all)
		}
	})
}

func TestPlannedChangedAndRemoved(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		p := b.plan(plan.Text{To: anna, Body: "later", At: in(time.Hour)})
		p.Body, p.At = "much later", in(3*time.Hour)
		b.plan(p)
		if err := b.Unplan(b.t.Context(), p.ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantPlanned()
		if err := b.Replan(b.t.Context(), p.ID); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("went at its old time: %v", all)
		}
		time.Sleep(2 * time.Hour)
		if m := b.one(anna); m.Text != "much later" {
			b.t.Fatalf("sent %q", m.Text)
		}
		if _, err := b.Plan(b.t.Context(), p); !errors.Is(err, store.ErrNotFound) {
			b.t.Errorf("changed after it went: %v", err)
		}
		q := b.plan(plan.Text{To: bert, Body: "never", At: in(time.Hour)})
		if err := b.Unplan(b.t.Context(), q.ID); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(2 * time.Hour)
		if all := b.with(bert); len(all) != 0 {
			b.t.Errorf("removed, and sent: %v", all)
		}
	})
}

func TestPlanRefuses(t *testing.T) {
	bubble(t, func(b *bench) {
		for _, c := range []struct {
			to   sms.Number
			text string
			want error
		}{
			{"o2", "hello", messenger.ErrNoReply},
			{anna, "", pdu.ErrEmpty},
			{anna, strings.Repeat("long ", 500), pdu.ErrTooLong},
			{"*100#", "x", pdu.ErrNumber},
		} {
			if _, err := b.Plan(b.t.Context(), plan.Text{To: c.to, Body: c.text, At: in(time.Hour)}); !errors.Is(err, c.want) {
				b.t.Errorf("%s: %v, want %v", c.to, err, c.want)
			}
		}
		b.wantPlanned()
	})
}

// TestPlannedAfterSleep: a computer that slept, or a clock that was set, is noticed within a minute,
// and at once by who says so.
func TestPlannedAfterSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump atomic.Int64
		b := startWith(t, filepath.Join(t.TempDir(), "messages.db"), messenger.Options{
			Region: "DE", Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) },
		})
		defer b.close()
		b.Attach(newBackend())
		b.plan(plan.Text{To: anna, Body: "later", At: in(8 * time.Hour)})
		b.plan(plan.Text{To: bert, Body: "later", At: in(16 * time.Hour)})
		b.rest()
		jump.Store(int64(9 * time.Hour))
		time.Sleep(time.Minute + time.Second)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		jump.Store(int64(17 * time.Hour))
		b.Wake()
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}
