package torture

import (
	"fmt"
	"time"

	"surfstick-sms/sms/fakehilink"
)

// upset draws what goes wrong in the next life of an engine.
func (s *webStick) upset(d luck) {
	s.makeRoom()
	for _, f := range faults {
		if d.chance(f.percent) {
			one := f.ways[d.IntN(len(f.ways))]
			s.Disturb(f.endpoint, one)
			s.faults++
		}
	}
	for _, f := range []func(){s.EndSessions, s.ForgetTokens} {
		if d.chance(10) {
			f()
			s.faults++
		}
	}
	if s.stays {
		return
	}
	if d.chance(10) {
		s.sendByHand(d)
	}
	s.mayBePulled(d)
}

// mayBePulled has the stick be pulled out at a byte, or its web server restart.
func (s *webStick) mayBePulled(d luck) {
	s.mu.Lock()
	s.away = -1
	if d.chance(60) {
		s.away = d.between(5*time.Millisecond, 3*unseen)
	}
	s.mu.Unlock()
	switch {
	case d.chance(15):
		s.wire.dropAfter(d.IntN(12000), -1)
	case d.chance(15):
		s.wire.dropAfter(-1, d.IntN(20000))
	default:
		return
	}
	s.faults++
}

// sendByHand has somebody send a text on the stick's own page, to a number that the engine sends to.
func (s *webStick) sendByHand(d luck) {
	s.faults++
	text := fmt.Sprintf("by hand %d", len(s.byHand))
	s.byHand[text] = true
	s.PageSends(s.number(d.IntN(5), false), text)
}

// fault is what may go wrong with an endpoint, and how often that is drawn.
type fault struct {
	endpoint string
	percent  int
	ways     []fakehilink.Disturbance
}

// odd are answers that make no sense, or none at all, whether the request was done or not.
func odd(done ...bool) (all []fakehilink.Disturbance) {
	for _, taken := range done {
		for _, how := range []fakehilink.How{
			fakehilink.Reset, fakehilink.Half, fakehilink.InternalError, fakehilink.PageInstead, fakehilink.Endless,
		} {
			all = append(all, fakehilink.Disturbance{How: how, Taken: taken})
		}
		all = append(all, fakehilink.Disturbance{How: fakehilink.Instead, Body: "<response>", Taken: taken})
	}
	return all
}

// codes are refusals.
func codes(numbers ...int) (all []fakehilink.Disturbance) {
	for _, n := range numbers {
		all = append(all, fakehilink.Disturbance{Code: n})
	}
	return all
}

const (
	busy, sending, overTime = 100004, 113004, 113018
	noList, notDeleted      = 113020, 113036
	badToken, badSession    = 125003, 125002
	acceptedAnswer          = `<?xml version="1.0" encoding="UTF-8"?><response>OK</response>`
	late                    = 60 * time.Millisecond
)

// faults are all that is drawn from. What hangs for a minute is left to tests whose clock can be wound.
var faults = []fault{
	{"sms/send-sms", 35, append(
		append(odd(true, false), codes(busy, sending, overTime, badToken, badSession)...),
		fakehilink.Disturbance{Code: overTime, Taken: true}, fakehilink.Disturbance{Wait: late},
	)},
	{"sms/delete-sms", 30, append(
		append(odd(true, false), codes(busy, notDeleted, badToken)...),
		fakehilink.Disturbance{How: fakehilink.Instead, Body: acceptedAnswer}, // and nothing is deleted
	)},
	{"sms/sms-list", 30, append(odd(false), codes(busy, noList, badToken, badSession)...)},
	{"sms/send-status", 20, append(odd(false), codes(busy)...)},
	{"sms/sms-count", 10, append(odd(false), codes(busy)...)},
	{"sms/config", 5, append(odd(false), codes(busy)...)},
	{"monitoring/check-notifications", 10, append(odd(false), codes(busy)...)},
	{"monitoring/status", 5, append(odd(false), codes(busy)...)},
	{"device/information", 5, append(odd(false), codes(busy)...)},
	{"device/basic_information", 3, append(odd(false), codes(busy)...)},
}

// number is one of five, so that reports and the state of the last text, which name no more than that,
// are about several texts; or one that cannot be reached, or with which the stick never comes to an end.
// A stick that stays has one for each text: there is no doubt then that it could not clear up.
func (s *webStick) number(serial int, _ bool) string {
	switch {
	case serial%19 == 7:
		return fmt.Sprintf("+49174%05d01", serial)
	case s.stays:
		return fmt.Sprintf("+49172%06d3", serial)
	case serial%31 == 5:
		return "+491740000002"
	}
	return fmt.Sprintf("+491730000%d3", serial%5)
}

// arrive has a text lie in the stick, sometimes on the card; a long one grows.
func (s *webStick) arrive(d luck, serial int, text string, long bool) {
	from := fmt.Sprintf("+49171000%04d", serial%7)
	switch {
	case long:
		at := 50 + d.IntN(100)
		parts := []string{text[:at], text[at:180], text[180:]}
		s.ArriveLong(from, parts, d.between(5*time.Millisecond, late), d.chance(30))
	case d.chance(10):
		s.ArriveOnCard(fakehilink.Entry{Phone: from, Content: text})
	default:
		s.Arrive(fakehilink.Entry{Phone: from, Content: text})
	}
}

// echoes are the answers to what was sent.
func (s *webStick) echoes() (all []string) {
	for _, out := range s.Sent() {
		if !s.byHand[out.Content] {
			all = append(all, out.Content)
		}
	}
	return all
}
