package outbox_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// machine drives a text through everything that can happen to it, and keeps its own account of
// what the network may have.
type machine struct {
	text outbox.Text
	now  time.Time
	// out counts, for each part, how often it may have gone out since the user last asked.
	out []int
	// has is which parts the network has for certain.
	has []bool
}

// rank orders the states of an outgoing text; it must never sink but by Retry.
var rank = map[sms.Status]int{
	sms.Queued: 0, sms.Waiting: 0, sms.Sending: 0, sms.Failed: 1, sms.Unconfirmed: 1, sms.Sent: 2,
	sms.Delivered: 3, sms.DeliveryFailed: 3,
}

// inFlight is the part whose answer is awaited.
func (m *machine) inFlight() int {
	if m.text.Status == sms.Sending {
		for i, p := range m.text.Parts {
			if p.State == outbox.Handed {
				return i
			}
		}
	}
	return -1
}

// denied reports whether the network or the modem said in so many words that it did not take the PDU.
func denied(code int) bool {
	return code >= 0 && code != 302 && code != 332 && code != 500
}

func (m *machine) hand(t *rapid.T) {
	before := m.text
	text, i := m.text.Hand(m.now)
	m.text = text
	if i < 0 {
		return
	}
	if m.has[i] || m.out[i] > 0 {
		t.Fatalf("part %d goes out again by itself: %+v", i, before)
	}
	for j := range i {
		if !m.has[j] {
			t.Fatalf("part %d goes out before part %d", i, j)
		}
	}
	m.out[i]++
}

// handWhole is the other way: through a stick that cuts the text by itself.
func (m *machine) handWhole(t *rapid.T) {
	before := m.text
	text, ok := m.text.HandWhole(m.now, []byte{byte(rapid.IntRange(1, 255).Draw(t, "note"))})
	m.text = text
	if !ok {
		return
	}
	for i := range m.out {
		if m.has[i] || m.out[i] > 0 {
			t.Fatalf("part %d goes out again by itself: %+v", i, before)
		}
		m.out[i]++
	}
}

// whole reports whether the whole text is in flight.
func (m *machine) whole() bool { return m.inFlight() >= 0 && m.text.Note != nil }

// all has done what f does for each part.
func (m *machine) all(f func(i int)) {
	for i := range m.out {
		f(i)
	}
}

func (m *machine) accept(t *rapid.T) {
	i := m.inFlight()
	if i < 0 {
		t.Skip("nothing in flight")
	}
	if m.whole() {
		m.text = m.text.AcceptedWhole(m.now)
		m.all(func(i int) { m.has[i] = true })
		return
	}
	m.text = m.text.Accepted(rapid.IntRange(0, 255).Draw(t, "ref"), m.now)
	m.has[i] = true
}

func (m *machine) refuse(t *rapid.T) {
	i := m.inFlight()
	if i < 0 {
		t.Skip("nothing in flight")
	}
	r := outbox.Refusal{
		Code: rapid.SampledFrom([]int{
			-1, 1, 8, 17, 21, 28, 38, 41, 42, 302, 304, 310, 322, 330, 331, 332, 500, 512, 777,
		}).Draw(t, "code"),
		Written: rapid.Bool().Draw(t, "written"),
		Gone:    rapid.Bool().Draw(t, "gone"),
		Jitter:  rapid.Float64Range(0, 0.999).Draw(t, "jitter"),
	}
	whole := m.whole()
	if whole {
		r.Class = sms.Class(rapid.IntRange(int(sms.ClassUnknown), int(sms.ClassAmbiguous)).Draw(t, "class"))
	}
	m.text, _ = m.text.Refused(r, m.now)
	out := r.Written && !denied(r.Code)
	if r.Class != sms.ClassUnknown {
		out = r.Class == sms.ClassAmbiguous
	}
	switch {
	case out:
	case whole:
		m.all(func(i int) { m.out[i]-- })
	default:
		m.out[i]--
	}
}

