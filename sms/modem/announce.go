package modem

import (
	"context"
	"strconv"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
)

// announcement is one +CNMI: <mode>, <mt>, <bm>, <ds>, <bfr> (3GPP TS 27.005 clause 3.4.1).
type announcement [5]int

// The fields that are chosen among: how notices come while the line is in use, how texts are
// announced (0 not, 1 as stored, 2 directly), how delivery reports are, and what becomes of notices
// that waited.
const (
	fieldMode = iota
	fieldTexts
	_
	fieldReports
	fieldBuffer
)

// How texts and reports are announced.
const (
	announceNot = iota
	announceStored
	announceDirect

	reportsDirect = 1
	reportsStored = 2
)

// offer holds the values of each field that a modem says it takes; a field without any is unknown.
type offer [5]answer.Set

// parseOffer reads the value of +CNMI=?, such as (0-2),(0-3),(0,2),(0-2),(0,1).
func parseOffer(v string) (o offer) {
	f := answer.Read(v)
	for i := range o {
		o[i] = f.Set(i)
	}
	return o
}

// takes reports whether an announcement is among what is offered.
func (o offer) takes(a announcement) bool {
	for i, n := range a {
		if _, _, known := o[i].Bounds(); known && !o[i].Has(n) {
			return false
		}
	}
	return true
}

// announcements returns the ways to have texts announced, best first: with reports before without,
// and at once before when the line is free. What the modem offers comes first; but some refuse what
// they offer, and some take what they do not. The last two leave the rest as it is.
func announcements(texts int, reports, modes []int, o offer) []at.Command {
	var offered, others []at.Command
	for _, buffer := range []int{0, 1} {
		for _, report := range reports {
			for _, mode := range modes {
				a := announcement{
					fieldMode: mode, fieldTexts: texts, fieldReports: report,
					fieldBuffer: buffer,
				}
				if o.takes(a) {
					offered = append(offered, a.command())
				} else {
					others = append(others, a.command())
				}
			}
		}
	}
	for _, mode := range modes {
		others = append(others, announce(mode, texts))
	}
	return append(offered, others...)
}

func (a announcement) command() at.Command { return announce(a[0], a[1], a[2], a[3], a[4]) }

// announceTimeout is how long +CNMI may take.
const announceTimeout = 10 * time.Second

func announce(values ...int) at.Command {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return at.Cmd("+CNMI", args...).WithTimeout(announceTimeout)
}

// setAnnouncement has texts announced in the best way that the modem takes, and reports whether
// there was one.
func (m *Modem) setAnnouncement(ctx context.Context, texts int) bool {
	var args []any
	err := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		p := spellings{
			key:  "announcement " + strconv.Itoa(texts),
			ways: announcements(texts, m.reportWays(texts), m.bufferModes(), m.offered(ctx, s)),
		}
		_, err := m.say(ctx, s, p)
		args = p.ways[m.taken[p.key]].Args
		return err
	})
	if err != nil {
		return false
	}
	m.setLack(sms.LackReports, len(args) <= fieldReports || args[fieldReports] == announceNot)
	return true
}

// reportWays returns how delivery reports are to come, best first. Stored ones outlive this program;
// but some modems announce them in another memory than the one that they put them into. Where
// texts come directly because the memories cannot be read, reports had better, too.
func (m *Modem) reportWays(texts int) []int {
	if texts == announceDirect || m.manners().ReportsDirect {
		return []int{reportsDirect, reportsStored, announceNot}
	}
	return []int{reportsStored, reportsDirect, announceNot}
}

// bufferModes returns whether notices are kept while the line is in use (2) or not (1), best first.
func (m *Modem) bufferModes() []int {
	if m.manners().AtOnce {
		return []int{1, 2}
	}
	return []int{2, 1}
}

// offered asks once what the modem takes.
func (m *Modem) offered(ctx context.Context, s at.Sequence) offer {
	if m.offer == nil {
		r, err := s.Do(ctx, at.Cmd("+CNMI=?").WithTimeout(announceTimeout))
		if err != nil {
			return offer{}
		}
		v, _ := r.Value("+CNMI:")
		o := parseOffer(v)
		m.offer = &o
	}
	return *m.offer
}
