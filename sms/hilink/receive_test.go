package hilink_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/webstick/webtest"
)

// wantTexts checks what was delivered so far, in order.
func wantTexts(t *testing.T, k *sink, want ...string) {
	t.Helper()
	webtest.WantContents(t, k.Entries(hilink.ParseEntry), want...)
}

// TestReceiveSoon: a new text is delivered within 7 s, whenever it comes.
func TestReceiveSoon(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, _, k := listening(t, fakehilink.Options{Personality: p})
		for i := range 30 {
			time.Sleep(11*time.Second + time.Duration(i)*370*time.Millisecond)
			came := time.Now()
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: fmt.Sprint(i)})
			time.Sleep(7 * time.Second)
			got, at := k.Entries(hilink.ParseEntry), k.KeptAt()
			if len(got) != i+1 || got[i].Content != fmt.Sprint(i) || at[i].Sub(came) > 7*time.Second {
				t.Fatalf("text %d: delivered %+v at %v, came at %v", i, got, at, came)
			}
		}
		if len(stick.In(1)) != 0 {
			t.Errorf("%d left", len(stick.In(1)))
		}
	})
}

// TestReceiveAfterFault: a text does not wait for the next round because a question about it got no answer.
func TestReceiveAfterFault(t *testing.T) {
	inBubble(t, "no counts", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{})
		stick.Disturb("sms/sms-count", repeated(2, fakehilink.Disturbance{How: fakehilink.Reset})...)
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(15 * time.Second)
		wantTexts(t, k, "x")
	})
}

// TestReceiveNoCardBox: firmware that counts the texts on the SIM card and does not list them is not asked
// for them at every count.
func TestReceiveNoCardBox(t *testing.T) {
	inBubble(t, "refused", func(t *testing.T) {
		stick, _, _ := listening(t, fakehilink.Options{})
		time.Sleep(time.Minute)
		before := stick.Posts("sms/sms-list")
		stick.Disturb("sms/sms-list", repeated(99, fakehilink.Disturbance{Code: 100002})...)
		stick.ArriveOnCard(fakehilink.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(20 * time.Minute)
		if n := stick.Posts("sms/sms-list") - before; n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestReceiveStored: what is stored in the stick and on the card comes at the start, oldest first, as old,
// and as read when a person has seen it.
func TestReceiveStored(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		o := fakehilink.Options{Personality: p}
		stick, s := ready(t, o)
		for i := range 45 {
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: fmt.Sprint(i), Date: "2026-11-20 10:00:00"})
		}
		stick.ArriveOnCard(fakehilink.Entry{Phone: "Bank", Content: "card"})
		stick.MarkRead(40003)
		k := &sink{}
		s.Listen(k)
		time.Sleep(3 * time.Second)
		got := k.Deliveries()
		if len(got) != 46 || len(stick.In(1))+len(stick.In(5)) != 0 {
			t.Fatalf("%d delivered, %d left", len(got), len(stick.In(1))+len(stick.In(5)))
		}
		for i, d := range got[:45] {
			e := hilink.ParseEntry([]byte(d.Raw))
			if e.Content != fmt.Sprint(i) || !d.Old || d.Read != (i == 3) || d.Memory != "ME" || d.Index != 40000+i {
				t.Errorf("delivery %d is %+v", i, d)
			}
		}
		if d := got[45]; d.Memory != "SM" || !d.Old || hilink.ParseEntry([]byte(d.Raw)).Content != "card" {
			t.Errorf("from the card %+v", d)
		}
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "new"})
		stick.ArriveOnCard(fakehilink.Entry{Phone: "Bank", Content: "new on the card"})
		time.Sleep(90 * time.Second)
		if got := k.Deliveries(); len(got) != 48 || got[46].Old || got[47].Old {
			t.Errorf("later %+v", got[46:])
		}
	})
}

// TestReceiveGrowing: a long text is left alone until all of its parts are there, and comes once.
func TestReceiveGrowing(t *testing.T) {
	parts := []string{"one ", "two ", "three"}
	for _, newIndex := range []bool{false, true} {
		inBubble(t, fmt.Sprintf("new index %t", newIndex), func(t *testing.T) {
			stick, _, k := listening(t, fakehilink.Options{})
			began := time.Now()
			stick.ArriveLong("Bank", parts, 25*time.Second, newIndex)
			time.Sleep(5 * time.Minute)
			wantTexts(t, k, "one two three")
			if took := k.KeptAt()[0].Sub(began); took < 110*time.Second || took > 130*time.Second {
				t.Errorf("after %v; it was whole after 50 s", took)
			}
		})
	}
	inBubble(t, "parts that never come", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{})
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "one ", Type: 2})
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "short"})
		time.Sleep(50 * time.Second)
		wantTexts(t, k, "short")
		time.Sleep(time.Minute)
		wantTexts(t, k, "short", "one ")
	})
}

// TestReceiveGrowingAcrossStarts: a program that starts does not know how long a text has lain there.
func TestReceiveGrowingAcrossStarts(t *testing.T) {
	inBubble(t, "start", func(t *testing.T) {
		stick, s, k := listening(t, fakehilink.Options{})
		stick.ArriveLong("Bank", []string{"one ", "two"}, 80*time.Second, false)
		time.Sleep(50 * time.Second)
		_ = s.Close()
		<-s.Done()
		next := reach(t, stick)
		makeReady(t, next, fakehilink.Options{})
		later := &sink{}
		next.Listen(later)
		time.Sleep(50 * time.Second)
		wantTexts(t, later)
		time.Sleep(2 * time.Minute)
		wantTexts(t, k)
		wantTexts(t, later, "one two")
		if d := later.Deliveries(); !d[0].Old {
			t.Errorf("%+v is not old", d[0])
		}
	})
}

