package goform_test

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/webstick"
)

// held returns how many received texts lie in a stick and on its card.
func held(stick *fakegoform.Server) int {
	return len(stick.Tagged(fakegoform.TagRead, fakegoform.TagNew))
}

// TestReceive: what is stored comes first and oldest first, then what arrives, within 7 s; all of it is deleted,
// whatever the pages of a list are like, and what was sent or is a draft stays.
func TestReceive(t *testing.T) {
	for _, p := range fakegoform.Personalities {
		inBubble(t, p.Name, func(t *testing.T) {
			stick := plugged(t, fakegoform.Options{Personality: p})
			var want []string
			for i := range 30 {
				want = append(want, fmt.Sprint("stored ", i))
				stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: want[i]})
			}
			stick.Keep(fakegoform.Entry{Phone: "10010", Content: "draft"}, fakegoform.TagDraft)
			s := reach(t, stick)
			makeReady(t, s, "admin")
			k := &sink{}
			s.Listen(k)
			time.Sleep(time.Minute)
			stick.Arrive(fakegoform.Entry{Phone: string(partner), Content: "Grüße 😀"})
			time.Sleep(7 * time.Second)
			stick.ArriveOnCard(fakegoform.Entry{Phone: string(partner), Content: "on the card"})
			time.Sleep(15 * time.Second)
			wantTexts(t, k, append(want, "Grüße 😀", "on the card")...)
			if held(stick) != 0 || len(stick.Tagged(fakegoform.TagDraft)) != 1 {
				t.Errorf("%d still held, %d drafts", held(stick), len(stick.Tagged(fakegoform.TagDraft)))
			}
			kept := k.Deliveries()
			for i, d := range kept {
				if d.Format != sms.FormatGoform || d.Old != (i < 30) || d.Read || d.Length != -1 {
					t.Errorf("delivery %d: %+v", i, d)
				}
			}
			if last := kept[len(kept)-1]; last.Memory != "SM" || kept[0].Memory != "ME" {
				t.Errorf("memories %q and %q", kept[0].Memory, last.Memory)
			}
		})
	}
}

// TestDeleteAsSeen: a number that was used again meanwhile is not deleted, and a stick that deletes nothing is
// shown once and left alone.
func TestDeleteAsSeen(t *testing.T) {
	inBubble(t, "number used again", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Quirks: fakegoform.Quirks{ReuseIndex: true}})
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "first"})
		s := reach(t, stick)
		makeReady(t, s, "admin")
		k := &sink{}
		k.Refuse = func(sms.Delivery) error { // another program reads it, and the next one gets its number
			k.Refuse = nil
			stick.Empty(fakegoform.TagNew)
			stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "second"})
			return nil
		}
		s.Listen(k)
		time.Sleep(time.Minute)
		if wantTexts(t, k, "first", "second"); held(stick) != 0 {
			t.Errorf("%d still held", held(stick))
		}
	})
	inBubble(t, "keeps what was deleted", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{Quirks: fakegoform.Quirks{KeepDeleted: true}})
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(2 * time.Hour)
		if wantTexts(t, k, "x"); stick.Posts("DELETE_SMS") > 5 {
			t.Errorf("%d tries to delete", stick.Posts("DELETE_SMS"))
		}
	})
}

// TestKeptFirst: what could not be kept stays in the stick, and nothing behind it is shown before.
func TestKeptFirst(t *testing.T) {
	inBubble(t, "disk full", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{})
		s := reach(t, stick)
		makeReady(t, s, "admin")
		var full atomic.Bool
		full.Store(true)
		k := &sink{Refuse: func(sms.Delivery) error {
			if full.Load() {
				return errors.New("disk full")
			}
			return nil
		}}
		s.Listen(k)
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "a"})
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "b"})
		time.Sleep(5 * time.Minute)
		if wantTexts(t, k); held(stick) != 2 || stick.Posts("DELETE_SMS") != 0 {
			t.Errorf("%d held, %d deletions", held(stick), stick.Posts("DELETE_SMS"))
		}
		full.Store(false)
		time.Sleep(time.Minute)
		if wantTexts(t, k, "a", "b"); held(stick) != 0 {
			t.Errorf("%d held", held(stick))
		}
	})
}

