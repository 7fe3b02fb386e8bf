package chat

import (
	"context"
	"errors"

	"surfstick-sms/sms"
)

// question is something to search for.
type question struct {
	words string
	in    sms.Number // "" for everywhere
	limit int
	done  func(hits []sms.Hit) // on the UI goroutine
}

// searcher makes one search at a time. A new question takes the place of those before it: the one that
// is being searched for is given up, and its answer is dropped.
type searcher struct {
	store  *store
	cancel context.CancelFunc // gives up the search under way; nil when there is none
	next   *question
	wanted int // counts the questions
}

// ask searches for something instead of what was asked for before.
func (s *searcher) ask(q question) {
	s.wanted++
	s.next = &q
	if s.cancel == nil {
		s.run()
	} else {
		s.cancel()
	}
}

// forget drops the answer to the question asked before.
func (s *searcher) forget() {
	s.wanted++
	s.next = nil
	if s.cancel != nil {
		s.cancel()
	}
}

func (s *searcher) run() {
	q, wanted := *s.next, s.wanted
	s.next = nil
	given, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	read(s.store, "search", func(ctx context.Context, m Messenger) ([]sms.Hit, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(given, stop)()
		hits, err := m.Search(ctx, q.words, q.in, q.limit)
		if given.Err() != nil && errors.Is(err, context.Canceled) {
			return nil, nil // given up, which is no failure of the store
		}
		return hits, err
	}, func(hits []sms.Hit, _ error) {
		cancel()
		s.cancel = nil
		if wanted == s.wanted {
			q.done(hits)
		}
		if s.next != nil {
			s.run()
		}
	})
}