// TestReceiveKeepFails: what could not be kept stays, and comes again in its order.
func TestReceiveKeepFails(t *testing.T) {
	inBubble(t, "disk full", func(t *testing.T) {
		stick, s := ready(t, fakehilink.Options{})
		var full atomic.Bool
		full.Store(true)
		k := &sink{Refuse: func(sms.Delivery) error {
			if full.Load() {
				return errors.New("disk full")
			}
			return nil
		}}
		s.Listen(k)
		for _, text := range []string{"a", "b", "c"} {
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: text})
		}
		time.Sleep(10 * time.Minute)
		if wantTexts(t, k); len(stick.In(1)) != 3 {
			t.Errorf("%d left", len(stick.In(1)))
		}
		full.Store(false)
		time.Sleep(time.Minute)
		if wantTexts(t, k, "a", "b", "c"); len(stick.In(1)) != 0 {
			t.Errorf("%d left", len(stick.In(1)))
		}
	})
}

// TestReceiveUndeletable: a text that the stick does not delete is shown once, and deleting it is not tried
// for ever.
func TestReceiveUndeletable(t *testing.T) {
	inBubble(t, "OK and nothing", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{Quirks: fakehilink.Quirks{KeepDeleted: true}})
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "stays"})
		time.Sleep(time.Hour)
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "next"})
		time.Sleep(time.Hour)
		wantTexts(t, k, "stays", "next")
		if n := stick.Posts("sms/delete-sms"); n < 2 || n > 6 {
			t.Errorf("deleted %d times", n)
		}
	})
	inBubble(t, "refused for a while", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{})
		stick.Disturb("sms/delete-sms", fakehilink.Disturbance{Code: 113036}, fakehilink.Disturbance{How: fakehilink.Reset})
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(2 * time.Minute)
		if wantTexts(t, k, "x"); len(stick.In(1)) != 0 {
			t.Errorf("%d left", len(stick.In(1)))
		}
	})
}

// TestReceiveReusedIndex: another program deletes a text while it is handed over, and its number is used
// again: the new one is not deleted before it is delivered, too.
func TestReceiveReusedIndex(t *testing.T) {
	inBubble(t, "reused", func(t *testing.T) {
		stick, s := ready(t, fakehilink.Options{Quirks: fakehilink.Quirks{ReuseIndex: true}})
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "first"})
		k := &sink{}
		k.Refuse = func(d sms.Delivery) error {
			if strings.Contains(d.Raw, "first") {
				stick.Remove(d.Index)
				if i := stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "second"}); i != d.Index {
					t.Errorf("number %d was not used again", d.Index)
				}
			}
			return nil
		}
		s.Listen(k)
		time.Sleep(time.Minute)
		if wantTexts(t, k, "first", "second"); len(stick.In(1)) != 0 {
			t.Errorf("%d left", len(stick.In(1)))
		}
	})
}

// TestReceiveKinds: twins, notices of multimedia messages, reports and kinds that nobody knows are all
// delivered as they came, and deleted.
func TestReceiveKinds(t *testing.T) {
	inBubble(t, "kinds", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{})
		for _, kind := range []int{1, 1, 4, 5, 6, 7, 8, 0, 99} {
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x", Type: kind})
		}
		time.Sleep(10 * time.Second)
		if n := len(k.Deliveries()); n != 9 || len(stick.In(1)) != 0 {
			t.Errorf("%d delivered, %d left", n, len(stick.In(1)))
		}
	})
}

// TestReceiveDamaged: nothing that comes is lost, whatever is wrong with it; what has no number cannot be
// deleted, and is delivered once.
func TestReceiveDamaged(t *testing.T) {
	const wrap = "<Message><Smstat>0</Smstat><Index>%d</Index><Phone>Bank</Phone><Content>%s</Content>" +
		"<Date>2026-11-20 10:00:00</Date><SmsType>1</SmsType></Message>"
	inBubble(t, "damaged", func(t *testing.T) {
		stick, _, k := listening(t, fakehilink.Options{})
		want := map[string]bool{}
		for i, content := range []string{
			"a\x0fb", "a&#15;b", "\xed\xa0\xbd\xed\xb8\x80", "\xed\xa0\xbd", "&#55357;&#56832;", "\xc4\xe3\xba\xc3",
			strings.Repeat("x", 200_000), "<b><c>nested", "&lol;&lol;", "",
		} {
			raw := fmt.Sprintf(wrap, 40000+i, content)
			stick.ArriveRaw(raw)
			want[raw] = true
		}
		rubbish := "<Message><Content>no number</Content></Message>"
		stick.ArriveRaw(rubbish)
		want[rubbish] = true
		time.Sleep(30 * time.Minute)
		for _, d := range k.Deliveries() {
			if !want[d.Raw] {
				t.Errorf("delivered twice or changed: %.80q", d.Raw)
			}
			delete(want, d.Raw)
		}
		if len(want) != 0 || len(stick.In(1)) != 1 {
			t.Errorf("%d not delivered, %d left, want the one without a number", len(want), len(stick.In(1)))
		}
	})
}
