package modem

import (
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
)

// ringGap is how long a telephone is silent at most while it rings: the network has the modem report each
// ring (RING, 3GPP TS 27.007 clause 6.11 and ITU-T V.250 clause 6.3.1), about every 5 s. After that the
// caller has hung up.
const ringGap = 8 * time.Second

// call is a call that rings. There is no sound here, so that it is never answered; who called is worth
// knowing all the same.
type call struct {
	rings bool
	from  string // as in sms.Call
	at    time.Time
	last  time.Time // of the latest ring
}

// ring takes in one ring.
func (r *receiver) ring() {
	now := time.Now()
	if !r.call.rings {
		r.call = call{rings: true, at: now}
	}
	r.call.last = now
}

// caller takes in who calls: +CLIP, 3GPP TS 27.007 clause 7.6. Its second value is the type of number, 145
// for an international one.
func (r *receiver) caller(f answer.Fields) {
	r.ring()
	from := f.At(0)
	if f.Number(1) == 145 && from != "" && !strings.HasPrefix(from, "+") {
		from = "+" + from
	}
	r.call.from = from
}

// callDue returns when the call counts as over, zero when there is none.
func (r *receiver) callDue() time.Time {
	if !r.call.rings {
		return time.Time{}
	}
	return r.call.last.Add(ringGap)
}

// endCall reports the call that is over.
func (r *receiver) endCall() {
	if r.call.rings {
		r.sink.Called(sms.Call{From: r.call.from, At: r.call.at})
	}
	r.call = call{}
}
