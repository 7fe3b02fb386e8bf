// Package autoplay keeps Windows from offering what is on the CD of a stick while somebody sets the
// stick up. The CD holds the maker's own program, and who starts it gets a service that takes the
// stick away from this one.
//
// Before Windows acts on a new disc, it asks the programs that have entered themselves for that in
// the table of running objects (IQueryCancelAutoPlay). The answer is no for the CD drive of a stick
// and yes for every other drive. Nothing is changed in the system: what was entered goes with the
// program at the latest.
package autoplay

import (
	"log/slog"
	"regexp"
	"strings"
)

// Guard refuses AutoPlay while it is on.
type Guard struct {
	want  chan bool // the latest wish
	ended chan struct{}
}

// New returns a guard that is off. drives returns the CD drives of the sticks that are plugged in, as
// paths that open them; it is called on a goroutine of its own.
func New(drives func() []string, log *slog.Logger) *Guard {
	return newGuard(func() (func(), error) { return refuse(drives) }, log)
}

func newGuard(refuse func() (stop func(), err error), log *slog.Logger) *Guard {
	g := &Guard{want: make(chan bool, 1), ended: make(chan struct{})}
	go g.run(refuse, log)
	return g
}

// Set turns the guard on or off. It returns at once, and must be called by one goroutine at a time.
func (g *Guard) Set(on bool) {
	select {
	case <-g.want: // overtaken
	default:
	}
	g.want <- on
}

// Close turns the guard off and ends it. Nothing may be called after it.
func (g *Guard) Close() {
	close(g.want)
	<-g.ended
}

func (g *Guard) run(refuse func() (func(), error), log *slog.Logger) {
	defer close(g.ended)
	var stop func() // nil while it is off
	for on := range g.want {
		switch {
		case on && stop == nil:
			var err error
			if stop, err = refuse(); err != nil {
				log.Warn("Windows may offer what is on the stick's CD", "err", err)
				stop = func() {} // once is enough
			}
		case !on && stop != nil:
			stop()
			stop = nil
		}
	}
	if stop != nil {
		stop()
	}
}

// device is what Windows calls a drive by, whatever letter or path leads to it.
type device struct{ kind, number uint32 }

var letter = regexp.MustCompile(`^[A-Za-z]:\\?$`)

// ofStick reports whether the root of a drive ("E:\") is that of one of the drives.
func ofStick(root string, drives []string, find func(path string) (device, error)) bool {
	if !letter.MatchString(root) || len(drives) == 0 {
		return false
	}
	wanted, err := find(`\\.\` + strings.TrimSuffix(root, `\`))
	if err != nil {
		return false
	}
	for _, path := range drives {
		if found, err := find(path); err == nil && found == wanted {
			return true
		}
	}
	return false
}