// resolve has the stick say what became of a text that is in doubt, not always the truth.
func (m *machine) resolve(t *rapid.T) {
	fate := sms.Fate(rapid.IntRange(int(sms.FateUnknown), int(sms.FateFailed)).Draw(t, "fate"))
	before := m.text
	text, changed := m.text.Resolved(fate, rapid.Float64Range(0, 0.999).Draw(t, "jitter"), m.now)
	m.text = text
	inDoubt := before.Status == sms.Unconfirmed && before.Note != nil
	if changed != (inDoubt && fate != sms.FatePending) {
		t.Fatalf("%v in doubt %v: changed %v", fate, inDoubt, changed)
	}
	if !changed {
		return
	}
	if fate == sms.FateSent {
		m.all(func(i int) { m.has[i] = true })
	}
	if fate == sms.FateNotSent && before.Done() == 0 { // otherwise the reports know better
		m.all(func(i int) { m.out[i] = 0 })
		return
	}
	if rank[m.text.Status] < rank[before.Status] {
		t.Fatalf("%v: went back from %v to %v", fate, before.Status, m.text.Status)
	}
}

func (m *machine) crash(*rapid.T) { m.text = m.text.Recover(m.now) }

func (m *machine) retry(t *rapid.T) {
	if m.inFlight() >= 0 {
		t.Skip("the owner refuses while a part is in flight")
	}
	text, ok := m.text.Retry()
	before := m.text
	m.text = text
	if !ok {
		return
	}
	for i, p := range before.Parts {
		if p.Ref == outbox.WholeRef { // the user wants the whole of it once more
			m.has[i] = false
		}
		if !m.has[i] {
			m.out[i] = 0
		}
	}
}

// report is about a part that really may be with the network, as reports are.
func (m *machine) report(t *rapid.T) {
	i := rapid.IntRange(0, len(m.out)-1).Draw(t, "part")
	if m.out[i] == 0 || m.whole() || i == m.inFlight() {
		t.Skip("the network does not have it")
	}
	if m.text.Parts[i].State == outbox.Unsent {
		t.Skip("the stick says that it failed, so that no report is looked for")
	}
	m.text, _ = m.text.Reported(i, rapid.Byte().Draw(t, "status"), m.now)
	m.has[i] = true
}

func (m *machine) wait(t *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, 900).Draw(t, "seconds")) * time.Second)
}

func (m *machine) check(t *rapid.T) {
	done := 0
	for i, p := range m.text.Parts {
		if m.has[i] != (p.State >= outbox.Sent) {
			t.Fatalf("part %d is %v, the network has it: %v", i, p.State, m.has[i])
		}
		if m.has[i] {
			done++
		}
	}
	s := m.text.Status
	if complete := done == len(m.has); complete != (rank[s] >= 2) {
		t.Fatalf("status %v with %d of %d parts sent", s, done, len(m.has))
	}
	if inDoubt := s == sms.Unconfirmed || s == sms.Sending; m.text.Note != nil && !inDoubt {
		t.Fatalf("status %v with a note", s)
	}
	if (s == sms.Waiting) != !m.text.NextTry.IsZero() {
		t.Fatalf("status %v, next try %v", s, m.text.NextTry)
	}
	if m.text.Tries > outbox.MaxTries {
		t.Fatalf("%d tries", m.text.Tries)
	}
}

func TestTextMachine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "parts")
		m := &machine{text: text(n), now: noon, out: make([]int, n), has: make([]bool, n)}
		forward := func(act func(*rapid.T)) func(*rapid.T) {
			return func(t *rapid.T) {
				before := m.text.Status
				act(t)
				if rank[m.text.Status] < rank[before] {
					t.Fatalf("went back from %v to %v", before, m.text.Status)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"hand": forward(m.hand), "accept": forward(m.accept), "refuse": forward(m.refuse),
			"crash": forward(m.crash), "report": forward(m.report), "wait": forward(m.wait),
			"hand whole": forward(m.handWhole), "resolve": m.resolve, "retry": m.retry, "": m.check,
		})
	})
}
