package chat

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// pageSize is how many texts are asked from the store at a time.
const pageSize = 200

// callTimeout bounds every call to the Messenger. Nobody waits for it, so that it can be long enough
// for the store's check after a crash.
const callTimeout = 30 * time.Second

// queue makes the calls to the Messenger, one after the other, on a goroutine of its own: the UI
// goroutine never waits for the store, and the store sees what the user did in that order. What
// comes of a call is handled on the UI goroutine, again in that order. So an answer that arrives
// before that of a write was read before the write was made.
type queue struct {
	post func(func())
	log  *slog.Logger
	// ended is called on the UI goroutine after each call, before its own handler.
	ended func(read bool, err error)

	mu    sync.Mutex
	calls []call
	idle  chan struct{} // closed when there is nothing to do
}

// call is one call to the Messenger; done handles its end on the UI goroutine.
type call struct {
	name string
	read bool // it changes nothing in the store
	do   func(ctx context.Context) error
	done func(err error)
}

func newQueue(post func(func()), log *slog.Logger, ended func(bool, error)) *queue {
	q := &queue{post: post, log: log, ended: ended, idle: make(chan struct{})}
	close(q.idle)
	return q
}

// write makes a call that changes something, when those before it have ended.
func (q *queue) write(name string, do func(context.Context) error, done func(error)) {
	q.add(call{name: name, do: do, done: done})
}

// read makes a call with an answer, when those before it have ended.
func read[T any](
	q *queue, name string, do func(context.Context) (T, error), done func(T, error),
) {
	var answer T
	q.add(call{name: name, read: true, do: func(ctx context.Context) (err error) {
		answer, err = do(ctx)
		return err
	}, done: func(err error) { done(answer, err) }})
}

func (q *queue) add(c call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls = append(q.calls, c)
	if len(q.calls) == 1 {
		q.idle = make(chan struct{})
		go q.run()
	}
}

// run makes the calls and ends when there are no more.
func (q *queue) run() {
	for next, more := q.first(); more; next, more = q.next() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		err := next.do(ctx)
		cancel()
		if err != nil {
			q.log.Warn("messenger failed", "call", next.name, "err", err)
		}
		q.post(func() {
			q.ended(next.read, err)
			next.done(err)
		})
	}
}

func (q *queue) first() (call, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.calls[0], true
}

// next drops the first call, which has ended, and returns the one after it.
func (q *queue) next() (call, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls = q.calls[1:]
	if len(q.calls) == 0 {
		close(q.idle)
		return call{}, false
	}
	return q.calls[0], true
}

// wait returns when all calls have ended, or after the limit.
func (q *queue) wait(limit time.Duration) {
	q.mu.Lock()
	idle := q.idle
	q.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(limit):
	}
}
