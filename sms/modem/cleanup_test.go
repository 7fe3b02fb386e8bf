package modem_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// What other programs left on a card is counted, and deleted when that is asked for; received texts go the
// usual way, stored first.
func TestMemories(t *testing.T) {
	texts := []fakemodem.Text{
		{From: "+491711234567", Text: "hello"},
		{From: "+491711234567", Text: "a draft", Draft: true},
		{From: "+491711234568", Text: "another draft", Draft: true},
	}
	in(t, fakemodem.Options{Stored: texts}, func(t *testing.T, b *bench) {
		all, err := b.m.Memories(t.Context())
		if err != nil || len(all) == 0 || all[0].Name != "SM" || all[0].Used != 2 || all[0].Own != 2 || all[0].Total < 5 {
			t.Fatalf("%+v, %v", all, err)
		}
		if n, err := b.m.CleanMemory(t.Context(), "SM"); n != 2 || err != nil {
			t.Errorf("%d deleted, %v", n, err)
		}
		if got := len(b.sink.kept()); got != 1 {
			t.Errorf("%d texts kept, want the received one", got)
		}
		all, err = b.m.Memories(t.Context())
		if err != nil || all[0].Used != 0 || all[0].Own != 0 {
			t.Errorf("%+v, %v", all, err)
		}
		if n, err := b.m.CleanMemory(t.Context(), "SM"); n != 0 || err != nil {
			t.Errorf("of an empty memory %d deleted, %v", n, err)
		}
	})
}

// A received text that cannot be stored yet is no draft: it stays.
func TestCleanLeavesReceived(t *testing.T) {
	texts := []fakemodem.Text{{From: "+491711234567", Text: "hello"}, {Text: "a draft", From: "+4917112", Draft: true}}
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{Stored: texts}, modem.Options{})
		defer b.down()
		if _, err := b.m.Memories(t.Context()); !errors.Is(err, sms.ErrNoCard) {
			t.Errorf("before anybody listens: %v", err)
		}
		b.sink.refuses(errors.New("disk full"))
		b.begin()
		if n, err := b.m.CleanMemory(t.Context(), "SM"); n != 1 || err != nil {
			t.Errorf("%d deleted, %v", n, err)
		}
		all, err := b.m.Memories(t.Context())
		if err != nil || all[0].Used != 1 || all[0].Own != 0 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestMemoriesOfNobody(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		b.fake.Unplug()
		synctest.Wait()
		if _, err := b.m.Memories(t.Context()); err == nil {
			t.Error("a stick that is gone has memories")
		}
	})
}
