package outbox_test

import (
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const anna = sms.Number("+491711234567")

// text is a queued text of n parts.
func text(n int) outbox.Text {
	tpdus := make([][]byte, n)
	for i := range tpdus {
		tpdus[i] = []byte{byte(i)}
	}
	t := outbox.New(anna, "26201", tpdus)
	t.ID = 1
	return t
}

// handed is a text of n parts with the first part handed over, after done parts were accepted.
func handed(n, done int) outbox.Text {
	t := text(n)
	for i := range done {
		t, _ = t.Hand(noon)
		t = t.Accepted(i, noon)
	}
	t, _ = t.Hand(noon)
	return t
}

func TestTextIsSentInOrder(t *testing.T) {
	x := text(3)
	for i := range 3 {
		var got int
		x, got = x.Hand(noon)
		if got != i || x.Status != sms.Sending {
			t.Fatalf("handed part %d in status %v, want %d", got, x.Status, i)
		}
		if _, again := x.Hand(noon); again != -1 {
			t.Fatalf("part %d handed over beside part %d", again, i)
		}
		x = x.Accepted(100+i, noon)
		if x.Parts[i].Ref != 100+i || x.Done() != i+1 {
			t.Fatalf("after part %d: %+v", i, x)
		}
	}
	if x.Status != sms.Sent || !x.DoneAt.Equal(noon) {
		t.Fatalf("status %v, done at %v", x.Status, x.DoneAt)
	}
}

func TestMethodsLeaveTheOriginalAlone(t *testing.T) {
	x := text(2)
	y, _ := x.Hand(noon)
	y.Accepted(7, noon)
	if x.Parts[0].State != outbox.Unsent || y.Parts[0].State != outbox.Handed {
		t.Fatalf("original %v, handed %v", x.Parts[0].State, y.Parts[0].State)
	}
}

func TestCase30Refused(t *testing.T) {
	for _, c := range []struct {
		name    string
		refusal outbox.Refusal
		tries   int
		status  sms.Status
		reason  sms.Reason
		class   sms.Class
		wait    time.Duration
	}{
		{
			"busy",
			outbox.Refusal{Code: 42, Written: true},
			0, sms.Waiting, sms.ReasonBusy,
			sms.ClassSoon, 30 * time.Second,
		},
		{
			"busy again",
			outbox.Refusal{Code: 41, Written: true},
			1, sms.Waiting, sms.ReasonBusy,
			sms.ClassSoon, 2 * time.Minute,
		},
		{
			"busy a third time",
			outbox.Refusal{Code: 47, Written: true},
			2, sms.Waiting,
			sms.ReasonBusy, sms.ClassSoon, 10 * time.Minute,
		},
		{
			"busy for good",
			outbox.Refusal{Code: 17, Written: true},
			3, sms.Failed, sms.ReasonBusy,
			sms.ClassSoon, 0,
		},
		{
			"no network",
			outbox.Refusal{Code: 331, Written: true},
			0, sms.Waiting, sms.ReasonLater,
			sms.ClassLong, 10 * time.Minute,
		},
		{
			"wrong number",
			outbox.Refusal{Code: 28, Written: true},
			0, sms.Failed, sms.ReasonNumber,
			sms.ClassPermanent, 0,
		},
		{
			"barred",
			outbox.Refusal{Code: 8, Written: true},
			0, sms.Failed, sms.ReasonBarred,
			sms.ClassPermanent, 0,
		},
		{
			"malformed",
			outbox.Refusal{Code: 304, Written: true},
			0, sms.Failed, sms.ReasonOurs,
			sms.ClassPermanent, 0,
		},
		{
			"vendor",
			outbox.Refusal{Code: 513, Written: true},
			0, sms.Failed, sms.ReasonVendor,
			sms.ClassPermanent, 0,
		},
		{"PIN", outbox.Refusal{Code: 311}, 0, sms.Queued, sms.ReasonSIM, sms.ClassUser, 0},
		{
			"no centre",
			outbox.Refusal{Code: 330, Written: true},
			0, sms.Queued,
			sms.ReasonNoCentre, sms.ClassUser, 0,
		},
		{
			"time-out of the network",
			outbox.Refusal{Code: 332, Written: true},
			0, sms.Unconfirmed,
			sms.ReasonNoAnswer, sms.ClassAmbiguous, 0,
		},
		{
			"unknown before the PDU",
			outbox.Refusal{Code: 500},
			0, sms.Waiting, sms.ReasonLater,
			sms.ClassLong, 10 * time.Minute,
		},
		{
			"unknown after the PDU",
			outbox.Refusal{Code: 500, Written: true},
			0, sms.Unconfirmed,
			sms.ReasonNoAnswer, sms.ClassAmbiguous, 0,
		},
		{
			"no answer after the PDU",
			outbox.Refusal{Code: -1, Written: true},
			0, sms.Unconfirmed,
			sms.ReasonNoAnswer, sms.ClassAmbiguous, 0,
		},
		{
			"no prompt",
			outbox.Refusal{Code: -1},
			0, sms.Waiting, sms.ReasonNoAnswer,
			sms.ClassSoon, 30 * time.Second,
		},
		{
			"pulled out before the PDU",
			outbox.Refusal{Code: -1, Gone: true},
			0, sms.Queued,
			sms.ReasonNone, sms.ClassSoon, 0,
		},
		{
			"pulled out after the PDU",
			outbox.Refusal{Code: -1, Written: true, Gone: true},
			0,
			sms.Unconfirmed, sms.ReasonNoAnswer, sms.ClassAmbiguous, 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := handed(1, 0)
			x.Tries, c.refusal.Jitter = c.tries, 0.5
			x, class := x.Refused(c.refusal, noon)
			if x.Status != c.status || x.Reason != c.reason || class != c.class {
				t.Fatalf("%v, %v, %v, want %v, %v, %v", x.Status, x.Reason, class, c.status,
					c.reason, c.class)
			}
			if wait := x.NextTry.Sub(noon); c.wait > 0 && wait != c.wait {
				t.Fatalf("waits %v, want %v", wait, c.wait)
			}
			if code := max(c.refusal.Code, 0); x.Code != code && x.Status != sms.Queued {
				t.Fatalf("code %d, want %d", x.Code, code)
			}
		})
	}
}

