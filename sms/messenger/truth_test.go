package messenger_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// truth is what the network really has of each text, whatever anybody says.
type truth struct {
	mu  sync.Mutex
	rnd *rand.Rand
	out map[string]int
}

// chance returns a number from 0 to below n.
func (w *truth) chance(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rnd.IntN(n)
}

// goes notes that the network has a text once more.
func (w *truth) goes(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.out[text]++
}

// has returns how often the network has a text.
func (w *truth) has(text string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out[text]
}

// stick is one whose answers get lost as often as not, and which does not always know what it did; but
// what it says is true.
func (w *truth) stick() *textStick {
	s := newTextStick()
	s.answer = func(n int) error {
		s.mu.Lock()
		text := s.sent[n-1].Text
		s.mu.Unlock()
		chance := w.chance(6)
		if chance%3 != 2 { // from now on, whenever the answer comes
			w.goes(text)
		}
		time.Sleep(time.Duration(w.chance(20)) * time.Second)
		switch chance {
		case 0:
			return nil
		case 1, 2:
			return refusal(-1, true)
		case 3: // parts of it are out, at least
			return classed(sms.ClassPermanent, sms.ReasonStick)
		case 4:
			<-s.done
			return &sms.SubmitError{Written: true, Code: -1, Gone: true, Err: errGone}
		}
		return classed(sms.ClassSoon, sms.ReasonBusy)
	}
	s.fate = func(context.Context, int) (sms.Fate, error) {
		all := s.questions()
		asked := all[len(all)-1]
		var note string
		var text string
		if _, err := fmt.Sscanf(asked, "note %s %s", &note, &text); err != nil {
			panic(err)
		}
		switch w.chance(5) {
		case 0:
			return sms.FateUnknown, nil
		case 1:
			return sms.FatePending, nil
		case 2:
			return sms.FateUnknown, errors.New("busy")
		}
		if w.has(text) > 0 {
			return sms.FateSent, nil
		}
		return sms.FateNotSent, nil
	}
	return s
}

// TestNeverTwiceNeverLost lets chance decide what sticks do with ten texts, when they are pulled out and
// when the program ends. Without the user no text goes out twice, what counts as sent is out, what counts
// as waiting is not, and none is missing.
func TestNeverTwiceNeverLost(t *testing.T) {
	for seed := range uint64(4) {
		synctest.Test(t, func(t *testing.T) {
			w := &truth{rnd: rand.New(rand.NewPCG(seed, 0)), out: map[string]int{}}
			b := start(t)
			defer func() { b.close() }()
			s := w.stick()
			b.Attach(s)
			for i := range 10 {
				b.send(anna, fmt.Sprint("text", i))
			}
			for range 60 {
				time.Sleep(time.Duration(w.chance(120)) * time.Second)
				switch w.chance(4) {
				case 0:
					s.Close()
					s = w.stick()
					b.Attach(s)
				case 1:
					s.Close()
					b = b.restart()
					s = w.stick()
					b.Attach(s)
				}
			}
			s.Close()
			after(time.Minute)
			w.judge(t, seed, b.with(anna))
		})
	}
}

// judge compares what is on disk with what is out.
func (w *truth) judge(t *testing.T, seed uint64, all []sms.Message) {
	t.Helper()
	if len(all) != 10 {
		t.Errorf("seed %d: %d texts", seed, len(all))
	}
	for _, m := range all {
		out := w.has(m.Text)
		ok := out <= 1
		switch m.Status {
		case sms.Sent:
			ok = out == 1
		case sms.Queued, sms.Waiting:
			ok = out == 0
		case sms.Unconfirmed, sms.Failed:
		default:
			ok = false
		}
		if !ok {
			t.Errorf("seed %d: %s is %v, %v, and out %d times", seed, m.Text, m.Status, m.Reason, out)
		}
	}
}
