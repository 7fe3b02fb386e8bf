package messenger_test

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

func TestWhatTheListShows(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		ctx := b.t.Context()
		modem.keep(b.t, incoming(annaDigits, nil, "hello", time.Now()))
		synctest.Wait()
		told := func() int {
			return seen(b, func(sms.ConversationsChanged) bool { return true })
		}
		for i, change := range []func() error{
			func() error { return b.SetName(ctx, anna, "Anna") },
			func() error { return b.SetDraft(ctx, anna, "hel") },
			func() error { return b.MarkRead(ctx, anna, math.MaxInt64) },
		} {
			if err := change(); err != nil {
				b.t.Fatal(err)
			}
			if told() != i+1 {
				b.t.Fatalf("told %d times after change %d", told(), i+1)
			}
		}
		if err := b.MarkRead(ctx, anna, math.MaxInt64); err != nil || told() != 3 {
			b.t.Fatalf("told of no change: %d, %v", told(), err)
		}
		list, err := b.Conversations(ctx)
		if err != nil || len(list) != 1 {
			b.t.Fatalf("%v, %v", list, err)
		}
		c := list[0]
		if c.Name != "Anna" || c.Draft != "hel" || c.Unread != 0 || c.Last.Text != "hello" {
			b.t.Fatalf("got %+v", c)
		}
		if _, err := b.DeleteConversation(ctx, anna); err != nil || told() != 4 {
			b.t.Fatalf("deletion: told %d times, %v", told(), err)
		}
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("still there: %v", all)
		}
	})
}

func TestSearchFinds(t *testing.T) {
	bubble(t, func(b *bench) {
		b.send(anna, "Die Äpfel sind reif")
		b.send(bert, "nothing")
		found, err := b.Search(b.t.Context(), "äPFEL", "", 10)
		if err != nil || len(found) != 1 || found[0].Message.Number != anna {
			b.t.Fatalf("%v, %v", found, err)
		}
	})
}

func TestRegion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		if got := b.Region(); got != "DE" {
			t.Errorf("without a card %q", got)
		}
		modem := newBackend()
		modem.id.IMSI = "232011234567890"
		b.Attach(modem)
		if got := b.Region(); got != "AT" {
			t.Errorf("with an Austrian card %q", got)
		}
		b = b.restart()
		if got := b.Region(); got != "AT" {
			t.Errorf("after a restart without the stick %q", got)
		}
		b.SetRegion("CH")
		b = b.restart()
		defer b.close()
		if got := b.Region(); got != "CH" {
			t.Errorf("the user's choice is now %q", got)
		}
		b.SetRegion("")
		if got := b.Region(); got != "AT" {
			t.Errorf("given back to the card %q", got)
		}
	})
}

func TestSettingsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		if err := b.SetSetting(t.Context(), "lang", "de"); err != nil {
			t.Fatal(err)
		}
		b = b.restart()
		defer b.close()
		if v, err := b.Setting(t.Context(), "lang"); v != "de" || err != nil {
			t.Fatalf("%q, %v", v, err)
		}
	})
}

func TestLink(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		if l := b.Link(); !l.Up || !l.Registered() || l.Operator != "Testnet" {
			b.t.Fatalf("attached: %+v", l)
		}
		next := newBackend()
		b.Attach(next)
		modem.sink.LinkChanged(sms.Link{Registration: sms.RegDenied}) // of the one that was detached
		if l := b.Link(); l.Registration == sms.RegDenied {
			b.t.Fatalf("told by the old backend: %+v", l)
		}
		next.Close()
		synctest.Wait()
		if l := b.Link(); l != (sms.Link{Signal: -1}) {
			b.t.Fatalf("detached: %+v", l)
		}
		if n := seen(b, func(e sms.LinkChanged) bool { return !e.Link.Up }); n == 0 {
			b.t.Fatal("the window was not told")
		}
	})
}

// echo is a modem whose own texts come back.
func echo(b *bench, modem *backend, delay time.Duration) {
	modem.answer = func(n int) (int, error) {
		all, err := b.Messages(b.t.Context(), anna, 0, 1)
		if err != nil || len(all) != 1 {
			b.t.Errorf("%v, %v", all, err)
			return n, nil
		}
		go func() {
			time.Sleep(delay)
			modem.keep(b.t, incoming(annaDigits, nil, all[0].Text, time.Now()))
		}()
		return n, nil
	}
}

