package messenger_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/plan"
)

// TestJobEndsWithoutDeletedTexts: a text that the user deleted while the stick had it, and that the network
// then refused for now, does not keep the job from its end, and pausing the job does not have it sent again.
func TestJobEndsWithoutDeletedTexts(t *testing.T) {
	for _, pause := range []bool{false, true} {
		receiving(t, func(b *bench, modem *backend) {
			ctx := b.t.Context()
			modem.answers(func(int) (int, error) {
				time.Sleep(10 * time.Second)
				return 0, &sms.SubmitError{Code: 42, Written: true} // congestion: tried again
			})
			rows := people(5)
			id := b.job(5)
			b.rest()
			if err := b.Delete(ctx, b.one(rows[0].Number).ID); err != nil {
				b.t.Fatal(err)
			}
			time.Sleep(11 * time.Second)
			modem.answers(func(n int) (int, error) { return n, nil })
			if pause {
				if err := b.PauseJob(ctx, id); err != nil {
					b.t.Fatal(err)
				}
				if err := b.ResumeJob(ctx, id, false); err != nil {
					b.t.Fatal(err)
				}
			}
			time.Sleep(time.Hour)
			if j := b.state(); j.State != bulk.Done || j.Queued != 0 || j.Sent != 4 {
				b.t.Errorf("pause %v: %v, %+v", pause, j.State, j.Tally)
			}
			if all := b.with(rows[0].Number); len(all) != 0 {
				b.t.Errorf("pause %v: what was deleted is back: %+v", pause, all)
			}
		})
	}
}

// TestJobPausesAgainWhenTextsFail: going on without credit costs three more failures, not all the rest.
func TestJobPausesAgainWhenTextsFail(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answers(func(int) (int, error) { return 0, &sms.SubmitError{Code: 21, Written: true} })
		id := b.job(50)
		for again := range 3 {
			time.Sleep(10 * time.Minute)
			j := b.state()
			if j.State != bulk.Paused || j.Pause != bulk.PausedFailing || j.Failed < 3*(again+1) || j.Failed > 5*(again+1) {
				b.t.Fatalf("%d times gone on: %v, %+v", again, j.State, j.Tally)
			}
			if err := b.ResumeJob(b.t.Context(), id, false); err != nil {
				b.t.Fatal(err)
			}
		}
	})
}

// TestPlannedWhenItNoLongerRepeats: a repeating text of which some went, and that the user then changes so
// that it goes once, goes, also after a restart.
func TestPlannedWhenItNoLongerRepeats(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		p := b.plan(plan.Text{To: anna, Body: "hello", Start: plan.WallOf(in(time.Hour)), Repeat: plan.Repeat{Unit: plan.Daily}})
		time.Sleep(50 * time.Hour)
		sent := len(b.with(anna))
		p.Repeat, p.At = plan.Repeat{}, in(48*time.Hour)
		b.plan(p)
		b = b.restart()
		defer b.close()
		b.wantPlanned(plan.Wait)
		b.Attach(newBackend())
		time.Sleep(49 * time.Hour)
		if n := len(b.with(anna)); n != sent+1 {
			b.t.Errorf("%d were sent, want %d", n, sent+1)
		}
	})
}

// TestPlannedWhileTheClockWasAhead: what was planned while the clock was years ahead goes when it is put
// right, and nothing is made up for.
func TestPlannedWhileTheClockWasAhead(t *testing.T) {
	clocked(t, func(b *bench, wrong *atomic.Int64) {
		wrong.Store(tenYears)
		b.Attach(newBackend())
		start := plan.WallOf(in(-time.Hour)).AddDays(-3)
		b.plan(plan.Text{To: anna, Body: "hello", Start: start, Repeat: plan.Repeat{Unit: plan.Daily}})
		b.rest()
		wrong.Store(0)
		b.Wake()
		b.rest()
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("made up for: %v", all)
		}
		time.Sleep(3 * 24 * time.Hour)
		if n := len(b.with(anna)); n != 3 {
			b.t.Errorf("%d in three days", n)
		}
	})
}

// TestBinOfAWrongClock: a text that was deleted while the clock was years behind stays its time in the bin.
func TestBinOfAWrongClock(t *testing.T) {
	clocked(t, func(b *bench, wrong *atomic.Int64) {
		m := b.send(anna, "hello")
		wrong.Store(-tenYears)
		if err := b.Delete(b.t.Context(), m.ID); err != nil {
			b.t.Fatal(err)
		}
		wrong.Store(0)
		time.Sleep(messenger.BinTime - time.Hour)
		if all, err := b.Bin(b.t.Context(), 0, 0); err != nil || len(all) != 1 {
			b.t.Errorf("%d in the bin, %v", len(all), err)
		}
		time.Sleep(49 * time.Hour)
		if all, err := b.Bin(b.t.Context(), 0, 0); err != nil || len(all) != 0 {
			b.t.Errorf("%d in the bin after its time, %v", len(all), err)
		}
	})
}

// TestDraftInTheBin: a draft without any text goes for good after its time, too.
func TestDraftInTheBin(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		if err := b.SetDraft(ctx, anna, "secret"); err != nil {
			b.t.Fatal(err)
		}
		if _, err := b.DeleteConversation(ctx, anna); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(messenger.BinTime + 25*time.Hour)
		b.close()
		db, err := sql.Open("sqlite", b.path)
		if err != nil {
			b.t.Fatal(err)
		}
		defer db.Close()
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM drafts`).Scan(&n); err != nil || n != 0 {
			b.t.Errorf("%d drafts are left, %v", n, err)
		}
	})
}

// clocked runs f with a messenger whose clock is wrong by what f sets.
func clocked(t *testing.T, f func(b *bench, wrong *atomic.Int64)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var wrong atomic.Int64
		b := startWith(t, filepath.Join(t.TempDir(), "messages.db"), messenger.Options{
			Region: "DE", Pace: -1, Now: func() time.Time { return time.Now().Add(time.Duration(wrong.Load())) },
		})
		defer func() { b.close() }()
		f(b, &wrong)
	})
}

const tenYears = int64(10 * 365 * 24 * time.Hour)

// TestEmptyBinLeavesWhatComesLater: what is deleted while a large bin is being emptied can be restored.
func TestEmptyBinLeavesWhatComesLater(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		var ids []int64
		for i := range 300 {
			ids = append(ids, b.send(anna, fmt.Sprint("old ", i)).ID)
		}
		late := b.send(bert, "late")
		if err := b.Delete(ctx, ids...); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(time.Second)
		deleted := make(chan error, 1)
		begun := false
		b.mu.Lock()
		b.hook = func(sms.Event) {
			if !begun {
				begun = true
				go func() { deleted <- b.Delete(ctx, late.ID) }()
			}
		}
		b.mu.Unlock()
		if err := b.EmptyBin(ctx); err != nil {
			b.t.Fatal(err)
		}
		if err := <-deleted; err != nil {
			b.t.Fatal(err)
		}
		if all, err := b.Bin(ctx, 0, 0); err != nil || len(all) != 1 {
			b.t.Errorf("%d in the bin, %v", len(all), err)
		}
	})
}
