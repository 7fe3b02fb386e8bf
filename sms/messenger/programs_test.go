package messenger_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

const python = sms.Program("/usr/bin/python3")

// order is a call of a program with a key.
func order(key, text string, to ...sms.Number) sms.Order {
	return sms.Order{Program: python, Key: key, Text: text, To: to}
}

// generous are rules by which everything may be sent.
func generous() budget.Rules {
	return budget.Rules{
		Minute: 1e6, Hour: 1e6, Day: 1e6, Parts: 10, LongParts: 10, Recipients: 1e6,
		Short: true, Premium: true, Foreign: true, Roaming: true,
	}
}

// sendFor sends a text for a program by the usual rules.
func (b *bench) sendFor(o sms.Order) ([]sms.Message, bool, error) {
	return b.SendFor(b.t.Context(), o, budget.Default())
}

func (b *bench) mustSendFor(o sms.Order) []sms.Message {
	b.t.Helper()
	texts, known, err := b.sendFor(o)
	if err != nil || known {
		b.t.Fatalf("known %v, %v", known, err)
	}
	return texts
}

// wantRefused fails unless an error is a refusal for this reason.
func wantRefused(t testing.TB, err error, want budget.Reason) *budget.Refusal {
	t.Helper()
	var refused *budget.Refusal
	if !errors.As(err, &refused) || refused.Reason != want {
		t.Fatalf("got %v, want a refusal: %v", err, want)
	}
	return refused
}

func TestSendFor(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		if err := b.SetDraft(ctx, anna, "hel"); err != nil {
			b.t.Fatal(err)
		}
		texts := b.mustSendFor(order("order-1", "hello", anna, bert, anna))
		if len(texts) != 2 || texts[0].Number != anna || texts[1].Number != bert || texts[0].Program != python {
			b.t.Fatalf("got %+v", texts)
		}
		if m := b.one(anna); m != texts[0] || m.Status != sms.Queued {
			b.t.Errorf("stored %+v", m)
		}
		if n := seen(b, func(sms.ProgramsChanged) bool { return true }); n == 0 {
			b.t.Error("the window does not hear of it")
		}
		if list, err := b.Conversations(ctx); err != nil || list[0].Draft+list[1].Draft != "hel" {
			b.t.Errorf("the draft: %+v, %v", list, err)
		}
		again, known, err := b.sendFor(order("order-1", "hello", bert, anna))
		if err != nil || !known || len(again) != 2 || again[0] != texts[0] {
			b.t.Errorf("again: %+v, %v, %v", again, known, err)
		}
		for _, o := range []sms.Order{order("order-1", "hello", anna), order("order-1", "bye", anna, bert)} {
			if _, _, err := b.sendFor(o); !errors.Is(err, sms.ErrKeyTaken) {
				b.t.Errorf("the key with something else: %v", err)
			}
		}
		modem := newBackend()
		b.Attach(modem)
		time.Sleep(time.Minute)
		if n := modem.submitted(); n != 2 {
			b.t.Errorf("%d went out", n)
		}
		again, known, err = b.sendFor(order("order-1", "hello", anna, bert))
		if err != nil || !known || again[0].Status != sms.Sent {
			b.t.Errorf("after it went: %+v, %v, %v", again, known, err)
		}
		use, err := b.ProgramUsage(ctx)
		if err != nil || len(use) != 1 || use[0] != (sms.ProgramUse{Program: python, Texts: 2, Parts: 2}) {
			b.t.Errorf("usage %+v, %v", use, err)
		}
		left, err := b.ProgramsLeft(ctx, budget.Default())
		if err != nil || left != (budget.Left{Minute: 5, Hour: 28, Day: 98}) {
			b.t.Errorf("left %+v, %v", left, err)
		}
	})
}

