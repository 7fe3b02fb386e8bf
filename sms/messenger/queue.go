package messenger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/pdu"
)

// Send queues a text. When it returns nil the text is on disk and goes out as soon as a stick and
// a network are there. It refuses what can never be sent: ErrNoReply, pdu.ErrEmpty,
// pdu.ErrTooLong, pdu.ErrNumber.
func (m *Messenger) Send(ctx context.Context, to sms.Number, text string) (sms.Message, error) {
	if to.Alphanumeric() {
		return sms.Message{}, fmt.Errorf("send: %w", ErrNoReply)
	}
	if strings.ContainsAny(string(to), "*#") {
		return sms.Message{}, fmt.Errorf("send: %w", pdu.ErrNumber)
	}
	var msg sms.Message
	err := m.do(ctx, func() (err error) {
		msg, err = m.enqueue(to, text)
		return err
	})
	return msg, err
}

func (m *Messenger) enqueue(to sms.Number, text string) (sms.Message, error) {
	m.nextRef++
	tpdus, err := pdu.Encode(to, text, pdu.Options{
		Ref: m.nextRef, Report: true, Validity: m.validity(),
	})
	if err != nil {
		return sms.Message{}, fmt.Errorf("send: %w", err)
	}
	t := outbox.New(to, m.me.IMSI, tpdus)
	msg, err := m.st.Enqueue(m.ctx, text, t, m.o.Now(), m.me.IMEI)
	m.stored(err)
	if err != nil {
		return sms.Message{}, err
	}
	m.events.add(sms.MessageChanged{Message: msg, New: true})
	return msg, nil
}

// Retry sends a failed or unconfirmed text again, from the first part that the network does not
// have, and a waiting one at once. A text for another SIM card goes out through this one then.
func (m *Messenger) Retry(ctx context.Context, id int64) error {
	return m.do(ctx, func() error {
		t, err := m.st.Text(m.ctx, id)
		if err != nil {
			return err
		}
		t, ok := t.Retry()
		if !ok || m.flight != nil && m.flight.text.ID == id {
			return fmt.Errorf("retry %d: %w", id, ErrNotNow)
		}
		t.IMSI = m.me.IMSI
		m.pausedUntil = time.Time{}
		return m.save(t)
	})
}

// Release lets the texts that were written for another SIM card go out through this one.
func (m *Messenger) Release(ctx context.Context) error {
	return m.do(ctx, func() error {
		entries, err := m.st.Pending(m.ctx)
		if err != nil {
			return err
		}
		if err := m.st.Release(m.ctx, m.me.IMSI); err != nil {
			m.stored(err)
			return err
		}
		for _, e := range entries {
			if !e.For(m.me.IMSI) {
				m.changed(e.ID, false)
			}
		}
		return nil
	})
}