func TestJitterStaysWithinATenth(t *testing.T) {
	for _, jitter := range []float64{0, 0.25, 0.999} {
		x, _ := handed(1, 0).Refused(outbox.Refusal{Code: 42, Jitter: jitter}, noon)
		wait := x.NextTry.Sub(noon)
		if wait < 27*time.Second || wait > 33*time.Second {
			t.Errorf("jitter %v: waits %v", jitter, wait)
		}
	}
}

func TestWaitingTextIsNotHandedTooEarly(t *testing.T) {
	x, _ := handed(1, 0).Refused(outbox.Refusal{Code: 42, Jitter: 0.5}, noon)
	if _, i := x.Hand(noon.Add(29 * time.Second)); i != -1 {
		t.Fatal("handed over before its time")
	}
	if _, i := x.Hand(noon.Add(30 * time.Second)); i != 0 {
		t.Fatal("not handed over at its time")
	}
}

func TestRecover(t *testing.T) {
	between := text(2)
	between, _ = between.Hand(noon)
	between = between.Accepted(1, noon)
	for _, c := range []struct {
		name string
		text outbox.Text
		want sms.Status
	}{
		{"part handed over", handed(2, 1), sms.Unconfirmed},
		{"between two parts", between, sms.Queued},
		{"queued", text(1), sms.Queued},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.text.Recover(noon).Status; got != c.want {
				t.Fatalf("status %v, want %v", got, c.want)
			}
		})
	}
}

func TestRetryResumesAtTheFirstUnsentPart(t *testing.T) {
	x, _ := handed(3, 1).Refused(outbox.Refusal{Code: -1, Written: true}, noon)
	x, ok := x.Retry()
	if !ok || x.Status != sms.Queued || x.Tries != 0 {
		t.Fatalf("retry: %v, %+v", ok, x)
	}
	if _, i := x.Hand(noon); i != 1 {
		t.Fatalf("resumes at part %d, want 1", i)
	}
}

func TestRetryOfWhatIsDone(t *testing.T) {
	for _, s := range []sms.Status{
		sms.Sending, sms.Sent, sms.Delivered, sms.DeliveryFailed, sms.Received,
	} {
		x := text(1)
		x.Status = s
		if _, ok := x.Retry(); ok {
			t.Errorf("a text that is %v was queued again", s)
		}
	}
}

func TestReported(t *testing.T) {
	sent := text(2)
	for i := range 2 {
		sent, _ = sent.Hand(noon)
		sent = sent.Accepted(i, noon)
	}
	type step struct {
		part   int
		status byte
	}
	for _, c := range []struct {
		name  string
		text  outbox.Text
		steps []step
		want  sms.Status
	}{
		{"one of two", sent, []step{{0, 0}}, sms.Sent},
		{"both", sent, []step{{1, 0}, {0, 2}}, sms.Delivered},
		{"one given up", sent, []step{{0, 0}, {1, 0x46}}, sms.DeliveryFailed},
		{"still trying", sent, []step{{0, 0x20}, {1, 0x30}}, sms.Sent},
		{"final stays final", sent, []step{{0, 0x41}, {0, 0}, {1, 0}}, sms.DeliveryFailed},
		{"unconfirmed is confirmed", handed(1, 0).Recover(noon), []step{{0, 0}}, sms.Delivered},
		{"unconfirmed is on its way", handed(1, 0).Recover(noon), []step{{0, 0x20}}, sms.Sent},
		{
			"unconfirmed with parts left", handed(2, 0).Recover(noon),
			[]step{{0, 0}},
			sms.Unconfirmed,
		},
		{"no such part", sent, []step{{7, 0}, {-1, 0}}, sms.Sent},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := c.text
			for _, s := range c.steps {
				x, _ = x.Reported(s.part, s.status, noon)
			}
			if x.Status != c.want {
				t.Fatalf("status %v, want %v", x.Status, c.want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	got := fmt.Sprint(outbox.Handed, outbox.PartState(9), sms.ClassAmbiguous, sms.Class(-1))
	if got != "handed 9 ambiguous -1" {
		t.Fatal(got)
	}
}
