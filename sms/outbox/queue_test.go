package outbox_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

func TestNext(t *testing.T) {
	later := noon.Add(time.Minute)
	for _, c := range []struct {
		name    string
		entries []outbox.Text
		imsi    string
		want    outbox.Turn
	}{
		{"empty", nil, "1", outbox.Turn{}},
		{
			"oldest first",
			[]outbox.Text{{ID: 2, Status: sms.Queued}, {ID: 1, Status: sms.Queued}},
			"1",
			outbox.Turn{ID: 1},
		},
		{"waiting does not block", []outbox.Text{
			{ID: 1, Status: sms.Waiting, NextTry: later}, {ID: 2, Status: sms.Queued},
		}, "1", outbox.Turn{ID: 2, Wake: later}},
		{"earliest wake", []outbox.Text{
			{ID: 1, Status: sms.Waiting, NextTry: later.Add(1)},
			{ID: 2, Status: sms.Waiting, NextTry: later},
		}, "1", outbox.Turn{Wake: later}},
		{
			"waited long enough",
			[]outbox.Text{{ID: 1, Status: sms.Waiting, NextTry: noon}},
			"1",
			outbox.Turn{ID: 1},
		},
		{"other SIM", []outbox.Text{
			{ID: 1, Status: sms.Queued, IMSI: "2"}, {ID: 2, Status: sms.Queued, IMSI: "1"},
		}, "1", outbox.Turn{ID: 2}},
		{
			"SIM unknown when written",
			[]outbox.Text{{ID: 1, Status: sms.Queued}},
			"1",
			outbox.Turn{ID: 1},
		},
		{
			"SIM does not tell",
			[]outbox.Text{{ID: 1, Status: sms.Queued, IMSI: "2"}},
			"",
			outbox.Turn{ID: 1},
		},
		{"in flight", []outbox.Text{{ID: 1, Status: sms.Sending}}, "1", outbox.Turn{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outbox.Next(c.entries, outbox.Way{IMSI: c.imsi}, noon); got != c.want {
				t.Fatalf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestOutcomeOf(t *testing.T) {
	for status, want := range map[byte]outbox.Outcome{
		0x00: outbox.WasDelivered, 0x02: outbox.WasDelivered, 0x1f: outbox.WasDelivered,
		0x20: outbox.Trying, 0x3f: outbox.Trying, 0x40: outbox.WasGivenUp,
		0x63: outbox.WasGivenUp, 0x80: outbox.WasGivenUp, 0xff: outbox.WasGivenUp,
	} {
		if got := outbox.OutcomeOf(status); got != want {
			t.Errorf("TP-ST %#x: %v, want %v", status, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	part := func(id int64, state outbox.PartState, ref int, age time.Duration) outbox.Candidate {
		return outbox.Candidate{Text: id, To: anna, State: state, Ref: ref, At: noon.Add(-age)}
	}
	report := outbox.Report{Ref: 7, To: anna, At: noon}
	local := report
	local.To = "01711234567"
	stranger := report
	stranger.To = "+491727654321"
	for _, c := range []struct {
		name       string
		report     outbox.Report
		candidates []outbox.Candidate
		inFlight   int64
		want       int64
	}{
		{"reference", report, []outbox.Candidate{
			part(1, outbox.Sent, 6, 0),
			part(2, outbox.Sent, 7, 0),
		}, 0, 2},
		{"number without country", local, []outbox.Candidate{part(1, outbox.Sent, 7, 0)}, 0, 1},
		{"another number", stranger, []outbox.Candidate{part(1, outbox.Sent, 7, 0)}, 0, 0},
		{"newest first", report, []outbox.Candidate{
			part(3, outbox.Sent, 7, 0),
			part(2, outbox.Sent, 7, time.Hour),
		}, 0, 3},
		{"not yet final", report, []outbox.Candidate{
			part(3, outbox.Delivered, 7, 0),
			part(2, outbox.Sent, 7, time.Hour),
		}, 0, 2},
		{"too old", report, []outbox.Candidate{part(1, outbox.Sent, 7, 49*time.Hour)}, 0, 0},
		{"unconfirmed", report, []outbox.Candidate{part(1, outbox.Handed, 0, time.Hour)}, 0, 1},
		{"one of two unconfirmed", report, []outbox.Candidate{
			part(1, outbox.Handed, 0, time.Hour), part(2, outbox.Handed, 0, 0),
		}, 0, 0},
		{"late repeat is not about the unconfirmed one", report, []outbox.Candidate{
			part(1, outbox.Delivered, 7, time.Hour), part(2, outbox.Handed, 0, 0),
		}, 0, 0},
		{"may be about the one in flight", report, []outbox.Candidate{
			part(1, outbox.Handed, 0, time.Hour), part(2, outbox.Handed, 0, 0),
		}, 2, 0},
		{"nothing", report, nil, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := outbox.Match(c.report, c.candidates, c.inFlight)
			if ok != (c.want != 0) || got.Text != c.want && ok {
				t.Fatalf("matched %d (%v), want %d", got.Text, ok, c.want)
			}
		})
	}
}
