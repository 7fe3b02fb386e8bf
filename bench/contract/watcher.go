package contract

import (
	"context"
	"testing"
	"time"

	"surfstick-sms/hw"
)

// WatcherSetup is what a watcher is tried on.
type WatcherSetup struct {
	Watcher hw.Watcher
	// Change makes something change that the watcher must report; nil when that cannot be done:
	// then the computer may change at any time, and only begin and end are checked.
	Change func()
}

const (
	// promptly is how soon a change is reported.
	promptly = time.Second
	// quiet is how long nothing must be reported when nothing changed.
	quiet = 300 * time.Millisecond
)

// RunWatcher checks a watcher; open makes a fresh one for every case. It stops at the first that
// fails.
func RunWatcher(t *testing.T, open func(t *testing.T) WatcherSetup) {
	t.Helper()
	cases := []struct {
		name string
		run  func(*testing.T, WatcherSetup)
	}{
		{"begins and ends", watchEnds},
		{"cancelled", watchCancelled},
		{"reports a change", watchChange},
		{"two at once", watchTwice},
		{"slow listener", watchSlowly},
	}
	for _, c := range cases {
		if !t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) }) {
			return // the next ones rely on it
		}
	}
}

// watch is a Watch under way.
type watch struct {
	t       *testing.T
	reports chan struct{}
	end     func() // ends it and waits
}

// begin starts watching and waits for the first report.
func (w WatcherSetup) begin(t *testing.T) watch {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reports, ended := make(chan struct{}, 1000), make(chan error, 1)
	go func() { ended <- w.Watcher.Watch(ctx, func() { reports <- struct{}{} }) }()
	over := false
	one := watch{t, reports, func() {
		if over {
			return
		}
		over = true
		cancel()
		within(t, "ending", func() {
			if err := <-ended; err != nil {
				t.Errorf("the end of watching: %v", err)
			}
		})
	}}
	t.Cleanup(one.end)
	one.wantReport("the beginning")
	return one
}

func (w watch) wantReport(of string) {
	w.t.Helper()
	select {
	case <-w.reports:
	case <-time.After(promptly):
		w.t.Errorf("%s was not reported", of)
	}
}

// settle waits until nothing is reported any more.
func (w watch) settle() {
	w.t.Helper()
	for end := time.Now().Add(3 * promptly); time.Now().Before(end); {
		select {
		case <-w.reports:
		case <-time.After(quiet):
			return
		}
	}
	w.t.Error("changes are reported without end")
}

func watchEnds(t *testing.T, w WatcherSetup) {
	one := w.begin(t)
	one.end()
	for len(one.reports) > 0 {
		<-one.reports
	}
	if w.Change != nil {
		w.Change()
	}
	select {
	case <-one.reports:
		t.Error("a report after the end")
	case <-time.After(quiet):
	}
}

func watchCancelled(t *testing.T, w WatcherSetup) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	within(t, "watching with a cancelled context", func() {
		if err := w.Watcher.Watch(ctx, func() {}); err != nil {
			t.Errorf("error %v", err)
		}
	})
}

func watchChange(t *testing.T, w WatcherSetup) {
	if w.Change == nil {
		t.Skip("nothing can be changed")
	}
	one := w.begin(t)
	for range 3 {
		one.settle()
		w.Change()
		one.wantReport("a change")
	}
}

func watchTwice(t *testing.T, w WatcherSetup) {
	a, b := w.begin(t), w.begin(t)
	if w.Change == nil {
		return
	}
	a.settle()
	b.settle()
	w.Change()
	a.wantReport("a change to the first")
	b.wantReport("a change to the second")
	a.end()
	b.settle()
	w.Change()
	b.wantReport("a change after the first has ended")
}

// watchSlowly has a change happen while the one before is still being dealt with.
func watchSlowly(t *testing.T, w WatcherSetup) {
	if w.Change == nil {
		t.Skip("nothing can be changed")
	}
	begun, goOn, again := make(chan struct{}), make(chan struct{}), make(chan struct{}, 1000)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	calls := 0
	go func() {
		ended <- w.Watcher.Watch(ctx, func() {
			if calls++; calls == 1 {
				close(begun)
				<-goOn
				return
			}
			again <- struct{}{}
		})
	}()
	within(t, "the beginning", func() { <-begun })
	w.Change()
	close(goOn)
	watch{t: t, reports: again}.wantReport("a change during a report")
	cancel()
	within(t, "ending", func() {
		if err := <-ended; err != nil {
			t.Errorf("the end of watching: %v", err)
		}
	})
}
