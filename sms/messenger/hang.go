package messenger

import (
	"errors"

	"surfstick-sms/sms"
)

// muteLimit is how many parts in a row may stay without an answer before the stick counts as hung.
// One may be the network's fault: it has 300 s each time.
const muteLimit = 2

// cmsUnknown is the error of a modem that does not know what became of a text (+CMS ERROR: 500, 3GPP
// TS 27.005 clause 3.2.5).
const cmsUnknown = 500

// mute tells an end of Submit that is no answer, although the modem is there.
func mute(err error) bool {
	var e *sms.SubmitError
	return errors.As(err, &e) && (e.Code < 0 || e.Code == cmsUnknown)
}

// listenFor counts how often the modem gave no answer, and tells the window when that is too often
// and when it is over.
func (m *Messenger) listenFor(err error, gone bool) {
	switch {
	case gone: // says nothing about the one that comes next
		return
	case !mute(err):
		m.unhang()
		return
	}
	if m.mutes++; m.mutes == muteLimit {
		m.log.Warn("modem does not answer", "texts", m.mutes)
		m.events.add(sms.StickHangs{On: true})
	}
}

// unhang begins to count anew: the modem has answered, or is gone.
func (m *Messenger) unhang() {
	if m.mutes >= muteLimit {
		m.events.add(sms.StickHangs{})
	}
	m.mutes = 0
}
