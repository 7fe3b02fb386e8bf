package messenger_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
)

const annaDigits = "491711234567"

// receiving is a bubble with a backend attached.
func receiving(t *testing.T, f func(b *bench, modem *backend)) {
	t.Helper()
	bubble(t, func(b *bench) {
		modem := newBackend()
		b.Attach(modem)
		f(b, modem)
	})
}

func TestReceive(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		time.Sleep(48 * time.Hour) // the bubble begins with the year 2000
		sent := time.Now().Add(-time.Minute)
		modem.keep(b.t, incoming(annaDigits, nil, "grüß dich", sent))
		m := b.one(anna)
		if m.Text != "grüß dich" || m.Status != sms.Received || m.Read || !m.SentAt.Equal(sent) {
			b.t.Fatalf("got %+v", m)
		}
		if n := seen(b, func(e sms.MessageChanged) bool { return e.New && e.Message == m }); n != 1 {
			b.t.Fatalf("told %d times", n)
		}
	})
}

func TestReceiveAnything(t *testing.T) {
	for _, c := range []struct {
		name   string
		pdu    string
		status sms.Status
	}{
		{"empty", "", sms.Damaged},
		{"no hex", "AT+CMGR=1", sms.Damaged},
		{"odd", "0", sms.Damaged},
		{"cut off", "0004", sms.Damaged},
		{"binary", "00040C91947111325476000462112221000000030102FF", sms.Service},
	} {
		t.Run(c.name, func(t *testing.T) {
			receiving(t, func(b *bench, modem *backend) {
				if err := modem.sink.Keep(sms.Delivery{Raw: c.pdu, Length: -1}); err != nil {
					b.t.Fatal(err)
				}
				synctest.Wait()
				list, err := b.Conversations(b.t.Context())
				if err != nil || len(list) != 1 || list[0].Last.Status != c.status {
					b.t.Fatalf("got %+v, %v", list, err)
				}
				if list[0].Number == "" {
					b.t.Error("no sender")
				}
			})
		})
	}
}

func TestRepeatIsShownOnce(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		d := delivery(incoming(annaDigits, nil, "once", time.Now()))
		for _, where := range []sms.Delivery{
			{Memory: "SM", Index: 0}, {Route: sms.RouteDirect}, {Memory: "ME", Index: 3},
		} {
			where.Raw, where.Length = d.Raw, d.Length
			if err := modem.sink.Keep(where); err != nil {
				b.t.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		b.one(anna)
		time.Sleep(time.Hour) // from now on it is another one
		if err := modem.sink.Keep(d); err != nil {
			b.t.Fatal(err)
		}
		if all := b.with(anna); len(all) != 2 {
			b.t.Fatalf("%d texts, want 2", len(all))
		}
	})
}

// TestCase07KilledBeforeDelete is case 7: committed, then killed before it was deleted
// from the card, and read again on the next day.
func TestCase07KilledBeforeDelete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		modem := newBackend()
		b.Attach(modem)
		d := delivery(incoming(annaDigits, nil, "once", time.Now()))
		if err := modem.sink.Keep(d); err != nil {
			t.Fatal(err)
		}
		b = b.restart()
		defer b.close()
		time.Sleep(24 * time.Hour)
		modem = newBackend()
		b.Attach(modem)
		d.Old = true
		if err := modem.sink.Keep(d); err != nil {
			t.Fatal(err)
		}
		b.one(anna)
	})
}

// TestCase15PartsOverARestart is case 15: parts 3, 1, 2 over two hours and a restart.
func TestCase15PartsOverARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		modem := newBackend()
		b.Attach(modem)
		modem.keep(t, incoming(annaDigits, part(9, 3, 3), "three", time.Now()))
		if all := b.with(anna); len(all) != 0 {
			t.Fatalf("shown too early: %v", all)
		}
		time.Sleep(time.Hour)
		m := b.one(anna)
		if m.Status != sms.Incomplete || m.Text != inbox.Gap+"three" || m.Done != 1 {
			t.Fatalf("got %+v", m)
		}
		news := seen(b, func(e sms.MessageChanged) bool { return e.New })
		b = b.restart()
		defer b.close()
		modem = newBackend()
		b.Attach(modem)
		modem.keep(t, incoming(annaDigits, part(9, 3, 1), "one", time.Now()))
		time.Sleep(time.Hour)
		modem.keep(t, incoming(annaDigits, part(9, 3, 2), "two", time.Now()))
		if m = b.one(anna); m.Status != sms.Received || m.Text != "onetwothree" || m.Done != 3 {
			t.Fatalf("got %+v", m)
		}
		if news += seen(b, func(e sms.MessageChanged) bool { return e.New }); news != 1 {
			t.Fatalf("new %d times", news)
		}
	})
}

// TestCase14PartsNeverCompleted is case 14: they are shown, and a repeat of one changes nothing.
func TestCase14PartsNeverCompleted(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		for ref := range byte(30) {
			modem.keep(b.t, incoming(annaDigits, part(ref, 3, 2), fmt.Sprint(ref), time.Now()))
		}
		modem.keep(b.t, incoming(annaDigits, part(1, 3, 2), "1", time.Now()))
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("%d shown too early", len(all))
		}
		time.Sleep(inbox.Patience + time.Second)
		if all := b.with(anna); len(all) != 30 || all[7].Status != sms.Incomplete {
			b.t.Fatalf("%d shown, %v", len(all), all)
		}
	})
}

