package messenger_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
)

// The steps of TestListenMachine.
const (
	listenSingle = iota
	listenFirstPart
	listenRest
	listenLong  // a long time, after which a text with missing parts is shown
	listenEvery // the whole day, in which it is not given up yet
	listenDelete
	listenRemove
	listenUndelete
	listenCall
	listenOwn
	listenRestart
	listenAway // nobody listens for a while
	listenCount
)

// TestListenMachine has everything happen that may happen to received texts while a program listens, which goes
// on where it was after each end. Whatever does, it has had every text as it is now, exactly once, and nothing
// that did not come in.
func TestListenMachine(t *testing.T) {
	fewer(t)
	rapid.Check(t, func(r *rapid.T) {
		script := rapid.SliceOfN(rapid.IntRange(0, listenCount-1), 3, 25).Draw(r, "steps")
		fault := ""
		synctest.Test(t, func(t *testing.T) { fault = runListener(t, script) })
		if fault != "" {
			r.Fatal(fault)
		}
	})
}

// listener is a program that takes texts in by Arrivals, whenever Changes says so.
type listener struct {
	stop func()

	mu    sync.Mutex
	since int64
	got   map[int64][]string // what came of each message, in order
	bad   string
	// gone are messages that were in the bin at some time: one that was put there while nobody listened need
	// not have come.
	gone map[int64]bool
}

func (l *listener) deleted(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone[id] = true
}

// listen begins where the listener was.
func (l *listener) listen(b *bench) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	l.stop = func() { cancel(); <-done }
	changes := b.Changes(ctx)
	go func() {
		defer close(done)
		for {
			l.take(ctx, b)
			if _, open := <-changes; !open {
				return
			}
		}
	}()
}

func (l *listener) take(ctx context.Context, b *bench) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		page, err := b.Arrivals(ctx, l.since, 2)
		if err != nil || len(page) == 0 {
			return
		}
		for _, a := range page {
			if a.Seq <= l.since {
				l.bad = fmt.Sprintf("%d comes after %d", a.Seq, l.since)
			}
			l.since = a.Seq
			l.got[a.Message.ID] = append(l.got[a.Message.ID], version(a.Message))
		}
	}
}

// version is a message as a program sees it.
func version(m sms.Message) string { return fmt.Sprintf("%v %q", m.Status, m.Text) }

// runListener runs a script and returns what went wrong, "" for nothing.
func runListener(t *testing.T, script []int) string {
	b := startAt(t, filepath.Join(t.TempDir(), "messages.db"))
	defer func() { b.close() }()
	modem := newBackend()
	b.Attach(modem)
	last, err := b.LastArrival(t.Context())
	if err != nil {
		return err.Error()
	}
	l := &listener{since: last, got: map[int64][]string{}, gone: map[int64]bool{}}
	l.listen(b)
	defer func() { l.stop() }()
	came := map[int64]map[string]bool{} // every version that was ever in the store
	listens, opened := true, 0
	for i, step := range script {
		text := fmt.Sprintf("text %d", i)
		all := here(b)
		switch step {
		case listenSingle:
			modem.keep(t, incoming(annaDigits, nil, text, time.Now()))
		case listenFirstPart:
			opened = i + 1
			modem.keep(t, incoming(annaDigits, part(byte(opened), 2, 1), "first half ", time.Now()))
		case listenRest:
			if opened > 0 {
				modem.keep(t, incoming(annaDigits, part(byte(opened), 2, 2), "second half", time.Now()))
				opened = 0
			}
		case listenLong:
			time.Sleep(11 * time.Minute)
		case listenEvery:
			time.Sleep(24 * time.Hour)
		case listenDelete, listenRemove:
			if len(all) > 0 {
				l.deleted(all[len(all)-1].ID)
				err = b.Delete(t.Context(), all[len(all)-1].ID)
				if step == listenRemove && err == nil {
					err = b.EmptyBin(t.Context())
				}
			}
		case listenUndelete:
			if bin, _ := b.Bin(t.Context(), 0, 1); len(bin) > 0 {
				err = b.Restore(t.Context(), bin[0].ID)
			}
		case listenCall:
			modem.sink.Called(sms.Call{From: annaDigits, At: time.Now()})
		case listenOwn:
			_, err = b.Send(t.Context(), anna, text)
		case listenRestart:
			if listens {
				l.stop()
			}
			b = b.restart()
			modem = newBackend()
			b.Attach(modem)
			listens = true
			l.listen(b)
		case listenAway:
			if listens {
				l.stop()
			} else {
				l.listen(b)
			}
			listens = !listens
		}
		if err != nil {
			return err.Error()
		}
		b.rest()
		for _, m := range here(b) {
			if came[m.ID] == nil {
				came[m.ID] = map[string]bool{}
			}
			came[m.ID][version(m)] = true
		}
		if listens {
			if fault := l.check(here(b), came); fault != "" {
				return fmt.Sprintf("after step %d: %s", i, fault)
			}
		}
	}
	if !listens {
		l.listen(b)
		b.rest()
	}
	return l.check(here(b), came)
}

// here are the received texts outside of the bin.
func here(b *bench) []sms.Message {
	b.rest()
	all, err := b.List(context.Background(), sms.Filter{In: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// check returns what the listener lacks or has too much of.
func (l *listener) check(here []sms.Message, came map[int64]map[string]bool) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range here {
		got := l.got[m.ID]
		if len(got) == 0 && l.gone[m.ID] {
			continue
		}
		if len(got) == 0 || got[len(got)-1] != version(m) {
			return fmt.Sprintf("of message %d it has %q, which is %s", m.ID, got, version(m))
		}
	}
	for id, versions := range l.got {
		seen := map[string]bool{}
		for _, v := range versions {
			if !came[id][v] || seen[v] {
				return fmt.Sprintf("of message %d it has %q, and there was %v", id, versions, came[id])
			}
			seen[v] = true
		}
	}
	return l.bad
}
