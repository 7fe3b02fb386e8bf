package webstick

import (
	"testing"

	"surfstick-sms/sms"
)

// sound is evidence that a text was never taken: a stick that keeps copies, and has none.
func sound() evidence {
	m := mark{phone: "+491701234567", date: "2026-11-27 10:00:00", content: "hello"}
	return evidence{
		note:    note{SendType: 1, OurDates: true, Status: SendStatus{Sent: []string{"10010"}, Total: 1}},
		mark:    m,
		status:  SendStatus{Sent: []string{"10010"}, Total: 1},
		counts:  Counts{In: 3, Sent: 1, Draft: 0, Max: 500},
		sent:    []Entry{{Index: 40000, Phone: "10010", Content: "before", Date: "2026-11-27 09:00:00", State: StateSent}},
		settled: true, alone: true,
	}
}

// copyOf is the stick's copy of the text of sound.
func copyOf(index int, state State, date string) Entry {
	return Entry{Index: index, Phone: "01701234567", Content: "hello", Date: date, State: state}
}

// TestEvidence: a text counts as not sent only when everything denies it.
func TestEvidence(t *testing.T) {
	const ours, other = "2026-11-27 10:00:00", "2026-11-27 10:01:33"
	changed := SendStatus{Sent: []string{"+491701234567"}, Total: 1}
	for name, c := range map[string]struct {
		change func(*evidence)
		want   sms.Fate
	}{
		"never taken":             {func(*evidence) {}, sms.FateNotSent},
		"too early":               {func(ev *evidence) { ev.settled = false }, sms.FatePending},
		"restarted":               {func(ev *evidence) { ev.restarted = true }, sms.FateUnknown},
		"no copies are kept":      {func(ev *evidence) { ev.note.SendType = 0 }, sms.FateUnknown},
		"settings not known":      {func(ev *evidence) { ev.note.SendType = -1 }, sms.FateUnknown},
		"no room for a copy":      {func(ev *evidence) { ev.counts.In = 499 }, sms.FateUnknown},
		"counts not known":        {func(ev *evidence) { ev.counts.In = -1 }, sms.FateUnknown},
		"another text was sent":   {func(ev *evidence) { ev.status = changed }, sms.FateUnknown},
		"copies were never seen":  {func(ev *evidence) { ev.note.OurDates = false }, sms.FateNotSent},
		"nor is it alone":         {func(ev *evidence) { ev.note.OurDates, ev.alone = false, false }, sms.FateUnknown},
		"but others' copies were": {func(ev *evidence) { ev.note.OurDates, ev.alone, ev.note.Sent.Count = false, false, 1 }, sms.FateNotSent},
		"same number before": {func(ev *evidence) {
			ev.note.OurDates, ev.note.Status, ev.status = false, changed, changed
		}, sms.FateUnknown},
		"same number before, the box as it was": {func(ev *evidence) {
			ev.note.Status, ev.status = changed, changed
		}, sms.FateNotSent},
		"same number before, the box emptied since": {func(ev *evidence) {
			ev.note.Status, ev.status, ev.note.Sent.Count, ev.counts.Sent = changed, changed, 2, 0
		}, sms.FateUnknown},

		"sent":            {func(ev *evidence) { ev.sent = append(ev.sent, copyOf(40001, StateSent, ours)) }, sms.FateSent},
		"sent, restarted": {func(ev *evidence) { ev.sent, ev.restarted = append(ev.sent, copyOf(40001, StateSent, ours)), true }, sms.FateSent},
		"failed":          {func(ev *evidence) { ev.sent = append(ev.sent, copyOf(40001, StateFailed, ours)) }, sms.FateFailed},
		"two copies that differ": {func(ev *evidence) {
			ev.sent = []Entry{copyOf(1, StateFailed, ours), copyOf(2, StateSent, ours)}
		}, sms.FateUnknown},
		"somebody else's": {func(ev *evidence) { ev.sent = append(ev.sent, copyOf(40001, StateSent, other)) }, sms.FateNotSent},
		"perhaps somebody else's": {func(ev *evidence) {
			ev.sent, ev.note.OurDates = append(ev.sent, copyOf(40001, StateSent, other)), false
		}, sms.FateUnknown},
		"one of before": {func(ev *evidence) {
			ev.sent, ev.note.OurDates = append(ev.sent, copyOf(40001, StateSent, other)), false
			ev.note.Sent.Same = []int{40001}
		}, sms.FateNotSent},
		"other words, our date": {func(ev *evidence) {
			e := copyOf(40001, StateSent, ours)
			e.Content = "hell0"
			ev.sent = append(ev.sent, e)
		}, sms.FateUnknown},

		"draft": {func(ev *evidence) { ev.drafts = []Entry{copyOf(40001, StateDraft, ours)} }, sms.FateNotSent},
		"draft that is called sent": {func(ev *evidence) {
			ev.drafts, ev.status = []Entry{copyOf(40001, StateDraft, ours)}, changed
		}, sms.FateUnknown},
		"draft, nothing else known": {func(ev *evidence) {
			ev.drafts, ev.note.OurDates, ev.restarted = []Entry{copyOf(40001, StateDraft, ours)}, false, true
		}, sms.FateUnknown},
		"draft that is called failed": {func(ev *evidence) {
			ev.drafts, ev.note.OurDates = []Entry{copyOf(40001, StateDraft, ours)}, false
			ev.status = SendStatus{Failed: []string{"+491701234567"}, Total: 1}
		}, sms.FateNotSent},
	} {
		t.Run(name, func(t *testing.T) {
			ev := sound()
			c.change(&ev)
			if got := ev.fate(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
