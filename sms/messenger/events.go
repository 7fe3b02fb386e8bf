package messenger

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"

	"surfstick-sms/sms"
)

// events is a queue without a bound between the loop and the window. What is still in it is brought
// up to date instead of sent twice, so that it holds at most one event for each message and each
// memory, and one of every other kind.
type events struct {
	out  chan sms.Event
	more chan struct{}
	quit chan struct{}
	done chan struct{}

	mu    sync.Mutex
	queue []sms.Event
	taken int         // how many were taken from the front of the queue so far
	place map[any]int // of what is in the queue, counted with those that were taken
	// waiting are those who hear that there was an event, and not which, some with the IDs of the texts of
	// programs that have changed; nil after close.
	waiting map[chan struct{}]map[int64]bool
}

func newEvents() *events {
	e := &events{
		out: make(chan sms.Event), more: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}), place: map[any]int{},
		waiting: map[chan struct{}]map[int64]bool{},
	}
	go e.run()
	return e
}

// add never blocks.
func (e *events) add(ev sms.Event) {
	key := subject(ev)
	e.mu.Lock()
	if at, waits := e.place[key]; waits {
		e.queue[at-e.taken] = newer(e.queue[at-e.taken], ev)
	} else {
		e.place[key] = e.taken + len(e.queue)
		e.queue = append(e.queue, ev)
	}
	for c, ids := range e.waiting {
		if m, ok := ev.(sms.MessageChanged); ok && ids != nil && m.Message.Program != "" {
			ids[m.Message.ID] = true
		}
		signal(c)
	}
	e.mu.Unlock()
	signal(e.more)
}

// signal has whoever waits at a channel with room for one look again.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// subject is what an event is about: a later event on the same subject replaces it.
func subject(ev sms.Event) any {
	switch ev := ev.(type) {
	case sms.MessageChanged:
		return ev.Message.ID
	case sms.MemoryChanged:
		return ev.Memory
	}
	return reflect.TypeOf(ev)
}

// newer returns what a later event on the same subject makes of one that waits.
func newer(old, ev sms.Event) sms.Event {
	o, _ := old.(sms.MessageChanged)
	if m, ok := ev.(sms.MessageChanged); ok {
		m.New = m.New || o.New
		return m
	}
	return ev
}

// run hands the events out, one after the other.
func (e *events) run() {
	defer close(e.done)
	defer close(e.out)
	for {
		ev, ok := e.take()
		if !ok {
			select {
			case <-e.more:
			case <-e.quit:
				return
			}
			continue
		}
		select {
		case e.out <- ev:
		case <-e.quit:
			return
		}
	}
}

func (e *events) take() (sms.Event, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.queue) == 0 {
		e.queue = nil
		return nil, false
	}
	ev := e.queue[0]
	e.queue = e.queue[1:]
	e.taken++
	delete(e.place, subject(ev))
	return ev, true
}

// close ends it; what was not taken is dropped.
func (e *events) close() {
	e.mu.Lock()
	select {
	case <-e.quit:
	default:
		close(e.quit)
	}
	for c := range e.waiting {
		close(c)
	}
	e.waiting = nil
	e.mu.Unlock()
	<-e.done
}

// changes returns a channel that receives after every event; several of them are one. It is closed when the
// context ends and by close. What changes in texts of programs is noted in ids, unless that is nil.
func (e *events) changes(ctx context.Context, ids map[int64]bool) <-chan struct{} {
	c := make(chan struct{}, 1)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waiting == nil {
		close(c)
		return c
	}
	e.waiting[c] = ids
	context.AfterFunc(ctx, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if _, waits := e.waiting[c]; waits {
			delete(e.waiting, c)
			close(c)
		}
	})
	return c
}

// noted returns what was noted in ids so far, and forgets it.
func (e *events) noted(ids map[int64]bool) []int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := slices.Sorted(maps.Keys(ids))
	clear(ids)
	return all
}
