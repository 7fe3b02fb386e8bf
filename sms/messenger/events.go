package messenger

import (
	"sync"

	"surfstick-sms/sms"
)

// events is a queue without a bound between the owner and the window. What is still in it is
// brought up to date instead of told twice, so that it cannot grow beyond the number of texts.
type events struct {
	out  chan sms.Event
	more chan struct{}
	quit chan struct{}
	done chan struct{}

	mu    sync.Mutex
	queue []sms.Event
}

func newEvents() *events {
	e := &events{
		out: make(chan sms.Event), more: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	go e.run()
	return e
}

// add never blocks.
func (e *events) add(ev sms.Event) {
	e.mu.Lock()
	if !e.merge(ev) {
		e.queue = append(e.queue, ev)
	}
	e.mu.Unlock()
	select {
	case e.more <- struct{}{}:
	default:
	}
}

// mergeDepth is how far back an event looks for one that it replaces.
const mergeDepth = 64

// merge puts the event in the place of an outdated one.
func (e *events) merge(ev sms.Event) bool {
	for i := len(e.queue) - 1; i >= max(0, len(e.queue)-mergeDepth); i-- {
		if newer, ok := replaced(e.queue[i], ev); ok {
			e.queue[i] = newer
			return true
		}
	}
	return false
}

// replaced gives what an event becomes when a later one says the same anew.
func replaced(old, ev sms.Event) (sms.Event, bool) {
	switch ev := ev.(type) {
	case sms.MessageChanged:
		o, ok := old.(sms.MessageChanged)
		ev.New = ev.New || ok && o.New
		return ev, ok && o.Message.ID == ev.Message.ID
	case sms.LinkChanged:
		_, ok := old.(sms.LinkChanged)
		return ev, ok
	case sms.ConversationsChanged:
		_, ok := old.(sms.ConversationsChanged)
		return ev, ok
	}
	return nil, false
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
	e.mu.Unlock()
	<-e.done
}
