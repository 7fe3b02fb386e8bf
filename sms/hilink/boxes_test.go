package hilink_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// listed returns the texts that came in, and fails when they cannot be read.
func listed(t *testing.T, c *hilink.Client) []hilink.Entry {
	t.Helper()
	in, err := c.List(t.Context(), hilink.BoxIn)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestDamagedEntries: whatever stands in a list, the other texts are read, and its own bytes are kept.
func TestDamagedEntries(t *testing.T) {
	message := func(content string) string {
		return "<Message><Smstat>0</Smstat><Index>40001</Index><Phone>+49170</Phone><Content>" + content +
			"</Content><Date>2026-02-30 25:61:00</Date><SmsType>1</SmsType></Message>"
	}
	for _, c := range []struct {
		name, raw, content string
		index              int
		damaged            bool
	}{
		{"control characters", message("a\x0fb&#15;c"), "a\ufffdb\ufffdc", 40001, false},
		{"CESU-8", message("\xed\xa0\xbd\xed\xb8\x80"), "😀", 40001, false},
		{"lone surrogate", message("x\xed\xa0\xbdy&#55357;"), "x\ufffdy\ufffd", 40001, false},
		{"bytes of GBK", message("\xc4\xe3"), "\ufffd\ufffd", 40001, false},
		{"elements in the text", message("a<b>c</b>d"), "ad", 40001, true},
		{"not well-formed", message("a</b>&lt;<c"), "a</b><<c", 40001, true},
		{"a less-than", message("1 < 2 &amp; 3"), "1 < 2 & 3", 40001, true},
		{"no content", strings.Replace(message(""), "<Content></Content>", "", 1), "", 40001, true},
		{"an empty one", message(""), "", 40001, false},
		{"no number", strings.Replace(message("x"), "<Index>40001</Index>", "", 1), "x", -1, false},
		{"rubbish", "<Message>\x00\xff<<<>></Message>", "", -1, true},
		{"big", message(strings.Repeat("ä", 100_000)), strings.Repeat("ä", 100_000), 40001, false},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{})
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "before"})
			stick.ArriveRaw(c.raw)
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "after"})
			in := listed(t, client)
			if len(in) != 3 || in[0].Content != "after" || in[2].Content != "before" {
				t.Fatalf("listed %+v", in)
			}
			got := in[1]
			if got.Content != c.content || got.Index != c.index || got.Damaged != c.damaged || string(got.Raw) != c.raw {
				t.Errorf("read as %+v", got)
			}
			if _, ok := got.Time(time.UTC); ok {
				t.Errorf("an impossible date is one: %s", got.Date)
			}
		})
	}
}

// TestListCut: a list that does not end is an error, not a shorter list.
func TestListCut(t *testing.T) {
	inBubble(t, "cut", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.Disturb("sms/sms-list", fakehilink.Disturbance{
			How: fakehilink.Instead, Body: "<response><Count>2</Count><Messages><Message><Index>1</Index></Message>",
		})
		if in, err := client.List(t.Context(), hilink.BoxIn); err == nil {
			t.Errorf("read as %+v", in)
		}
	})
	inBubble(t, "empty in both ways", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		for _, body := range []string{
			"<response><Count>0</Count><Messages/></response>",
			"<response><Count>0</Count><Messages></Messages></response>",
		} {
			stick.Disturb("sms/sms-list", fakehilink.Disturbance{How: fakehilink.Instead, Body: body})
			if in := listed(t, client); len(in) != 0 {
				t.Errorf("read as %+v", in)
			}
		}
	})
}

// TestKinds: reports, notices of multimedia messages and texts in parts are told apart.
func TestKinds(t *testing.T) {
	inBubble(t, "kinds", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		for kind := 1; kind <= 8; kind++ {
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x", Type: kind})
		}
		for i, e := range listed(t, client) {
			kind := hilink.Kind(8 - i)
			if e.Kind != kind || e.Kind.Multimedia() != (kind >= 4 && kind <= 6) {
				t.Errorf("%+v, want kind %d", e, kind)
			}
		}
	})
}

// TestLongText: a text that grows is seen to be one of several parts, in both ways that firmware has.
func TestLongText(t *testing.T) {
	for _, newIndex := range []bool{false, true} {
		inBubble(t, map[bool]string{false: "in place", true: "elsewhere"}[newIndex], func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{})
			first := stick.ArriveLong("1", []string{"one ", "two ", "three"}, 5*time.Second, newIndex)
			in := listed(t, client)
			if len(in) != 1 || in[0].Content != "one " || in[0].Kind != hilink.KindLong || in[0].Index != first {
				t.Errorf("at first %+v", in)
			}
			before := in[0]
			time.Sleep(11 * time.Second)
			in = listed(t, client)
			if len(in) != 1 || in[0].Content != "one two three" || (in[0].Index != first) != newIndex {
				t.Errorf("at last %+v", in)
			}
			if left, err := client.Delete(t.Context(), hilink.BoxIn, []hilink.Entry{before}); err != nil || len(left) > 0 {
				t.Errorf("left %+v, %v", left, err)
			}
			if len(stick.In(1)) != 1 {
				t.Error("a text that has changed was deleted")
			}
		})
	}
}