func TestCase18NonsenseHeader(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		for i, udh := range [][]byte{part(1, 0, 0), part(2, 3, 5), part(3, 3, 0), part(4, 1, 1)} {
			modem.keep(b.t, incoming(annaDigits, udh, fmt.Sprint("text ", i), time.Now()))
		}
		all := b.with(anna)
		if len(all) != 4 {
			b.t.Fatalf("%d shown at once, want 4: %v", len(all), all)
		}
		for i, m := range all {
			if m.Text != fmt.Sprint("text ", i) {
				b.t.Errorf("text %d is %q", i, m.Text)
			}
		}
	})
}

func TestDeletedTextDoesNotComeBack(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		one := incoming(annaDigits, part(9, 2, 1), "one", time.Now())
		modem.keep(b.t, one)
		time.Sleep(inbox.Patience + time.Second)
		if err := b.Delete(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		modem.keep(b.t, one)
		time.Sleep(inbox.Patience + time.Second)
		if all := b.with(anna); len(all) != 0 {
			b.t.Fatalf("came back: %v", all)
		}
	})
}

func TestCase35ClockOfTheNetworkIsAhead(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		now := time.Now()
		modem.keep(b.t, incoming(annaDigits, nil, "from the future", now.AddDate(0, 0, 2)))
		if m := b.one(anna); !m.SentAt.IsZero() || !m.Time.Equal(now) {
			b.t.Fatalf("got %+v", m)
		}
	})
}

// TestCase37ManyWhileSending is case 37: nothing is lost, and the queue goes on.
func TestCase37ManyWhileSending(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answer = func(n int) (int, error) { time.Sleep(5 * time.Second); return n, nil }
		b.send(bert, "hello")
		for i := range 50 {
			modem.keep(b.t, incoming(annaDigits, nil, fmt.Sprint(i), time.Now()))
			time.Sleep(600 * time.Millisecond)
		}
		if all := b.with(anna); len(all) != 50 {
			b.t.Fatalf("%d of 50", len(all))
		}
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}

// TestCase09StoreLocked is case 9: what cannot be kept is refused, and the window hears of it.
func TestCase09StoreLocked(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		unlock := lock(b)
		d := delivery(incoming(annaDigits, nil, "hello", time.Now()))
		if err := modem.sink.Keep(d); err == nil {
			b.t.Fatal("kept in a locked file")
		}
		failed := func(want bool) int {
			return seen(b, func(e sms.StoreFailed) bool { return (e.Err != nil) == want })
		}
		if failed(true) != 1 {
			b.t.Fatal("the window was not told")
		}
		time.Sleep(5 * time.Minute)
		if failed(true) != 1 || failed(false) != 0 {
			b.t.Fatalf("told %d and %d times", failed(true), failed(false))
		}
		unlock()
		time.Sleep(time.Minute) // it looks by itself
		if failed(false) != 1 {
			b.t.Fatal("the window was not told that it works again")
		}
		if err := modem.sink.Keep(d); err != nil {
			b.t.Fatal(err)
		}
		b.one(anna)
	})
}

// A text that lay on the card as read does not count as unread; of a long one all parts must have.
func TestReceiveRead(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		keep := func(tpdu []byte, read bool) {
			d := delivery(tpdu)
			d.Old, d.Read = true, read
			if err := modem.sink.Keep(d); err != nil {
				b.t.Fatal(err)
			}
		}
		keep(incoming(annaDigits, nil, "read", time.Now()), true)
		keep(incoming(annaDigits, part(1, 2, 1), "both ", time.Now()), true)
		keep(incoming(annaDigits, part(1, 2, 2), "read", time.Now()), true)
		keep(incoming(annaDigits, part(2, 2, 1), "one ", time.Now()), true)
		keep(incoming(annaDigits, part(2, 2, 2), "unread", time.Now()), false)
		keep(incoming(annaDigits, nil, "unread", time.Now()), false)
		time.Sleep(time.Second)
		list, err := b.Conversations(b.t.Context())
		if err != nil || len(list) != 1 || list[0].Unread != 2 {
			b.t.Fatalf("got %+v, %v", list, err)
		}
		for _, m := range b.with(anna) {
			if want := m.Text == "read" || m.Text == "both read"; m.Read != want {
				b.t.Errorf("%q: read %v, want %v", m.Text, m.Read, want)
			}
		}
	})
}

// Whether it was read survives a program that was killed before it looked at the text.
func TestReceiveReadAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		modem := newBackend()
		b.Attach(modem)
		d := delivery(incoming(annaDigits, part(9, 2, 1), "one", time.Now()))
		d.Old, d.Read = true, true
		if err := modem.sink.Keep(d); err != nil {
			t.Fatal(err)
		}
		b = b.restart()
		defer b.close()
		time.Sleep(inbox.Patience + time.Second)
		if m := b.one(anna); !m.Read {
			t.Errorf("got %+v", m)
		}
	})
}
