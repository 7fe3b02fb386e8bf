package outbox_test

import (
	"reflect"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// whole is a text of n parts that was handed over as a whole.
func whole(n int) outbox.Text {
	t, _ := text(n).HandWhole(noon, []byte("note"))
	return t
}

// doubtful is such a text whose fate is unknown.
func doubtful(n int) outbox.Text { return whole(n).Recover(noon) }

func TestHandWhole(t *testing.T) {
	x, ok := text(3).HandWhole(noon, []byte("note"))
	if !ok || x.Status != sms.Sending || string(x.Note) != "note" || x.Done() != 0 {
		t.Fatalf("handed %v: %+v", ok, x)
	}
	for i, p := range x.Parts {
		if p.State != outbox.Handed || p.Ref != outbox.WholeRef || !p.At.Equal(noon) || len(p.TPDU) != 1 {
			t.Errorf("part %d: %+v", i, p)
		}
	}
	if _, again := x.HandWhole(noon, nil); again {
		t.Error("handed over twice")
	}
	if _, i := x.Hand(noon); i >= 0 {
		t.Errorf("part %d handed over beside the whole", i)
	}
	x = x.AcceptedWhole(noon.Add(time.Second))
	if x.Status != sms.Sent || x.Done() != 3 || x.Note != nil || !x.DoneAt.Equal(noon.Add(time.Second)) {
		t.Errorf("accepted: %+v", x)
	}
	if again := x.AcceptedWhole(noon); !reflect.DeepEqual(again, x) {
		t.Errorf("accepted twice: %+v", again)
	}
}

// TestHandWholeNotBegun: a text goes whole only from its beginning, and when it is its turn.
func TestHandWholeNotBegun(t *testing.T) {
	begun := handed(2, 1).Recover(noon)
	begun, _ = begun.Retry()
	waits := text(1)
	waits.Status, waits.NextTry = sms.Waiting, noon.Add(1)
	for name, x := range map[string]outbox.Text{
		"a part is out": begun, "waits": waits, "being sent": handed(1, 0), "sent": whole(1).AcceptedWhole(noon),
		"in doubt": doubtful(1), "without parts": outbox.New(anna, "", nil),
	} {
		if got, ok := x.HandWhole(noon, []byte("note")); ok || !reflect.DeepEqual(got, x) {
			t.Errorf("%s: handed %v: %+v", name, ok, got)
		}
	}
	if waits, ok := waits.HandWhole(noon.Add(1), []byte("note")); !ok || !waits.NextTry.IsZero() {
		t.Errorf("not after its wait: %+v", waits)
	}
}

// TestWholeRefused: what the backend makes of the stick's answer counts, else its code.
func TestWholeRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		refusal outbox.Refusal
		want    sms.Status
		reason  sms.Reason
		code    int
	}{
		{"no answer", outbox.Refusal{Code: -1, Written: true}, sms.Unconfirmed, sms.ReasonNoAnswer, 0},
		{
			"ambiguous",
			outbox.Refusal{Code: 113018, Written: true, Class: sms.ClassAmbiguous},
			sms.Unconfirmed, sms.ReasonNoAnswer, 113018,
		},
		{"before it could go", outbox.Refusal{Code: -1}, sms.Waiting, sms.ReasonNoAnswer, 0},
		{"gone before it could go", outbox.Refusal{Code: -1, Gone: true}, sms.Queued, sms.ReasonNone, 0},
		{
			"the stick could not",
			outbox.Refusal{
				Code: -1, Written: true, Class: sms.ClassPermanent, Reason: sms.ReasonStick,
			},
			sms.Failed, sms.ReasonStick, 0,
		},
		{
			"too long for the stick",
			outbox.Refusal{
				Code: 113017, Class: sms.ClassPermanent, Reason: sms.ReasonTooLong,
			},
			sms.Failed, sms.ReasonTooLong, 113017,
		},
		{
			"busy",
			outbox.Refusal{
				Code: 113004, Written: true, Class: sms.ClassSoon, Reason: sms.ReasonBusy,
			},
			sms.Waiting, sms.ReasonBusy, 113004,
		},
		{
			"password",
			outbox.Refusal{
				Code: 100003, Gone: true, Class: sms.ClassUser, Reason: sms.ReasonPassword,
			},
			sms.Queued, sms.ReasonPassword, 100003,
		},
		{"without a reason", outbox.Refusal{Code: -1, Class: sms.ClassPermanent}, sms.Failed, sms.ReasonStick, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, _ := whole(2).Refused(c.refusal, noon)
			if x.Status != c.want || x.Reason != c.reason || x.Code != c.code {
				t.Fatalf("%v, %v, code %d, want %v, %v, %d", x.Status, x.Reason, x.Code, c.want, c.reason, c.code)
			}
			inDoubt := c.want == sms.Unconfirmed
			if inDoubt != (x.Note != nil) {
				t.Errorf("note %q", x.Note)
			}
			for i, p := range x.Parts {
				if inDoubt != (p.State == outbox.Handed) {
					t.Errorf("part %d is %v", i, p.State)
				}
			}
		})
	}
}

