package messenger

import (
	"context"
	"fmt"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
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
	err := m.change(ctx, func() (err error) {
		msg, err = m.sender.enqueue(ctx, to, text)
		return err
	})
	return msg, err
}

func (s *sender) enqueue(ctx context.Context, to sms.Number, text string) (sms.Message, error) {
	s.nextRef++
	tpdus, err := pdu.Encode(to, text, pdu.Options{
		Ref: s.nextRef, Report: true, Validity: s.validity(ctx),
	})
	if err != nil {
		return sms.Message{}, fmt.Errorf("send: %w", err)
	}
	t := outbox.New(to, s.line.me.IMSI, tpdus)
	t.Body = text
	t = s.marked(t)
	msg, err := s.st.Enqueue(ctx, store.Outgoing{
		Text: t, IMEI: s.line.me.IMEI, At: s.o.Now(),
	})
	if err != nil {
		return sms.Message{}, err
	}
	t.ID = msg.ID
	s.keep(t, true)
	s.notify(msg, true)
	return msg, nil
}

// Retry sends a failed or unconfirmed text again, from the first part that the network does not
// have, and a waiting one at once. A text for another SIM card goes out through this one then.
func (m *Messenger) Retry(ctx context.Context, id int64) error {
	return m.change(ctx, func() error { return m.sender.retry(ctx, id) })
}

func (s *sender) retry(ctx context.Context, id int64) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	t, err := s.st.Text(ctx, id)
	if err != nil {
		return err
	}
	t, ok := t.Retry()
	if !ok || s.flight != nil && s.flight.text.ID == id {
		return fmt.Errorf("retry %d: %w", id, ErrNotNow)
	}
	t.IMSI = s.line.me.IMSI
	s.resume()
	return s.save(ctx, s.marked(t))
}

// Release lets the texts that were written for another SIM card go out through this one.
func (m *Messenger) Release(ctx context.Context) error {
	return m.change(ctx, func() error { return m.sender.release(ctx) })
}

func (s *sender) release(ctx context.Context) error {
	var texts []outbox.Text
	for _, t := range s.queue {
		if t.Status != sms.Sending && !t.For(s.line.me.IMSI) {
			t.IMSI, t.Reason, t.Code = s.line.me.IMSI, sms.ReasonNone, 0
			texts = append(texts, t)
		}
	}
	return s.save(ctx, texts...)
}