// TestDeleteOnlyTheSame: a number that shows another text by now is left alone.
func TestDeleteOnlyTheSame(t *testing.T) {
	inBubble(t, "used again", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{Quirks: fakehilink.Quirks{ReuseIndex: true}})
		first := stick.Arrive(fakehilink.Entry{Phone: "1", Content: "first"})
		in := listed(t, client)
		stick.Remove(first)
		if second := stick.Arrive(fakehilink.Entry{Phone: "1", Content: "second"}); second != first {
			t.Fatalf("number %d is not used again but %d", first, second)
		}
		if left, err := client.Delete(t.Context(), hilink.BoxIn, in); err != nil || len(left) > 0 {
			t.Errorf("left %+v, %v", left, err)
		}
		wantPosts(t, stick, "sms/delete-sms", 0)
		if left := stick.In(1); len(left) != 1 || left[0].Content != "second" {
			t.Errorf("the stick has %+v", left)
		}
	})
}

// TestDeleteLooksAgain: OK proves nothing.
func TestDeleteLooksAgain(t *testing.T) {
	inBubble(t, "kept", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{Quirks: fakehilink.Quirks{KeepDeleted: true}})
		stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		if left, err := client.Delete(t.Context(), hilink.BoxIn, listed(t, client)); err != nil || len(left) != 1 {
			t.Errorf("left %+v, %v", left, err)
		}
	})
	inBubble(t, "refused", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		for range 3 {
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		}
		stick.Disturb("sms/delete-sms", fakehilink.Disturbance{}, fakehilink.Disturbance{Code: 113036})
		left, err := client.Delete(t.Context(), hilink.BoxIn, listed(t, client))
		if !errors.Is(err, sms.ErrBusy) || len(left) != 1 || left[0].Index != 40001 {
			t.Errorf("left %+v, %v", left, err)
		}
	})
	inBubble(t, "twins", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		in := listed(t, client)
		if len(in) != 2 || in[0].Same(in[1]) {
			t.Fatalf("listed %+v", in)
		}
		if left, err := client.Delete(t.Context(), hilink.BoxIn, in[:1]); err != nil || len(left) > 0 || len(stick.In(1)) != 1 {
			t.Errorf("left %+v, %v, the stick has %d", left, err, len(stick.In(1)))
		}
	})
}

// TestCardBox reads what lies on the SIM card.
func TestCardBox(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, client := open(t, fakehilink.Options{Personality: p})
		for range 20 {
			stick.ArriveOnCard(fakehilink.Entry{Phone: "1", Content: "on the card"})
		}
		in, err := client.List(t.Context(), hilink.BoxSIMIn)
		if err != nil || len(in) != 20 || in[19].Index != 0 || in[0].SaveType != 1 {
			t.Errorf("listed %+v, %v", in, err)
		}
		counts, err := client.Counts(t.Context())
		if err != nil || counts.SIMIn != 20 || counts.SIMUsed != 20 || counts.SIMMax != 20 || counts.In != 0 {
			t.Errorf("counts %+v, %v", counts, err)
		}
		if left, err := client.Delete(t.Context(), hilink.BoxSIMIn, in); err != nil || len(left) > 0 {
			t.Errorf("left %+v, %v", left, err)
		}
	})
}

func TestFull(t *testing.T) {
	inBubble(t, "said", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		stick.SetFull(true)
		if n, err := client.Notices(t.Context()); err != nil || !n.Full {
			t.Errorf("%+v, %v", n, err)
		}
	})
	inBubble(t, "no room for what is sent", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		for range 500 {
			stick.Arrive(fakehilink.Entry{Phone: "1", Content: "x"})
		}
		if n, err := client.Notices(t.Context()); err != nil || !n.Full || n.Unread != 500 {
			t.Errorf("%+v, %v", n, err)
		}
		wantSendError(t, client.Send(t.Context(), aText(), nil), false, hilink.ErrFull)
	})
}

// TestOutboxes: the mark by which a text is found again, where the firmware keeps one.
func TestOutboxes(t *testing.T) {
	for outbox, name := range map[fakehilink.Outbox]string{
		fakehilink.OutboxOurDate: "our date", fakehilink.OutboxOwnDate: "its own date",
		fakehilink.OutboxNothing: "nothing", fakehilink.OutboxDrafts: "drafts",
	} {
		inBubble(t, name, func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{Quirks: fakehilink.Quirks{Outbox: outbox}})
			text := aText()
			text.Date = text.Date.Add(-time.Hour) // so that it is not the stick's own
			if err := client.Send(t.Context(), text, nil); err != nil {
				t.Fatal(err)
			}
			stick.PageSends(text.Phone, text.Content) // somebody sends the same at the same time
			untilSent(t, client)
			time.Sleep(time.Minute)
			mark := text.Date.Format(hilink.DateLayout)
			found := 0
			for _, box := range []hilink.Box{hilink.BoxSent, hilink.BoxDraft} {
				out, err := client.List(t.Context(), box)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range out {
					if e.Date == mark && e.Content == text.Content && e.Phone == text.Phone {
						found++
					}
				}
			}
			if keeps := outbox == fakehilink.OutboxOurDate || outbox == fakehilink.OutboxDrafts; (found == 1) != keeps || found > 1 {
				t.Errorf("found %d times", found)
			}
		})
	}
}