func TestResolved(t *testing.T) {
	partly, _ := doubtful(2).Reported(0, 0, noon)
	later := noon.Add(time.Hour)
	for _, c := range []struct {
		name    string
		text    outbox.Text
		fate    sms.Fate
		changed bool
		want    sms.Status
		reason  sms.Reason
		note    bool
		done    int
	}{
		{"sent", doubtful(2), sms.FateSent, true, sms.Sent, sms.ReasonNone, false, 2},
		{"not sent", doubtful(2), sms.FateNotSent, true, sms.Waiting, sms.ReasonNoAnswer, false, 0},
		{"failed", doubtful(2), sms.FateFailed, true, sms.Failed, sms.ReasonStick, false, 0},
		{"pending", doubtful(2), sms.FatePending, false, sms.Unconfirmed, sms.ReasonNoAnswer, true, 0},
		{"unknown for good", doubtful(2), sms.FateUnknown, true, sms.Unconfirmed, sms.ReasonNoAnswer, false, 0},
		{"sent, a part is there", partly, sms.FateSent, true, sms.Sent, sms.ReasonNone, false, 2},
		{"not sent, a part is there", partly, sms.FateNotSent, true, sms.Unconfirmed, sms.ReasonNoAnswer, false, 1},
		{"failed, a part is there", partly, sms.FateFailed, true, sms.Failed, sms.ReasonStick, false, 1},
		{"queued", text(1), sms.FateSent, false, sms.Queued, sms.ReasonNone, false, 0},
		{"being sent", whole(1), sms.FateNotSent, false, sms.Sending, sms.ReasonNone, true, 0},
		{"in doubt in parts", handed(1, 0).Recover(noon), sms.FateSent, false, sms.Unconfirmed, sms.ReasonNoAnswer, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, changed := c.text.Resolved(c.fate, 0.5, later)
			if changed != c.changed || x.Status != c.want || x.Reason != c.reason ||
				(x.Note != nil) != c.note || x.Done() != c.done {
				t.Fatalf("changed %v: %+v", changed, x)
			}
			if c.want == sms.Waiting && !x.NextTry.Equal(later.Add(30*time.Second)) {
				t.Errorf("next try %v", x.NextTry)
			}
		})
	}
}

// TestNotSentTooOften: a stick that takes no text is not tried for ever.
func TestNotSentTooOften(t *testing.T) {
	x, now := text(1), noon
	for try := 0; ; try++ {
		var ok bool
		if x, ok = x.HandWhole(now, []byte("note")); !ok {
			break
		}
		if try > outbox.MaxTries {
			t.Fatal("tried again and again")
		}
		x, _ = x.Recover(now).Resolved(sms.FateNotSent, 0.5, now)
		now = now.Add(time.Hour)
	}
	if x.Status != sms.Failed || x.Reason != sms.ReasonNoAnswer {
		t.Errorf("%+v", x)
	}
}

// TestRetryWhole: the user's wish takes everything back, whatever a report has said of a part.
func TestRetryWhole(t *testing.T) {
	partly, _ := doubtful(3).Reported(0, 0, noon)
	failed, _ := partly.Resolved(sms.FateFailed, 0, noon)
	for name, x := range map[string]outbox.Text{"in doubt": doubtful(3), "partly": partly, "failed": failed} {
		got, ok := x.Retry()
		if !ok || got.Status != sms.Queued || got.Note != nil || got.Begun() {
			t.Errorf("%s: %v, %+v", name, ok, got)
		}
		if _, ok := got.HandWhole(noon, []byte("note")); !ok {
			t.Errorf("%s: does not go whole", name)
		}
		if _, i := got.Hand(noon); i != 0 {
			t.Errorf("%s: goes on with part %d", name, i)
		}
	}
}

