// Package shell shows what internal/presence describes: on Windows by an icon of the program's own
// (Shell_NotifyIcon), on Linux and the like as a StatusNotifierItem and by org.freedesktop.Notifications
// over D-Bus. It also tells when the computer has slept.
//
// It starts no program, and texts reach the desktop as values and never as a part of something that
// is interpreted.
package shell

import (
	"image"
	"log/slog"
	"sync"

	"surfstick-sms/internal/presence"
)

// Options are what a shell needs to know of the program.
type Options struct {
	Name string             // as people know it
	ID   string             // as the desktop does, the name of a .desktop file
	Icon func() image.Image // draws the picture of notifications; nil for none
	Log  *slog.Logger
}

// events hands events to one reader without ever waiting for it.
type events struct {
	out   chan presence.Event
	tasks *tasks
}

func newEvents() *events {
	return &events{out: make(chan presence.Event), tasks: newTasks()}
}

// tell hands an event over, in order.
func (e *events) tell(event presence.Event) {
	e.tasks.add(func(closed <-chan struct{}) {
		select {
		case e.out <- event:
		case <-closed:
		}
	})
}

// tasks runs functions one after the other on a goroutine of its own.
type tasks struct {
	mu     sync.Mutex
	queue  []func(closed <-chan struct{})
	wake   chan struct{}
	closed chan struct{}
	ended  sync.WaitGroup
	once   sync.Once
}

func newTasks() *tasks {
	t := &tasks{wake: make(chan struct{}, 1), closed: make(chan struct{})}
	t.ended.Go(t.run)
	return t
}

// add returns at once; what is added after close is dropped.
func (t *tasks) add(f func(closed <-chan struct{})) {
	t.mu.Lock()
	t.queue = append(t.queue, f)
	t.mu.Unlock()
	select {
	case t.wake <- struct{}{}:
	default: // it will look anyway
	}
}

func (t *tasks) run() {
	for {
		select {
		case <-t.closed:
			return
		case <-t.wake:
		}
		for f := t.next(); f != nil; f = t.next() {
			f(t.closed)
		}
	}
}

func (t *tasks) next() func(<-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.queue) == 0 {
		return nil
	}
	f := t.queue[0]
	t.queue = t.queue[1:]
	return f
}

// close ends it when the function that runs has ended, and drops the others.
func (t *tasks) close() {
	t.once.Do(func() {
		close(t.closed)
		t.mu.Lock()
		t.queue = nil
		t.mu.Unlock()
	})
	t.ended.Wait()
}