func TestSendForRefuses(t *testing.T) {
	bubble(t, func(b *bench) {
		for name, c := range map[string]struct {
			order sms.Order
			want  error
		}{
			"nobody":            {order("", "x"), sms.ErrNumber},
			"name":              {order("", "x", anna, "o2"), sms.ErrNumber},
			"code":              {order("", "x", "*100#"), sms.ErrNumber},
			"command":           {order("", "x", "+4917\"\rAT"), sms.ErrNumber},
			"empty":             {order("", " \n", anna), sms.ErrTextEmpty},
			"control":           {order("", "a\x1bb", anna), sms.ErrTextControl},
			"zero":              {order("", "a\x00", anna), sms.ErrTextControl},
			"delete":            {order("", "a\u0085", anna), sms.ErrTextControl},
			"no UTF-8":          {order("", "a\xff", anna), sms.ErrTextControl},
			"1 MB":              {order("", strings.Repeat("x", 1<<20), anna), sms.ErrTextTooLong},
			"key of 129":        {order(strings.Repeat("k", 129), "x", anna), sms.ErrKeyForm},
			"key with line end": {order("a\n", "x", anna), sms.ErrKeyForm},
			"key with umlaut":   {order("ä", "x", anna), sms.ErrKeyForm},
		} {
			if _, _, err := b.sendFor(c.order); !errors.Is(err, c.want) {
				b.t.Errorf("%s: %v, want %v", name, err, c.want)
			}
			if _, _, err := b.Check(b.t.Context(), c.order, budget.Default()); !errors.Is(err, c.want) {
				b.t.Errorf("%s, dry: %v, want %v", name, err, c.want)
			}
		}
		for name, c := range map[string]struct {
			order sms.Order
			want  budget.Reason
		}{
			"short":   {order("", "x", "80850"), budget.ReasonCost},
			"premium": {order("", "x", "+499001234567"), budget.ReasonCost},
			"foreign": {order("", "x", anna, "+436641234567"), budget.ReasonCost},
			"long":    {order("", strings.Repeat("x", 600), anna), budget.ReasonTooLong},
		} {
			_, _, err := b.sendFor(c.order)
			if refused := wantRefused(b.t, err, c.want); name == "foreign" && refused.Number != "+436641234567" {
				b.t.Errorf("%s: names %s", name, refused.Number)
			}
		}
		if n, err := b.Queued(b.t.Context()); n != 0 || err != nil {
			b.t.Errorf("%d are queued, %v", n, err)
		}
		for _, good := range []string{"line\nline\r\n\ttab", strings.Repeat("k", 128)} {
			if _, _, err := b.SendFor(b.t.Context(), order("", good, anna), generous()); err != nil {
				b.t.Errorf("%q: %v", good, err)
			}
		}
	})
}

// TestNamelessProgram: a text of a program that nobody can name is not the person's.
func TestNamelessProgram(t *testing.T) {
	bubble(t, func(b *bench) {
		o := order("", "x", anna)
		o.Program = ""
		if texts := b.mustSendFor(o); texts[0].Program != sms.UnknownProgram {
			b.t.Errorf("%+v", texts)
		}
	})
}

// TestRoamingIsRefused: in a foreign network a program sends only when the person at the window has said so.
func TestRoamingIsRefused(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.sink.LinkChanged(sms.Link{Registration: sms.RegRoaming})
		b.rest()
		_, _, err := b.sendFor(order("", "x", anna))
		wantRefused(b.t, err, budget.ReasonRoaming)
		rules := budget.Default()
		rules.Roaming = true
		if _, _, err := b.SendFor(b.t.Context(), order("", "x", anna), rules); err != nil {
			b.t.Error(err)
		}
	})
}

func TestRepeatIsRefused(t *testing.T) {
	bubble(t, func(b *bench) {
		b.mustSendFor(order("", "alarm", anna))
		_, _, err := b.sendFor(order("", "alarm", bert, anna))
		if refused := wantRefused(b.t, err, budget.ReasonRepeat); refused.RetryAfter != 10*time.Minute || refused.Number != anna {
			b.t.Errorf("%+v", refused)
		}
		b.mustSendFor(order("k1", "alarm", anna))
		b.mustSendFor(order("k2", "alarm", anna))
		b.mustSendFor(order("", "another alarm", anna))
		time.Sleep(10 * time.Minute)
		b.mustSendFor(order("", "alarm", anna))
	})
}

