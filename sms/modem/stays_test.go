package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// TestTextThatStays: the modem accepts the deletion of a text and keeps it, or refuses to delete it. The
// text is delivered once, the deletion is tried some times, and then it is left alone.
func TestTextThatStays(t *testing.T) {
	cases := map[string]fakemodem.Quirks{
		"deleted, it says": {KeepDeleted: true},
		"not deleted":      {Refuse: []string{"+CMGD"}},
	}
	modes := []sms.ReceiveMode{sms.ReceiveNotified, sms.ReceivePolling}
	for name, quirks := range cases {
		for _, mode := range modes {
			t.Run(name+", "+mode.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { textStays(t, quirks, mode) })
			})
		}
	}
}

func textStays(t *testing.T, quirks fakemodem.Quirks, mode sms.ReceiveMode) {
	deletions := 0
	b := up(t, fakemodem.Options{Stored: stored(1), Quirks: quirks}, modem.Options{
		Trace: func(line string) {
			if line == "> AT+CMGD=0" { // a try, in whatever further spellings
				deletions++
			}
		},
	})
	b.mode = mode
	defer b.down()
	b.begin()
	time.Sleep(2 * time.Hour)
	synctest.Wait()
	b.want("SM 0 old")
	tries := deletions
	if tries < 3 || tries > 8 {
		t.Errorf("tried to delete it %d times in the first two hours", tries)
	}
	time.Sleep(24 * time.Hour)
	synctest.Wait()
	if more := deletions - tries; more > 0 {
		t.Errorf("tried to delete it %d times more on the next day", more)
	}
	arrive(t, b, "another one")
	time.Sleep(time.Minute)
	synctest.Wait()
	b.want("SM 0 old, SM 1")
}

// TestSlotFilledAnew: another text in the slot of one that would not go is a new text.
func TestSlotFilledAnew(t *testing.T) {
	in(t, fakemodem.Options{Stored: stored(1)}, func(t *testing.T, b *bench) {
		for range 3 {
			arrive(t, b, "the same words") // the second in its time stamp differs
			time.Sleep(2 * time.Second)
		}
		b.want("SM 0 old, SM 0, SM 0, SM 0")
		b.empty("SM")
	})
}
