package runner_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// Whoever takes another stick does not stay connected to the one before.
func TestChoosingAnotherStick(t *testing.T) {
	var there atomic.Bool
	second := hw.Stick{
		Location: "9-9", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, Mode: hw.ModeStorage,
		Name: "HUAWEI Mobile", Driver: hw.DriverStorage,
	}
	on := func(c *runner.Config, s *fakestick.Stick) {
		c.Scanner = eye(func(ctx context.Context) (hw.Snapshot, error) {
			seen, err := s.Scan(ctx)
			if there.Load() {
				seen.Sticks = append(seen.Sticks, second)
			}
			return seen, err
		})
	}
	card := newCard("")
	run(t, switched("modem"), card, on, func(b *bench) {
		b.step(setup.StepTest, 5*time.Second)
		first := b.facts.Chosen.Location
		there.Store(true)
		b.until("second stick", 5*time.Second, func(f setup.Facts) bool { return len(f.Scan.Snapshot.Sticks) == 2 })
		b.r.Do(setup.DoChooseStick{Location: first})
		b.stays("connected to the first", 3*time.Second, func(f setup.Facts) bool { return f.Session.Connected })
		b.r.Do(setup.DoChooseStick{Location: second.Location})
		b.until("the second", 5*time.Second, func(f setup.Facts) bool {
			return f.Chosen.Location == second.Location && !f.Session.Connected
		})
		time.Sleep(5 * time.Second)
		if open := b.stick.Handles(); len(open) > 0 || card.open != 0 {
			t.Errorf("still open: %v, %d sessions", open, card.open)
		}
		b.r.Do(setup.DoChooseStick{Location: first})
		b.step(setup.StepTest, 20*time.Second)
	})
}
