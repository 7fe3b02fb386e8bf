package webstick

import (
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// The receiver's own times. Between two looks nothing is asked for, so a stick that has nothing to tell
// gets 11 requests in 10 looks: one in 6 s.
const (
	lookEvery    = 6600 * time.Millisecond // between two looks; a new text is to be shown within 7 s
	statusRound  = 10                      // after so many looks the network is asked for
	wholeRound   = 300                     // after so many the boxes are looked through, whatever the counts say
	troubleEvery = time.Second             // between two looks while the stick gives no answer
	retryTime    = 30 * time.Second        // after the sink could not keep something, or the stick refused
)

// errGone means that the stick cannot be reached any more.
var errGone = errors.New("the stick is gone")

// receiver delivers what comes in. Only the goroutine in Stick.run touches it.
type receiver struct {
	s    *Stick
	sink sms.Sink // nil before Listen

	link      sms.Link // as last reported
	linkKnown bool     // it was reported at all
	fill      map[string]sms.Fill
	boxes     []*boxState
	reports   *boxState // of delivery reports that lie apart; nil when they do not
	counts    Counts    // as last asked for
	notices   Notices   // as last asked for

	looks  int // since Listen
	lookAt time.Time
	due    *time.Timer
}

// run watches the stick and delivers until it is gone.
func (s *Stick) run() {
	defer close(s.done)
	defer s.end(errGone)
	r := &receiver{
		s: s, fill: map[string]sms.Fill{}, lookAt: s.after(lookEvery), due: time.NewTimer(s.w.Wait(lookEvery)),
		boxes: []*boxState{newBoxState(BoxIn, "ME", s.c.Format()), newBoxState(BoxSIMIn, "SM", s.c.Format())},
	}
	defer r.due.Stop()
	if s.c.ReportsApart() {
		r.reports = newBoxState(BoxReports, "SR", s.c.Format())
	}
	for r.step() {
	}
}

// step waits for one event and handles it. It reports whether the stick is still there.
func (r *receiver) step() bool {
	linkChanged := r.s.link.changed
	if r.sink == nil {
		linkChanged = nil
	}
	r.due.Reset(time.Until(r.nextDue()))
	select {
	case <-r.s.ctx.Done():
		return false
	case r.sink = <-r.s.listen:
		r.begin()
	case <-r.s.watch.trouble:
		r.lookBy(r.s.after(troubleEvery))
	case <-r.s.look:
		if r.sink != nil {
			r.lookAtCounts(true)
		}
	case <-linkChanged:
		r.reportLink()
	case copied := <-r.s.outbox.tidy:
		r.tidy(copied)
	case <-r.due.C:
		r.doDue(time.Now())
	}
	if r.s.watch.gone(time.Now()) {
		r.s.end(errGone)
	}
	return r.s.ctx.Err() == nil
}

// after returns when a time will have passed, sooner in haste.
func (s *Stick) after(d time.Duration) time.Time { return time.Now().Add(s.w.Wait(d)) }

// lookNow has texts looked for at once.
func (s *Stick) lookNow() {
	select {
	case s.look <- struct{}{}:
	default: // they are about to be
	}
}

// lookBy has the next look be at t at the latest.
func (r *receiver) lookBy(t time.Time) {
	if t.Before(r.lookAt) {
		r.lookAt = t
	}
}

// nextDue returns when something is to be done.
func (r *receiver) nextDue() time.Time {
	next := r.lookAt
	for _, b := range r.boxes {
		if r.sink != nil && !b.again.IsZero() && b.again.Before(next) {
			next = b.again
		}
	}
	return next
}

// doDue does what is due.
func (r *receiver) doDue(now time.Time) {
	if !now.Before(r.lookAt) {
		r.lookAt = r.s.after(lookEvery)
		r.doLook()
		if r.s.watch.fails() {
			r.lookBy(r.s.after(troubleEvery))
		}
	}
	for _, b := range r.boxes {
		if r.sink != nil && !b.again.IsZero() && !now.Before(b.again) {
			r.lookInto(b)
		}
	}
}

// doLook asks what there is to know. Before Listen it only asks a stick that was not heard of for a while.
func (r *receiver) doLook() {
	if r.s.watch.fails() {
		if err := r.s.seen(r.s.c.MeetAgain(r.s.ctx)); err != nil {
			return
		}
	}
	if r.sink == nil {
		if !r.s.watch.heardSince(time.Now().Add(-r.s.w.Wait(lookEvery))) {
			_, _ = r.s.c.Notices(r.s.ctx) // the watch hears of it
		}
		return
	}
	r.looks++
	if r.looks%statusRound == 0 {
		r.lookAtCounts(r.looks%wholeRound == 0)
	} else {
		r.lookAtNotices()
	}
	if r.looks%statusRound == 0 {
		r.lookAtReports()
	}
	if r.looks%statusRound == 0 || !r.s.link.get().Registered() {
		_, _ = r.s.askLink(r.s.ctx, r.looks%wholeRound == 0)
		r.reportLink()
	}
}

// begin delivers what is there when Listen is called.
func (r *receiver) begin() {
	_, _ = r.s.askLink(r.s.ctx, true)
	r.reportLink()
	r.lookAtCounts(true)
	r.lookAtReports()
	r.lookAt = r.s.after(lookEvery)
}

// lookAtReports delivers the delivery reports that came since the first look. Nobody can tell whether those
// that lay there before were delivered by the program then; a report names only the number, and so an old
// one would be taken for one on a newer text.
func (r *receiver) lookAtReports() {
	if r.reports == nil || r.s.link.get().Lacks.Has(sms.LackReports) || r.s.ctx.Err() != nil {
		return
	}
	first := !r.reports.begun
	list, err := r.s.c.List(r.s.ctx, BoxReports)
	if err != nil {
		r.s.log.Info("delivery reports not listed", "err", r.s.seen(err))
		return
	}
	items := r.reports.take(list, time.Now())
	for _, it := range items {
		it.kept = it.kept || first
	}
	r.keepNew(r.reports, items, time.Now())
}

// reportLink reports a link that differs from the one last reported.
func (r *receiver) reportLink() {
	l := r.s.link.get()
	if r.s.ctx.Err() != nil || r.linkKnown && l == r.link {
		return
	}
	r.linkKnown, r.link = true, l
	r.sink.LinkChanged(l)
}

// lookAtNotices asks whether anything is new, and only then what.
func (r *receiver) lookAtNotices() {
	n, err := r.s.c.Notices(r.s.ctx)
	if err != nil {
		_ = r.s.seen(err)
		return
	}
	if n != r.notices {
		r.notices = n
		r.lookAtCounts(false)
	}
}

// lookAtCounts asks how many texts there are, and looks into the boxes in which something is new; with
// whole into all of them.
func (r *receiver) lookAtCounts(whole bool) {
	if !r.count() && !whole {
		return
	}
	changed := false
	for _, b := range r.boxes {
		if whole || r.stirs(b) {
			changed = r.lookInto(b) || changed
		}
	}
	if changed && r.count() {
		for _, b := range r.boxes { // what came while others were deleted
			if in, _ := b.counted(r.counts); in > b.left {
				b.lookBy(r.s.after(lookEvery))
			}
		}
	}
	r.reportFills()
}

// stirs reports whether the counts say that something is new in a box, or gone from it.
func (r *receiver) stirs(b *boxState) bool {
	in, unread := b.counted(r.counts)
	if in < 0 { // it does not say
		return b.box == BoxIn && r.notices.Unread > 0
	}
	return in != b.left || unread > b.unread
}

// count asks how many texts there are, and reports whether the stick said so.
func (r *receiver) count() bool {
	counts, err := r.s.readCounts(r.s.ctx)
	if err != nil {
		_ = r.s.seen(err)
		r.notices.Unread = -1 // no stick says that, so that the next look asks for the counts again
		return false
	}
	r.counts = counts
	if counts.Unread >= 0 {
		r.notices.Unread = counts.Unread
	}
	return true
}

// reportFills reports how full stick and card are, when that has changed.
func (r *receiver) reportFills() {
	c := r.counts
	used := -1
	if c.In >= 0 {
		used = c.In + max(c.Sent, 0) + max(c.Draft, 0)
	}
	fill := sms.FillOf(used, c.Max)
	if r.notices.Full {
		fill = sms.FillFull
	}
	r.reportFill(sms.MemoryChanged{Memory: "ME", Fill: fill, Used: used, Total: max(c.Max, -1)})
	r.reportFill(sms.MemoryChanged{
		Memory: "SM", Fill: sms.FillOf(c.SIMUsed, c.SIMMax), Used: c.SIMUsed, Total: c.SIMMax,
	})
}

func (r *receiver) reportFill(m sms.MemoryChanged) {
	if r.fill[m.Memory] == m.Fill || r.s.ctx.Err() != nil {
		return
	}
	r.fill[m.Memory] = m.Fill
	r.s.log.Info("memory", "which", m.Memory, "fill", m.Fill.String(), "used", m.Used, "total", m.Total)
	r.sink.MemoryChanged(m)
}

// tidy deletes the stick's own copy of a text that was sent from here and is committed as sent.
func (r *receiver) tidy(copied Entry) {
	left, err := r.s.c.Delete(r.s.ctx, BoxSent, []Entry{copied})
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("%d still there", len(left))
	}
	if err != nil { // it stays; the next one is tried all the same
		r.s.log.Warn("copy of a sent text not deleted", "err", r.s.seen(err))
	}
}
