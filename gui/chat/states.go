package chat

import (
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// state is how the state of a text is shown: a sign, words, and their colour.
type state struct {
	sign  look.SignName
	words string
	tone  fyne.ThemeColorName
}

// Signs and colours by status; the words are those of "chat.state." and the name of the
// status.
var stateSigns = map[sms.Status]state{
	sms.Queued:         {sign: look.SignClock, tone: look.ColorMuted},
	sms.Waiting:        {sign: look.SignClock, tone: look.ColorMuted},
	sms.Sending:        {sign: look.SignArrow, tone: look.ColorMuted},
	sms.Sent:           {sign: look.SignCheck, tone: look.ColorMuted},
	sms.Delivered:      {sign: look.SignChecks, tone: look.ColorMuted},
	sms.Unconfirmed:    {sign: look.SignQuestion, tone: look.ColorCareful},
	sms.Failed:         {sign: look.SignBang, tone: look.ColorBad},
	sms.DeliveryFailed: {sign: look.SignBang, tone: look.ColorBad},
	sms.Incomplete:     {sign: look.SignNote, tone: look.ColorMuted},
	sms.Damaged:        {sign: look.SignNote, tone: look.ColorMuted},
	sms.Service:        {sign: look.SignNote, tone: look.ColorMuted},
	sms.Called:         {sign: look.SignNote, tone: look.ColorMuted},
}

// stateOf puts the state of a text into a sign and words. A received text that is whole has none.
func stateOf(m sms.Message, now time.Time) state {
	s, ok := stateSigns[m.Status]
	if !ok || m.Direction == sms.Incoming {
		return state{tone: look.ColorMuted, words: sentAt(m, now)}
	}
	s.words = tr.T("chat.state." + m.Status.String())
	switch {
	case m.Status == sms.Waiting && !m.NextTry.IsZero():
		s.words = tr.T("chat.state.waitingUntil",
			tr.Data{"Time": tr.Clock(m.NextTry.In(now.Location()))})
	case m.Status == sms.Sending && m.Parts > 1:
		s.words = tr.T("chat.state.sendingPart", tr.Data{"Done": m.Done, "Parts": m.Parts})
	}
	if why := reasonOf(m); why != "" {
		s.words += ": " + why
	}
	return s
}

// late is how far the network's time of a text may be from ours before it is worth showing.
const late = 5 * time.Minute

// sentAt says when a text was sent if that was not about when it arrived.
func sentAt(m sms.Message, now time.Time) string {
	if !delayed(m) {
		return ""
	}
	at := m.SentAt.In(now.Location())
	words := tr.Clock(at)
	if at.Format(time.DateOnly) != m.Time.In(now.Location()).Format(time.DateOnly) {
		words = tr.Date(at, now) + ", " + words
	}
	return tr.T("chat.sentAt", tr.Data{"Time": words})
}

// delayed reports whether a text was sent long before it came.
func delayed(m sms.Message) bool {
	return !m.SentAt.IsZero() && m.Time.Sub(m.SentAt).Abs() > late
}

// outOfOrder is the code for a network that is there and will not work for a while (+CMS ERROR: 38,
// 3GPP TS 24.011 annex E-2).
const outOfOrder = 38

// reasonOf says why a text was not sent, "" when there is nothing to say.
func reasonOf(m sms.Message) string {
	if m.Reason == sms.ReasonNone || m.Status == sms.Sent || m.Status == sms.Delivered ||
		m.Status == sms.Unconfirmed {
		return ""
	}
	switch {
	case m.Reason == sms.ReasonLater && m.Code == outOfOrder:
		return tr.T("chat.reason.outOfOrder")
	case m.Reason == sms.ReasonNoAnswer && m.Status == sms.Sending:
		return tr.T("chat.reason.noAnswerYet")
	}
	return tr.T("chat.reason."+m.Reason.String(), tr.Data{"Code": m.Code})
}

// quiet reports whether all is well with a text, so that its sign says enough.
func quiet(s sms.Status) bool {
	switch s {
	case sms.Sent, sms.Delivered, sms.Received, sms.Incomplete, sms.Damaged, sms.Service, sms.Called:
		return true
	}
	return false
}

// retryable reports whether the user may send a text again, or now instead of later.
func retryable(m sms.Message) bool {
	return m.Status == sms.Failed || m.Status == sms.Unconfirmed || paused(m) ||
		m.Status == sms.Waiting && !m.NextTry.IsZero()
}

// paused reports whether a text waits because sending pauses.
func paused(m sms.Message) bool {
	return m.Status == sms.Queued && m.Reason != sms.ReasonNone && m.Reason != sms.ReasonOtherSIM &&
		m.Reason != sms.ReasonBegun
}

// remark says what is odd about a received text, in neutral words; "" when nothing is.
func remark(m sms.Message) string {
	if m.Direction == sms.Outgoing {
		return ""
	}
	switch m.Status {
	case sms.Incomplete:
		return tr.T("chat.remark.incomplete", tr.Data{"Done": m.Done, "Parts": m.Parts})
	case sms.Damaged:
		return tr.T("chat.remark.damaged")
	case sms.Service:
		return tr.T("chat.remark.service")
	case sms.Called:
		return tr.T("chat.remark.called")
	}
	return ""
}
