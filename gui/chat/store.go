package chat

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// Messenger is what the chat needs of sms/messenger.
type Messenger interface {
	Send(ctx context.Context, to sms.Number, text string) (sms.Message, error)
	Retry(ctx context.Context, id int64) error
	Release(ctx context.Context) error
	Resume(ctx context.Context) error
	Conversations(ctx context.Context) ([]sms.Conversation, error)
	Names(ctx context.Context) (map[sms.Number]string, error)
	Messages(ctx context.Context, n sms.Number, before int64, limit int) ([]sms.Message, error)
	// MessagesAfter are the next ones after an ID, MessagesAround those on both sides of one.
	MessagesAfter(ctx context.Context, n sms.Number, after int64, limit int) ([]sms.Message, error)
	MessagesAround(ctx context.Context, n sms.Number, id int64, limit int) ([]sms.Message, error)
	Search(ctx context.Context, query string, in sms.Number, limit int) ([]sms.Hit, error)
	SetFlag(ctx context.Context, n sms.Number, f sms.Flag, on bool) error
	Bin(ctx context.Context, before int64, limit int) ([]sms.Message, error)
	Restore(ctx context.Context, ids ...int64) error
	EmptyBin(ctx context.Context) error
	MarkRead(ctx context.Context, n sms.Number, upTo int64) error
	SetDraft(ctx context.Context, n sms.Number, text string) error
	SetName(ctx context.Context, n sms.Number, name string) error
	DeleteConversation(ctx context.Context, n sms.Number) ([]int64, error)
	Delete(ctx context.Context, ids ...int64) error
	Link() sms.Link
}

// pageSize is how many texts are asked from the store at a time.
const pageSize = 200

// callTimeout bounds every call to the Messenger. Nobody waits for it, so that it can be long enough
// for the store's check after a crash.
const callTimeout = 30 * time.Second

// store makes the calls to the Messenger, one after the other, on a goroutine of its own: the UI
// goroutine never waits for them, and the Messenger sees what the user did in that order. What comes
// of a call is handled on the UI goroutine, again in that order. So an answer that arrives before
// that of a write was read before the write was made.
//
// No other part of the chat has the Messenger, so that none can wait for it.
type store struct {
	messenger Messenger
	post      func(func())
	log       *slog.Logger
	// ended is called on the UI goroutine after each call, before its own handler, unless the disk is
	// still writing.
	ended func(read bool, err error)

	mu    sync.Mutex
	calls []call
	idle  chan struct{} // closed when there is nothing to do
}

// call is one call to the Messenger; done handles its end on the UI goroutine.
type call struct {
	name string
	read bool // it changes nothing in the store
	do   func(ctx context.Context, m Messenger) error
	done func(err error) // may be nil
}

func newStore(
	m Messenger, post func(func()), log *slog.Logger, ended func(read bool, err error),
) *store {
	s := &store{messenger: m, post: post, log: log, ended: ended, idle: make(chan struct{})}
	close(s.idle)
	return s
}

// write makes a call that changes something, when those before it have ended.
func (s *store) write(name string, do func(context.Context, Messenger) error, done func(error)) {
	s.add(call{name: name, do: do, done: done})
}

// read makes a call with an answer, when those before it have ended.
func read[T any](
	s *store, name string, do func(context.Context, Messenger) (T, error), done func(T, error),
) {
	var answer T
	s.add(call{name: name, read: true, do: func(ctx context.Context, m Messenger) (err error) {
		answer, err = do(ctx, m)
		return err
	}, done: func(err error) { done(answer, err) }})
}

func (s *store) add(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	if len(s.calls) == 1 {
		s.idle = make(chan struct{})
		go s.run()
	}
}

// run makes the calls and ends when there are no more.
func (s *store) run() {
	for next, more := s.first(); more; next, more = s.next() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		err := next.do(ctx, s.messenger)
		cancel()
		if err != nil {
			s.log.Warn("messenger failed", "call", next.name, "err", err)
		}
		s.post(func() {
			if !errors.Is(err, sms.ErrUnderway) {
				s.ended(next.read, err)
			}
			if next.done != nil {
				next.done(err)
			}
		})
	}
}

// refused reports whether a change was not made. One that the disk is still writing counts as made:
// the events report it, and asking again would make it twice.
func refused(err error) bool { return err != nil && !errors.Is(err, sms.ErrUnderway) }

func (s *store) first() (call, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[0], true
}

// next drops the first call, which has ended, and returns the one after it.
func (s *store) next() (call, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = s.calls[1:]
	if len(s.calls) == 0 {
		close(s.idle)
		return call{}, false
	}
	return s.calls[0], true
}

// wait returns when all calls have ended, or after the limit.
func (s *store) wait(limit time.Duration) {
	s.mu.Lock()
	idle := s.idle
	s.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(limit):
	}
}
