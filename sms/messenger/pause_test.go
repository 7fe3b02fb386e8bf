package messenger_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

const carl = sms.Number("+491737654321")

// paused returns what the window heard last about a pause.
func (b *bench) paused() (last sms.SendingPaused) {
	b.rest()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.events {
		if p, ok := e.(sms.SendingPaused); ok {
			last = p
		}
	}
	return last
}

// wantNoPause fails if a pause was reported last, or a text waits for one.
func (b *bench) wantNoPause(texts ...sms.Number) {
	b.t.Helper()
	if p := b.paused(); p != (sms.SendingPaused{}) {
		b.t.Errorf("still paused: %+v", p)
	}
	for _, n := range texts {
		if m := b.one(n); m.Reason != sms.ReasonNone {
			b.t.Errorf("%s: %v, %v", n, m.Status, m.Reason)
		}
	}
}

// TestEveryWaitingTextSaysWhy: when the modem refuses a text for a reason for which it would refuse all,
// each text that waits says so, also one that waited for a better moment, and one that is written
// meanwhile; and the window hears until when.
func TestEveryWaitingTextSaysWhy(t *testing.T) {
	for code, reason := range map[int]sms.Reason{
		310: sms.ReasonSIM, 311: sms.ReasonSIM, 318: sms.ReasonSIM, 322: sms.ReasonFull,
		330: sms.ReasonNoCentre, 302: sms.ReasonSIM,
	} {
		bubble(t, func(b *bench) {
			modem := newBackend()
			modem.answer = func(n int) (int, error) {
				if n == 1 {
					return 0, refusal(42, true)
				}
				return 0, refusal(code, false)
			}
			b.Attach(modem)
			b.send(anna, "busy")
			b.wantStatus(anna, sms.Waiting, sms.ReasonBusy)
			b.send(bert, "refused")
			time.Sleep(10 * time.Second)
			b.send(carl, "written meanwhile")
			for _, n := range []sms.Number{anna, bert, carl} {
				b.wantStatus(n, sms.Queued, reason)
				if m := b.one(n); m.Code != code || !m.NextTry.IsZero() {
					b.t.Errorf("code %d: %+v", code, m)
				}
			}
			p := b.paused()
			if left := time.Until(p.Until); p.Reason != reason || p.Code != code ||
				left < 9*time.Minute || left > 10*time.Minute {
				b.t.Errorf("code %d: told %+v, %v from now", code, p, left)
			}
			modem.answer = func(n int) (int, error) { return n, nil }
			if err := b.Resume(b.t.Context()); err != nil {
				b.t.Fatal(err)
			}
			time.Sleep(30 * time.Second)
			for _, n := range []sms.Number{anna, bert, carl} {
				b.wantStatus(n, sms.Sent, sms.ReasonNone)
			}
			b.wantNoPause()
		})
	}
}

// TestPauseEnds: by itself after ten minutes, when the stick goes, and when the memory is free again.
func TestPauseEnds(t *testing.T) {
	ends := map[string]func(b *bench, modem *backend){
		"by itself": func(*bench, *backend) { time.Sleep(10 * time.Minute) },
		"stick goes": func(b *bench, modem *backend) {
			modem.Close()
		},
		"memory is free": func(_ *bench, modem *backend) {
			modem.sink.MemoryChanged(sms.MemoryChanged{Memory: "SM", Fill: sms.FillFull, Used: 20, Total: 20})
			modem.sink.MemoryChanged(sms.MemoryChanged{Memory: "SM", Total: 20})
		},
		"tried again": func(b *bench, _ *backend) {
			if err := b.Retry(b.t.Context(), b.one(bert).ID); err != nil {
				b.t.Fatal(err)
			}
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				modem := newBackend()
				modem.answer = func(int) (int, error) { return 0, refusal(322, false) }
				b.Attach(modem)
				b.send(anna, "one")
				b.send(bert, "two")
				b.wantStatus(bert, sms.Queued, sms.ReasonFull)
				modem.answers(func(n int) (int, error) { return n, nil })
				end(b, modem)
				time.Sleep(time.Second)
				synctest.Wait()
				b.wantNoPause(anna, bert)
			})
		})
	}
}

// TestPauseIsOverAtTheNextStart: no text says for ever why it waited once.
func TestPauseIsOverAtTheNextStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		modem := newBackend()
		modem.answer = func(int) (int, error) { return 0, refusal(330, false) }
		b.Attach(modem)
		b.send(anna, "one")
		b.wantStatus(anna, sms.Queued, sms.ReasonNoCentre)
		b = b.restart()
		defer b.close()
		next := newBackend()
		hold := make(chan struct{})
		next.prompt = func() { <-hold }
		b.Attach(next)
		b.wantNoPause(anna)
		close(hold)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestNoAnswerYet: a minute after the text was handed over it says that there is no answer, and that is
// over with the answer.
func TestNoAnswerYet(t *testing.T) {
	bubble(t, func(b *bench) {
		modem, answer := newBackend(), make(chan struct{})
		modem.answer = func(n int) (int, error) {
			<-answer
			return n, nil
		}
		b.Attach(modem)
		b.send(anna, "hello")
		time.Sleep(59 * time.Second)
		b.wantStatus(anna, sms.Sending, sms.ReasonNone)
		time.Sleep(2 * time.Second)
		b.wantStatus(anna, sms.Sending, sms.ReasonNoAnswer)
		noAnswer := func(e sms.MessageChanged) bool {
			return e.Message.Status == sms.Sending && e.Message.Reason == sms.ReasonNoAnswer
		}
		if n := seen(b, noAnswer); n != 1 {
			b.t.Errorf("told %d times", n)
		}
		close(answer)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}