// selfTest sends a text to oneself and waits for it.
func selfTest(b *bench, to sms.Number) (bool, error) {
	b.t.Helper()
	test, err := b.BeginTest(b.t.Context(), to)
	if err != nil {
		b.t.Fatal(err)
	}
	defer test.Close()
	if err := test.Send(b.t.Context()); err != nil {
		return false, err
	}
	return test.Came(b.t.Context(), time.Minute)
}

func TestSelfTest(t *testing.T) {
	for _, c := range []struct {
		name  string
		setup func(b *bench, modem *backend)
		came  bool
		want  error
	}{
		{"comes back", func(b *bench, modem *backend) { echo(b, modem, 10*time.Second) }, true, nil},
		{"lost", func(*bench, *backend) {}, false, nil},
		{"refused", func(_ *bench, modem *backend) {
			modem.answer = func(int) (int, error) { return 0, refusal(8, true) }
		}, false, messenger.ErrUnsent},
		{"no network", func(_ *bench, modem *backend) {
			modem.sink.LinkChanged(sms.Link{Registration: sms.RegSearching})
		}, false, messenger.ErrUnsent},
	} {
		t.Run(c.name, func(t *testing.T) {
			receiving(t, func(b *bench, modem *backend) {
				c.setup(b, modem)
				came, err := selfTest(b, anna)
				if !errors.Is(err, c.want) || came != c.came {
					b.t.Fatalf("came %v, %v; want %v, %v", came, err, c.came, c.want)
				}
			})
		})
	}
}

func TestSelfTestToANameIsRefused(t *testing.T) {
	bubble(t, func(b *bench) {
		if _, err := selfTest(b, "o2"); !errors.Is(err, messenger.ErrNoReply) {
			b.t.Fatal(err)
		}
	})
}

// TestNobodyListens lets the window sleep: nothing waits for it, and it is told the last word.
func TestNobodyListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, err := store.Open(t.TempDir()+"/messages.db", store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m := messenger.New(st, messenger.Options{})
		defer m.Close()
		modem := newBackend()
		m.Attach(modem)
		for range 200 {
			modem.sink.LinkChanged(sms.Link{Registration: sms.RegHome, Signal: 10})
			if _, err := m.Send(t.Context(), anna, "hello"); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		last := map[int64]sms.MessageChanged{}
		events := 0
		for len(last) < 200 || events < 200 {
			e := <-m.Events()
			events++
			if c, ok := e.(sms.MessageChanged); ok {
				if before, known := last[c.Message.ID]; known && c.New && before.New {
					t.Fatalf("text %d is new twice", c.Message.ID)
				}
				last[c.Message.ID] = c
			}
			synctest.Wait()
		}
		if events > 200*4 {
			t.Errorf("%d events for 200 texts", events)
		}
	})
}

func TestNewerStoreIsForReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.send(anna, "hello")
		b.close()
		newer(t, b.path)
		st, err := store.Open(b.path, store.Options{})
		if !errors.Is(err, store.ErrNewer) {
			t.Fatal(err)
		}
		m := messenger.New(st, messenger.Options{})
		defer m.Close()
		modem := newBackend()
		m.Attach(modem)
		if _, err := m.Send(t.Context(), anna, "more"); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("send: %v", err)
		}
		d := delivery(incoming(annaDigits, nil, "hi", time.Now()))
		if err := modem.sink.Keep(d); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("keep: %v", err)
		}
		time.Sleep(time.Hour)
		if all, err := m.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 1 {
			t.Errorf("read: %v, %v", all, err)
		}
	})
}

func TestDailyBackup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		b.send(anna, "hello")
		time.Sleep(5*24*time.Hour + 2*time.Minute)
		entries, err := os.ReadDir(strings.TrimSuffix(b.path, "/messages.db"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range entries {
			if strings.Contains(e.Name(), ".backup-") {
				n++
			}
		}
		if n != 3 {
			t.Fatalf("%d copies, want 3: %v", n, entries)
		}
	})
}
