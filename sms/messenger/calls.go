package messenger

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// called takes in a call that was not answered: it makes a message without a text, in the conversation with
// who called. The network tells of a call only once, so that it is kept in memory until it is on disk.
func (r *receiver) called(c sms.Call, id sms.Identity) {
	r.calls = append(r.calls, store.Incoming{
		Message: &sms.Message{
			Number: sms.SenderNumber(c.From, r.region()), Status: sms.Called, Time: c.At, Parts: 1, Done: 1,
		},
		IMEI: id.IMEI, IMSI: id.IMSI,
	})
}

// keepCalls commits the calls that came in.
func (r *receiver) keepCalls() {
	for len(r.calls) > 0 {
		msg, err := r.st.Settle(context.Background(), r.calls[0])
		if err != nil {
			r.health.fail(err)
			return
		}
		r.calls = r.calls[1:]
		r.events.add(sms.MessageChanged{Message: msg, New: true})
	}
}
