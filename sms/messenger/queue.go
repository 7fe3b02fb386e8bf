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
	if err := sendable(to); err != nil {
		return sms.Message{}, fmt.Errorf("send: %w", err)
	}
	var msg sms.Message
	err := m.change(ctx, func() (err error) {
		msg, err = m.sender.enqueue(ctx, to, text)
		return err
	})
	return msg, err
}

// sendable returns why a text cannot be sent to a number, nil when it can.
func sendable(to sms.Number) error {
	if to.Alphanumeric() {
		return ErrNoReply
	}
	if strings.ContainsAny(string(to), "*#") {
		return pdu.ErrNumber
	}
	return nil
}

func (s *sender) enqueue(ctx context.Context, to sms.Number, text string) (sms.Message, error) {
	return s.enqueueBy(ctx, to, text, s.st.Enqueue)
}

// enqueueBy queues a text with a commit that may hold more than the text.
func (s *sender) enqueueBy(
	ctx context.Context, to sms.Number, text string,
	commit func(context.Context, store.Outgoing) (sms.Message, error),
) (sms.Message, error) {
	o, err := s.outgoing(ctx, to, text)
	if err != nil {
		return sms.Message{}, err
	}
	msg, err := commit(ctx, o)
	if err != nil {
		return sms.Message{}, err
	}
	s.queued(o.Text, msg)
	return msg, nil
}

// outgoing makes a text ready to be queued.
func (s *sender) outgoing(ctx context.Context, to sms.Number, text string) (store.Outgoing, error) {
	s.nextRef++
	tpdus, err := pdu.Encode(to, text, pdu.Options{
		Ref: s.nextRef, Report: true, Validity: s.validity(ctx),
	})
	if err != nil {
		return store.Outgoing{}, fmt.Errorf("send: %w", err)
	}
	t := outbox.New(to, s.line.me.IMSI, tpdus)
	t.Body = text
	return store.Outgoing{Text: s.marked(t), IMEI: s.line.me.IMEI, At: s.o.Now()}, nil
}

// queued takes a text that was committed into the queue, and notifies the window.
func (s *sender) queued(t outbox.Text, msg sms.Message) {
	t.ID = msg.ID
	s.keep(t, true)
	s.notify(msg, true)
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
	if len(t.Parts) == 0 {
		if t, err = s.prepare(ctx, t); err != nil {
			return err
		}
	}
	t, ok := t.Retry()
	if !ok || s.flight != nil && s.flight.text.ID == id {
		return fmt.Errorf("retry %d: %w", id, ErrNotNow)
	}
	t.IMSI = s.line.me.IMSI
	s.resume()
	return s.save(ctx, s.marked(t))
}

// prepare gives a text its parts that has none, because it was imported.
func (s *sender) prepare(ctx context.Context, t outbox.Text) (outbox.Text, error) {
	if t.Status != sms.Failed && t.Status != sms.Unconfirmed {
		return t, nil // which is not sent again
	}
	if err := sendable(t.To); err != nil {
		return t, fmt.Errorf("send again: %w", err)
	}
	s.nextRef++
	tpdus, err := pdu.Encode(t.To, t.Body, pdu.Options{
		Ref: s.nextRef, Report: true, Validity: s.validity(ctx),
	})
	if err != nil {
		return t, fmt.Errorf("send again: %w", err)
	}
	if err := s.st.AddParts(ctx, t.ID, tpdus); err != nil {
		return t, err
	}
	return s.st.Text(ctx, t.ID)
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
