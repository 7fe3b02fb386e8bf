package modem

import (
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// cmsNoAck means that the modem expected no acknowledgement (3GPP TS 27.005 clause 3.2.5).
const cmsNoAck = 340

// maxHeld is how many direct texts are held while the sink cannot keep them.
const maxHeld = 10000

// receiveDirect delivers a text that came by +CMT or +CDS. No memory has it: it is held here until
// the sink has kept it.
func (r *receiver) receiveDirect(d sms.Delivery) {
	if d.Raw == "" {
		r.m.log.Warn("direct text without a PDU")
		return
	}
	d.Route = sms.RouteDirect
	if len(r.held) > 0 || !r.keepDirect(d) {
		if len(r.held) < maxHeld {
			r.held = append(r.held, d)
		}
	}
}

// keepDirect hands a text to the sink, and acknowledges it when the sink has kept it.
func (r *receiver) keepDirect(d sms.Delivery) bool {
	if err := r.sink.Keep(d); err != nil {
		r.failed(err)
		return false
	}
	r.acknowledge()
	return true
}

// acknowledgement says that a text has arrived; in PDU mode some modems want its parameter.
var acknowledgement = spelled("acknowledgement", at.Cmd("+CNMA").WithTimeout(readTimeout),
	at.Cmd("+CNMA", 0).WithTimeout(readTimeout), at.Cmd("+CNMA", 1).WithTimeout(readTimeout))

// acknowledge confirms to the network that a text has arrived (+CNMA, 3GPP TS 27.005 clause 3.4.4).
// A modem that waited too long for it has stopped direct delivery, and may say no more than that it
// expects none: it is asked to begin again.
func (r *receiver) acknowledge() {
	state := r.m.mode.Load()
	if state.mode != sms.ReceiveDirect || !state.ack || r.m.ch.Err() != nil {
		return
	}
	if r.inUse {
		r.acknowledgeLater = true
		return
	}
	err := r.exclusive(func(s at.Sequence) error {
		_, err := r.m.say(r.m.ctx, s, acknowledgement)
		return err
	})
	if err == nil {
		return
	}
	if !errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoAck}) {
		r.resync(err)
		r.m.log.Warn("text not acknowledged", "err", err)
	}
	r.m.setAnnouncement(r.m.ctx, announceDirect)
}

// deliverRest delivers the direct texts that still wait when the line has ended: a modem that
// acknowledged them by itself has them no more.
func (r *receiver) deliverRest() {
	for u, ok := r.m.urcs.take(); ok; u, ok = r.m.urcs.take() {
		if u.PDU != "" {
			r.handleURC(u)
		}
	}
	r.retryStored = false
	r.keepAgain()
}

// failed schedules another try for what the sink could not keep.
func (r *receiver) failed(err error) {
	r.m.log.Error("text not stored, left where it is", "err", err)
	r.retry.Reset(retryTime)
}

// keepAgain tries again what the sink could not keep.
func (r *receiver) keepAgain() {
	for len(r.held) > 0 && r.keepDirect(r.held[0]) {
		r.held = r.held[1:]
	}
	if len(r.held) > 0 || !r.retryStored {
		return
	}
	r.retryStored = false
	r.scanAll()
}
