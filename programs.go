package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/internal/door"
	"surfstick-sms/internal/programs"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote/server"
)

// doorway lets programs of this computer in, while that is switched on: it opens and closes the door, and
// serves whoever comes. Its methods may be called from any goroutine.
type doorway struct {
	*programs.Programs
	server   *server.Server
	folder   string // of the data
	log      *slog.Logger
	switched chan struct{} // it may have to be opened or closed
	end      chan struct{} // closed for the end
	ended    chan struct{}
	changes  chan struct{}

	mu      sync.Mutex
	trouble error // why nobody can come in; nil while the door is closed
}

// doorOptions are what a doorway is made of, beside the program.
type doorOptions struct {
	folder string // of the data
	demo   bool
	// everybody are permissions that all programs have; unattended says that nobody can be asked.
	everybody  []sms.Permission
	unattended bool
}

// newDoorway returns a doorway, which opens at once if that was switched on. The caller closes it before the
// texts.
func newDoorway(p *program, o doorOptions) *doorway {
	d := &doorway{
		folder: o.folder, log: p.log, switched: make(chan struct{}, 1), changes: make(chan struct{}, 1),
		end: make(chan struct{}), ended: make(chan struct{}),
	}
	ctx, cancel := context.WithTimeout(context.Background(), settingTime)
	defer cancel()
	d.Programs = programs.New(ctx, programs.Config{
		Store: p.texts, Log: p.log, Switched: func() { offer(d.switched) },
		Everybody: o.everybody, Unattended: o.unattended,
	})
	d.server = server.New(server.Config{
		Engine: p.texts, Guard: d, Stick: p.card, Version: version, Demo: o.demo, Log: p.log,
	})
	offer(d.switched)
	go d.follow()
	return d
}

// settingTime is how long the start waits for the setting with what programs may.
const settingTime = 5 * time.Second

// offer sends unless something waits to be received already.
func offer(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Close closes the door, and returns when nobody is served any more.
func (d *doorway) Close() {
	d.Programs.Close()
	close(d.end)
	<-d.ended
}

// follow opens and closes the door, and hands on what has changed, until the end.
func (d *doorway) follow() {
	defer close(d.ended)
	shut := func() {}
	open := false
	for {
		select {
		case <-d.end:
			shut()
			return
		case <-d.Programs.Changes():
			offer(d.changes)
		case <-d.switched:
			if d.Open() == open && d.Blocked() == nil {
				continue
			}
			shut()
			d.setTrouble(nil)
			open, shut = d.Open(), func() {}
			if open {
				shut = d.open()
			}
		}
	}
}

// open opens the door and returns what closes it.
func (d *doorway) open() (shut func()) {
	l, err := door.Listen(d.folder)
	d.setTrouble(err)
	if err != nil {
		d.log.Error("programs cannot reach this one", "err", err)
		return func() {}
	}
	d.log.Info("programs can reach this one", "at", l.Addr())
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { d.accept(ctx, l, &serving) })
	return func() {
		cancel()
		if err := l.Close(); err != nil {
			d.log.Warn("close the door", "err", err)
		}
		serving.Wait()
	}
}

// accept serves each that comes.
func (d *doorway) accept(ctx context.Context, l *door.Listener, serving *sync.WaitGroup) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return // the door is closed: there is no other error
		}
		who := sms.Program(conn.Peer().Path)
		if who == "" {
			who = sms.UnknownProgram
		}
		serving.Go(func() { d.server.Serve(ctx, conn, who) })
	}
}

func (d *doorway) setTrouble(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if (err == nil) != (d.trouble == nil) {
		offer(d.changes)
	}
	d.trouble = err
}

// Blocked returns why programs cannot come in though they are let in: door.ErrTaken, door.ErrLongPath or
// another error; nil for no reason.
func (d *doorway) Blocked() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.trouble
}

// Changes receives when something has changed. There is one reader.
func (d *doorway) Changes() <-chan struct{} { return d.changes }

// Rules implements server.Guard.
func (d *doorway) Rules() budget.Rules {
	r, l := budget.Default(), d.Limits()
	for _, one := range []struct {
		rule   *int
		chosen int
	}{{&r.Minute, l.Minute}, {&r.Hour, l.Hour}, {&r.Day, l.Day}, {&r.Parts, l.Parts}} {
		if one.chosen > 0 {
			*one.rule = one.chosen
		}
	}
	r.Short, r.Premium, r.Foreign, r.Roaming = l.Short, l.Premium, l.Foreign, l.Roaming
	return r
}
