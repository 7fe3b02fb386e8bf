package modem

import (
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// cmsNoAck means that the modem expected no acknowledgement (3GPP TS 27.005 clause 3.2.5).
const cmsNoAck = 340

// maxHeld is how many texts are held that came directly while nothing can be stored.
const maxHeld = 10000

// direct delivers a text that came by +CMT or +CDS. Nobody else may have it: it is held until it is
// kept.
func (r *receiver) direct(d sms.Delivery) {
	if d.PDU == "" {
		r.m.log.Warn("notice of a text without the text")
		return
	}
	d.Route = sms.RouteDirect
	if len(r.held) > 0 || !r.keepDirect(d) {
		if len(r.held) < maxHeld {
			r.held = append(r.held, d)
		}
	}
}

// keepDirect hands a text over and acknowledges it when it is safe.
func (r *receiver) keepDirect(d sms.Delivery) bool {
	if err := r.sink.Keep(d); err != nil {
		r.failed(err)
		return false
	}
	r.acknowledge()
	return true
}

// acknowledge tells the network that a text has arrived (+CNMA, 3GPP TS 27.005 clause 3.4.4). A
// modem that had to wait too long for it has stopped delivering: it is asked to begin again.
func (r *receiver) acknowledge() {
	r.m.mu.Lock()
	ack := r.m.direct && r.m.ack
	r.m.mu.Unlock()
	if !ack {
		return
	}
	_, err := r.m.ch.Do(r.m.ctx, at.Cmd("+CNMA").WithTimeout(readTimeout))
	if err == nil || errors.Is(err, &at.Error{Class: at.ClassCMS, Code: cmsNoAck}) {
		return
	}
	r.alive(err)
	r.m.log.Warn("text not acknowledged", "err", err)
	r.m.firstOf(r.m.ctx, directWays)
}

// failed notes that something could not be kept, for another try later.
func (r *receiver) failed(err error) {
	r.m.log.Error("text not stored, left where it is", "err", err)
	r.retry.Reset(retryTime)
}

// keepAgain tries what could not be kept.
func (r *receiver) keepAgain() {
	for len(r.held) > 0 && r.keepDirect(r.held[0]) {
		r.held = r.held[1:]
	}
	if len(r.held) > 0 || !r.again {
		return
	}
	r.again = false
	r.scanAll()
}
