package engine

import (
	"context"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

// Guard is a person who allows everything at once until told otherwise.
type Guard struct {
	mu    sync.Mutex
	no    map[sms.Permission]error
	after time.Duration
}

func newGuard() *Guard { return &Guard{no: map[sms.Permission]error{}} }

// Say has the answer to a question be an error from now on, or yes again with nil.
func (g *Guard) Say(what sms.Permission, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.no[what] = err
}

// Think has every answer take so long from now on.
func (g *Guard) Think(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.after = d
}

// May implements server.Guard.
func (g *Guard) May(_ context.Context, _ sms.Program, what sms.Permission) error {
	g.mu.Lock()
	after, err := g.after, g.no[what]
	g.mu.Unlock()
	time.Sleep(after)
	return err
}

// Said implements server.Guard.
func (g *Guard) Said(_ sms.Program, what sms.Permission) (allowed, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.no[what] == nil, true
}

// Rules implements server.Guard.
func (g *Guard) Rules() budget.Rules { return budget.Default() }

// Open implements server.Guard.
func (g *Guard) Open() bool { return true }