// TestLoopIsRefused has a program answer somebody who answers each of its texts.
func TestLoopIsRefused(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		sent := 0
		for i := range 20 {
			modem.keep(b.t, incoming(annaDigits, nil, fmt.Sprint("out of office ", i), time.Now()))
			b.rest()
			_, _, err := b.sendFor(order("", fmt.Sprint("thank you ", i), anna))
			if err != nil {
				wantRefused(b.t, err, budget.ReasonLoop)
			} else {
				sent++
			}
			time.Sleep(time.Minute)
		}
		if sent != budget.LoopTexts {
			b.t.Errorf("%d answers went out", sent)
		}
		looped := func(e sms.ProgramLoops) bool { return e.Number == anna && e.Program == python }
		if n := seen(b, looped); n == 0 {
			b.t.Error("nobody hears of the loop")
		}
		if _, _, err := b.sendFor(order("", "to somebody else", bert)); err != nil {
			b.t.Error(err)
		}
	})
}

func TestCheckSendsNothing(t *testing.T) {
	bubble(t, func(b *bench) {
		texts, known, err := b.Check(b.t.Context(), order("k", "hello", anna, bert), budget.Default())
		if err != nil || known || len(texts) != 2 || texts[1].Parts != 1 || texts[1].Number != bert || texts[0].ID != 0 {
			b.t.Fatalf("%+v, %v, %v", texts, known, err)
		}
		if all := b.with(anna); len(all) != 0 {
			b.t.Errorf("kept %+v", all)
		}
		b.mustSendFor(order("k", "hello", anna, bert))
		if _, known, err := b.Check(b.t.Context(), order("k", "hello", anna, bert), budget.Default()); err != nil || !known {
			b.t.Errorf("%v, %v", known, err)
		}
	})
}

// TestOneKeyFromEverywhere is the same call from 8 programs at once, 1,000 times each: one text.
func TestOneKeyFromEverywhere(t *testing.T) {
	b := start(t)
	defer b.Close()
	calls := 1_000
	if racing {
		calls = 200
	}
	var wg sync.WaitGroup
	accepted := make([]int, 8)
	for i := range accepted {
		wg.Go(func() {
			for range calls {
				texts, known, err := b.sendFor(order("the same", "once", anna, bert))
				if err != nil || len(texts) != 2 {
					t.Errorf("%+v, %v", texts, err)
					return
				}
				if !known {
					accepted[i]++
				}
			}
		})
	}
	wg.Wait()
	total := 0
	for _, n := range accepted {
		total += n
	}
	if n, err := b.Queued(t.Context()); total != 1 || n != 2 || err != nil {
		t.Errorf("accepted %d times, %d texts, %v", total, n, err)
	}
}

// TestRunawayProgram is a loop over 10,000 texts, one a second: it ends at the budget, and nothing waits
// beyond it.
func TestRunawayProgram(t *testing.T) {
	bubble(t, func(b *bench) {
		calls, apart := 10_000, time.Second
		if racing {
			calls, apart = 1_000, 10*time.Second
		}
		accepted, refused := 0, 0
		for i := range calls {
			_, _, err := b.sendFor(order(fmt.Sprint("key ", i), fmt.Sprint("text ", i), anna))
			if err == nil {
				accepted++
			} else {
				wantRefused(b.t, err, budget.ReasonLimit)
				refused++
			}
			time.Sleep(apart)
		}
		// 2 h 46 min: 30 in each hour.
		if accepted != 90 || accepted+refused != calls {
			b.t.Errorf("%d accepted, %d refused", accepted, refused)
		}
		if n, err := b.Queued(b.t.Context()); n != accepted || err != nil {
			b.t.Errorf("%d wait, %v", n, err)
		}
		for i := range calls { // and as fast as it can
			if _, _, err := b.sendFor(order("", fmt.Sprint("fast ", i), bert)); err == nil {
				accepted++
			}
		}
		if n, err := b.Queued(b.t.Context()); n != accepted || accepted > 95 || err != nil {
			b.t.Errorf("%d wait, %d accepted, %v", n, accepted, err)
		}
	})
}

