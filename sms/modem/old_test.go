package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// What is on the card at the start is delivered, in both memories, and deleted when it is safe.
func TestReceiveOld(t *testing.T) {
	in(t, fakemodem.Options{Stored: stored(3)}, func(t *testing.T, b *bench) {
		b.want("SM 0 old, SM 1 old, SM 2 old")
		b.empty("SM")
		arrive(t, b, "new")
		b.want("SM 0 old, SM 1 old, SM 2 old, SM 0")
	})
}

func TestReceiveManyOld(t *testing.T) {
	in(t, fakemodem.Options{SMSlots: 500, Stored: stored(500)}, func(t *testing.T, b *bench) {
		if n := len(b.sink.got); n != 500 {
			t.Errorf("%d texts, want 500", n)
		}
		b.empty("SM")
		if len(b.sink.full) > 0 {
			t.Errorf("told %q although everything was deleted", b.sink.full)
		}
	})
}

// A text that a person has read elsewhere comes in as read; one that only this program has read,
// because it could not be kept at first, does not.
func TestReceiveOldAsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{Stored: []fakemodem.Text{
			{From: partner, Text: "read", Read: true}, {From: partner, Text: "not read"},
		}}
		b := up(t, fo, modem.Options{})
		defer b.down()
		b.sink.refuses(errDisk)
		b.begin()
		arrive(t, b, "new")
		b.sink.refuses(nil)
		time.Sleep(31 * time.Second)
		synctest.Wait()
		b.want("SM 0 old read, SM 1 old, SM 2")
	})
}