// TestEitherWay: what was queued goes out in whichever way there is.
func TestEitherWay(t *testing.T) {
	back, _ := whole(2).Refused(outbox.Refusal{Code: -1, Class: sms.ClassUser, Reason: sms.ReasonSIM}, noon)
	x, i := back.Hand(noon)
	if i != 0 || x.Parts[0].Ref == outbox.WholeRef {
		t.Fatalf("part %d: %+v", i, x)
	}
	x = x.Accepted(5, noon)
	if !x.Recover(noon).Begun() || back.Begun() || whole(2).AcceptedWhole(noon).Begun() {
		t.Error("begun is what has some of its parts out")
	}
	for _, c := range []struct {
		text outbox.Text
		way  outbox.Way
		want sms.Reason
	}{
		{x, outbox.Way{IMSI: "26201", Whole: true}, sms.ReasonBegun},
		{x, outbox.Way{IMSI: "26201"}, sms.ReasonNone},
		{x, outbox.Way{IMSI: "1", Whole: true}, sms.ReasonOtherSIM},
		{back, outbox.Way{Whole: true}, sms.ReasonNone},
	} {
		if got := c.way.Bars(c.text); got != c.want {
			t.Errorf("%+v: %v, want %v", c.way, got, c.want)
		}
	}
	queue := []outbox.Text{x.Recover(noon), back}
	queue[1].ID = 2
	if got := outbox.Next(queue, outbox.Way{Whole: true}, noon); got != (outbox.Turn{ID: 2}) {
		t.Errorf("next of them: %+v", got)
	}
}

func TestMatchNumber(t *testing.T) {
	part := func(id int64, i int, state outbox.PartState, ref int) outbox.Candidate {
		return outbox.Candidate{Text: id, Part: i, To: anna, State: state, Ref: ref, At: noon}
	}
	const w = outbox.WholeRef
	old := part(1, 0, outbox.Sent, w)
	old.At = noon.Add(-49 * time.Hour)
	other := part(3, 0, outbox.Sent, w)
	other.To = "+491727654321"
	for _, c := range []struct {
		name       string
		candidates []outbox.Candidate
		inFlight   int64
		want       outbox.Certainty
		text       int64
		part       int
	}{
		{"nothing", nil, 0, outbox.Nobody, 0, 0},
		{"the only one", []outbox.Candidate{part(1, 0, outbox.Sent, w), other}, 0, outbox.Certain, 1, 0},
		{
			"two texts",
			[]outbox.Candidate{part(1, 0, outbox.Sent, w), part(2, 0, outbox.Sent, w)},
			0,
			outbox.Nobody, 0, 0,
		},
		{
			"the other one is done",
			[]outbox.Candidate{part(1, 0, outbox.Delivered, w), part(2, 0, outbox.Sent, w)},
			0, outbox.Certain, 2, 0,
		},
		{
			"its first open part",
			[]outbox.Candidate{
				part(1, 2, outbox.Sent, w), part(1, 1, outbox.Sent, w), part(1, 0, outbox.Delivered, w),
			},
			0, outbox.Certain, 1, 1,
		},
		{"in doubt", []outbox.Candidate{part(1, 0, outbox.Handed, w)}, 0, outbox.Certain, 1, 0},
		{"in flight", []outbox.Candidate{part(1, 0, outbox.Handed, w)}, 1, outbox.Undecided, 0, 0},
		{
			"one before the one in flight",
			[]outbox.Candidate{part(1, 0, outbox.Sent, w), part(2, 0, outbox.Handed, w)},
			2, outbox.Undecided, 0, 0,
		},
		{"in parts", []outbox.Candidate{part(1, 0, outbox.Sent, 7)}, 0, outbox.Nobody, 0, 0},
		{
			"another one in parts",
			[]outbox.Candidate{part(1, 0, outbox.Sent, w), part(2, 0, outbox.Sent, 7)},
			0,
			outbox.Nobody, 0, 0,
		},
		{"too old", []outbox.Candidate{old}, 0, outbox.Nobody, 0, 0},
		{"beside one too old", []outbox.Candidate{old, part(2, 0, outbox.Sent, w)}, 0, outbox.Certain, 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := outbox.Report{To: "01711234567", At: noon}
			got, certainty := outbox.MatchNumber(r, c.candidates, c.inFlight)
			if certainty != c.want || got.Text != c.text || got.Part != c.part {
				t.Fatalf("%v, %+v, want %v of text %d, part %d", certainty, got, c.want, c.text, c.part)
			}
		})
	}
}
