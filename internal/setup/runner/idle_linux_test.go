package runner_test

import (
	"context"
	"io"
	"sync"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// BenchmarkIdle measures what the runner with the real scanner of this computer costs while nothing
// happens, as processor time and wake-ups in a minute of the clock. The stick that it sees, if any,
// and the modem behind it are simulated. Run it with -benchtime 1x.
func BenchmarkIdle(b *testing.B) {
	for name, absent := range map[string]bool{"no stick": true, "chat": false} {
		b.Run(name, func(b *testing.B) {
			stick := fakestick.New(fakestick.Options{Mode: hw.ModeModem, Absent: absent, Dial: mute})
			real := scan.New(scan.Options{Lines: comport.List})
			both := eye(func(ctx context.Context) (hw.Snapshot, error) {
				if _, err := real.Scan(ctx); err != nil {
					return hw.Snapshot{}, err
				}
				return stick.Scan(ctx)
			})
			r := runner.New(runner.Config{
				Platform: linux, Scanner: both, Watcher: scan.NewWatcher(), Libusb: stick,
				Connector: connector{stick, newCard("")}, Table: sticks.Table{}, Auto: true,
			})
			ctx, cancel := context.WithCancel(b.Context())
			defer cancel()
			var running sync.WaitGroup
			running.Go(func() { _ = r.Run(ctx) })
			time.Sleep(15 * time.Second) // the first seconds are no idleness
			f := <-r.Facts()
			if want := map[bool]setup.Step{true: setup.StepStick, false: setup.StepChat}[absent]; f.Step() != want {
				b.Fatalf("step %v, want %v", f.Step(), want)
			}
			for range b.N {
				before := used()
				time.Sleep(time.Minute)
				after := used()
				b.ReportMetric(float64(cpu(after)-cpu(before))/1e6, "ms-CPU/min")
				b.ReportMetric(float64(after.Nvcsw-before.Nvcsw), "wakeups/min")
			}
			cancel()
			running.Wait()
		})
	}
}

func used() (u syscall.Rusage) {
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u
}

func cpu(u syscall.Rusage) int64 { return u.Utime.Nano() + u.Stime.Nano() }

// mute opens a line that says once that a modem is there, and nothing more.
func mute() (io.ReadWriteCloser, error) {
	c := &muteLine{said: make(chan string, 1), closed: make(chan struct{})}
	c.said <- "modem"
	return c, nil
}

type muteLine struct {
	said   chan string
	closed chan struct{}
	once   sync.Once
}

func (c *muteLine) Read(p []byte) (int, error) {
	select {
	case s := <-c.said:
		return copy(p, s), nil
	case <-c.closed:
		return 0, io.EOF
	}
}

func (c *muteLine) Write(p []byte) (int, error) { return len(p), nil }

func (c *muteLine) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}