// TestLongText: one that lacks parts is waited for; it is shown as it is after 10 minutes, and in full when the
// rest comes after all. It is not deleted before.
func TestLongText(t *testing.T) {
	inBubble(t, "comes in parts", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{})
		stick.ArriveLong("Bank", 3, []string{"one ", "two ", "three"}, 90*time.Second)
		time.Sleep(5 * time.Minute)
		if wantTexts(t, k, "one two three"); held(stick) != 0 {
			t.Errorf("%d held", held(stick))
		}
	})
	inBubble(t, "never whole", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{})
		stick.ArriveLong("Bank", 3, []string{"one "}, time.Second)
		time.Sleep(9 * time.Minute)
		wantTexts(t, k)
		time.Sleep(2 * time.Hour)
		if wantTexts(t, k, "one "); held(stick) != 1 || entries(k)[0].Kind != webstick.KindPart {
			t.Errorf("%d held, %+v", held(stick), entries(k))
		}
	})
	inBubble(t, "whole in the end", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{})
		stick.ArriveLong("Bank", 2, []string{"one ", "two"}, 30*time.Minute)
		time.Sleep(2 * time.Hour)
		if wantTexts(t, k, "one ", "one two"); held(stick) != 0 {
			t.Errorf("%d held", held(stick))
		}
	})
}

// TestDamaged: what cannot be read is shown as far as it can, and does not stop the rest.
func TestDamaged(t *testing.T) {
	inBubble(t, "damaged", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{})
		stick.ArriveRaw(`{"id":"ID","number":"Bank","content":"004","tag":"1","date":"26,1,1,1,1,1,+4"}`)
		stick.ArriveRaw(`{"id":"ID","number":"a"b","content":"0041","tag":"1","date":"x"}`)
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "whole"})
		time.Sleep(time.Minute)
		all := entries(k)
		if len(all) != 3 || all[0].Content != "004" || !all[0].Damaged || all[1].Content != "A" || !all[1].Damaged ||
			all[2].Content != "whole" || all[2].Damaged {
			t.Errorf("%+v", all)
		}
		if held(stick) != 0 {
			t.Errorf("%d held", held(stick))
		}
	})
	inBubble(t, "half a list", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{})
		stick.Disturb("sms_data_total", fakeweb.Disturbance{How: fakeweb.Instead, Body: `{"messages":[{"id":"1","number":"Ba`})
		stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(time.Minute)
		if wantTexts(t, k, "x"); held(stick) != 0 {
			t.Errorf("%d held", held(stick))
		}
	})
}

// TestReports: delivery reports are switched on without losing settings, those that come are delivered once, and
// those from before are not.
func TestReports(t *testing.T) {
	inBubble(t, "come", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Personality: fakegoform.MF833})
		stick.Report(string(partner), "1")
		before := stick.Settings()
		s := reach(t, stick)
		makeReady(t, s, "admin")
		k := &sink{}
		s.Listen(k)
		time.Sleep(2 * time.Minute)
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Fatal(err)
		}
		stick.Report("+491713920077", "2")
		stick.Report("+491713920077", "3")
		time.Sleep(10 * time.Minute)
		all := entries(k)
		if len(all) != 2 || all[0].Kind == all[1].Kind ||
			!slices.ContainsFunc(all, func(e webstick.Entry) bool { return e.Kind == webstick.KindDelivered && e.Phone == string(partner) }) {
			t.Errorf("%+v", all)
		}
		before["sms_para_status_report"] = "1"
		if now := stick.Settings(); fmt.Sprint(now) != fmt.Sprint(before) {
			t.Errorf("settings %v, want %v", now, before)
		}
	})
	inBubble(t, "firmware that loses the service centre", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{Quirks: fakegoform.Quirks{LosesCentre: true}})
		time.Sleep(time.Minute)
		if link := k.LastLink(); !link.Lacks.Has(sms.LackReports) || stick.Posts("SET_MESSAGE_CENTER") != 2 {
			t.Errorf("link %+v, settings sent %d times", link, stick.Posts("SET_MESSAGE_CENTER"))
		}
		if now := stick.Settings(); now["sms_para_sca"] != "+491710760000" || now["sms_para_status_report"] != "0" {
			t.Errorf("settings %v", now)
		}
	})
}

// TestFull: a memory that fills up is told.
func TestFull(t *testing.T) {
	inBubble(t, "full", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{})
		for range 100 {
			stick.Keep(fakegoform.Entry{Phone: "10010", Content: "x"}, fakegoform.TagDraft)
		}
		s := reach(t, stick)
		makeReady(t, s, "admin")
		k := &sink{}
		s.Listen(k)
		time.Sleep(time.Minute)
		fills := k.Memories()
		if !slices.ContainsFunc(fills, func(m sms.MemoryChanged) bool {
			return m.Memory == "ME" && m.Fill == sms.FillFull && m.Total == 100
		}) {
			t.Errorf("fills %+v", fills)
		}
	})
}