func TestCancel(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		waits := b.mustSendFor(order("k", "hello", anna))[0]
		if err := b.Cancel(ctx, waits.ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Failed, sms.ReasonStopped)
		if err := b.Cancel(ctx, waits.ID); !errors.Is(err, messenger.ErrNotNow) {
			b.t.Errorf("a second time: %v", err)
		}
		if err := b.Cancel(ctx, 999); !errors.Is(err, sms.ErrNotFound) {
			b.t.Errorf("a text that is not there: %v", err)
		}
		modem := newBackend()
		answer := make(chan struct{})
		modem.answer = func(n int) (int, error) { <-answer; return n, nil }
		b.Attach(modem)
		sending := b.mustSendFor(order("", "hello", bert))[0]
		b.rest()
		if err := b.Cancel(ctx, sending.ID); !errors.Is(err, messenger.ErrNotNow) {
			b.t.Errorf("while it is being sent: %v", err)
		}
		close(answer)
		time.Sleep(time.Minute)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		if n := modem.submitted(); n != 1 {
			b.t.Errorf("%d went out", n)
		}
		// The key stays taken: nothing goes in the place of what was cancelled.
		if texts, known, err := b.sendFor(order("k", "hello", anna)); err != nil || !known || texts[0].Status != sms.Failed {
			b.t.Errorf("%+v, %v, %v", texts, known, err)
		}
	})
}

func TestStopPrograms(t *testing.T) {
	bubble(t, func(b *bench) {
		mine := b.send(anna, "mine")
		b.mustSendFor(order("", "hello", anna, bert))
		b.mustSendFor(order("", "bye", bert))
		n, err := b.StopPrograms(b.t.Context())
		if n != 3 || err != nil {
			b.t.Fatalf("stopped %d, %v", n, err)
		}
		modem := newBackend()
		b.Attach(modem)
		time.Sleep(time.Minute)
		if n := modem.submitted(); n != 1 {
			b.t.Errorf("%d went out", n)
		}
		if m, err := b.Message(b.t.Context(), mine.ID); err != nil || m.Status != sms.Sent {
			b.t.Errorf("%+v, %v", m, err)
		}
		if n, err := b.StopPrograms(b.t.Context()); n != 0 || err != nil {
			b.t.Errorf("stopped %d more, %v", n, err)
		}
	})
}

// TestProgramsOfAClosedOne: everything says that it is closed, and whoever waits is woken.
func TestProgramsOfAClosedOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		changes := b.Changes(t.Context())
		b.close()
		if _, open := <-changes; open {
			t.Error("a change after the end")
		}
		if _, _, err := b.sendFor(order("", "x", anna)); !errors.Is(err, sms.ErrClosed) {
			t.Error(err)
		}
		if err := b.Cancel(t.Context(), 1); !errors.Is(err, sms.ErrClosed) {
			t.Error(err)
		}
		if _, open := <-b.Changes(t.Context()); open {
			t.Error("a change after the end")
		}
	})
}

func TestProgramsOfANewerFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.mustSendFor(order("k", "x", anna))
		b.close()
		newer(t, b.path)
		st, err := store.Open(b.path, store.Options{})
		if !errors.Is(err, store.ErrNewer) {
			t.Fatal(err)
		}
		b = &bench{Messenger: messenger.New(st, messenger.Options{Region: "DE"}), t: t, path: b.path, st: st}
		defer b.close()
		for _, err := range []error{
			second(b.SendFor(t.Context(), order("", "y", anna), budget.Default())), b.Cancel(t.Context(), 1),
		} {
			if !errors.Is(err, sms.ErrReadOnly) {
				t.Error(err)
			}
		}
		if texts, err := b.ByKey(t.Context(), "k"); err != nil || len(texts) != 1 {
			t.Errorf("%+v, %v", texts, err)
		}
	})
}

func second(_ []sms.Message, _ bool, err error) error { return err }
