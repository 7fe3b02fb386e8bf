package webstick

import (
	"context"
	"fmt"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// linkState is the link as last known.
type linkState struct {
	changed chan struct{} // holds a token when it has to be reported

	mu    sync.Mutex
	link  sms.Link
	asked time.Time // zero before it was
}

func newLinkState() linkState {
	return linkState{changed: make(chan struct{}, 1), link: sms.Link{Up: true, Signal: -1}}
}

func (l *linkState) get() sms.Link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link
}

// known reports whether the network was asked for and found.
func (l *linkState) known() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.asked.IsZero() && l.link.Registered()
}

// fresh returns the link if it was asked for within a time.
func (l *linkState) fresh(within time.Duration) (sms.Link, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link, !l.asked.IsZero() && time.Since(l.asked) < within
}

// set keeps a link, but for what the stick lacks.
func (l *linkState) set(link sms.Link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	link.Lacks = l.link.Lacks
	l.asked = time.Now()
	l.change(link)
}

// setLack notes whether the stick lacks a function.
func (l *linkState) setLack(one sms.Lack, lacks bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	link := l.link
	if link.Lacks &^= one; lacks {
		link.Lacks |= one
	}
	l.change(link)
}

// change keeps a link; mu is held.
func (l *linkState) change(link sms.Link) {
	if l.link == link {
		return
	}
	l.link = link
	select {
	case l.changed <- struct{}{}:
	default: // it will be reported anyway
	}
}

// Link asks for the connection to the network. A network that was found is not asked for again at every
// call: while the stick answers, and while it sends a text, the link is the one of the last look for it,
// which is at most a minute old. When texts are refused for want of the password the error is ErrLogin, beside the link.
func (s *Stick) Link(ctx context.Context) (link sms.Link, err error) {
	link, fresh := s.link.fresh(s.w.Wait((statusRound + 2) * lookEvery))
	if !s.posting.Load() && (!fresh || !s.quiet()) {
		if link, err = s.askLink(ctx, true); err != nil {
			return link, err
		}
	}
	if s.barred.Load() {
		return link, fmt.Errorf("texts: %w", ErrLogin)
	}
	return link, ctx.Err()
}

// askLink asks for the link and keeps it. operator has its name asked for as well, which is else asked
// for only when the registration has changed.
func (s *Stick) askLink(ctx context.Context, operator bool) (sms.Link, error) {
	before := s.link.get()
	status, err := s.c.Status(ctx, func(now Status) bool {
		return operator || now.Registration != before.Registration || before.Operator == ""
	})
	if err != nil {
		return before, s.seen(err)
	}
	if status.Operator == "" && status.Registered() && status.Registration == before.Registration {
		status.Operator = before.Operator
	}
	s.card.noticeStatus(status.Card)
	s.link.set(status.Link)
	return s.link.get(), nil
}
