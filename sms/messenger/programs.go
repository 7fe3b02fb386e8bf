package messenger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
)

// maxKey is the most characters of the key of a call.
const maxKey = 128

// SendFor queues the text of a program for all of its numbers, in one commit, or for none. When it returns nil
// the texts are on disk and go out like any other. Known reports whether the key was taken before: the
// texts are those of then, as they are now, and nothing is sent again; of one that was removed meanwhile the
// status is sms.StatusUnknown.
//
// It refuses with a *budget.Refusal what the rules do not allow. Other errors are sms.ErrNumber,
// sms.ErrTextEmpty, sms.ErrTextTooLong, sms.ErrTextControl, sms.ErrKeyForm, sms.ErrKeyTaken, those of the
// store, and ErrClosed.
func (m *Messenger) SendFor(
	ctx context.Context, o sms.Order, rules budget.Rules,
) (texts []sms.Message, known bool, err error) {
	return m.order(ctx, o, rules, m.sender.takeOrder)
}

// Check returns what SendFor would, and neither keeps nor sends anything. Texts that are not known have no ID.
func (m *Messenger) Check(
	ctx context.Context, o sms.Order, rules budget.Rules,
) (texts []sms.Message, known bool, err error) {
	return m.order(ctx, o, rules, func(_ context.Context, _ sms.Order, all []store.Outgoing) ([]sms.Message, error) {
		return previewed(all), nil
	})
}

// accept does something with the texts of an order that is allowed.
type accept func(context.Context, sms.Order, []store.Outgoing) ([]sms.Message, error)

func (m *Messenger) order(
	ctx context.Context, o sms.Order, rules budget.Rules, accept accept,
) ([]sms.Message, bool, error) {
	if err := checkOrder(o); err != nil {
		return nil, false, fmt.Errorf("send for program: %w", err)
	}
	o.To = unique(o.To)
	if o.Program == "" { // which stands for the person at the window
		o.Program = sms.UnknownProgram
	}
	var texts []sms.Message
	var known bool
	err := m.change(ctx, func() (err error) {
		known, err = m.st.KnowsKey(ctx, o.Key, o.To, o.Text)
		if err == nil && !known {
			texts, err = m.sender.decide(ctx, o, rules, m.Region(), accept)
		}
		return err
	})
	if err != nil {
		return nil, false, err
	}
	if known {
		texts, err = m.st.ByKey(ctx, o.Key)
	}
	return texts, known, err
}

// checkOrder returns what no rules can allow.
func checkOrder(o sms.Order) error {
	switch {
	case len(o.To) == 0:
		return sms.ErrNumber
	case len(o.Key) > maxKey || strings.ContainsFunc(o.Key, func(r rune) bool { return r < ' ' || r > '~' }):
		return sms.ErrKeyForm
	case !utf8.ValidString(o.Text) || strings.ContainsFunc(o.Text, isControl):
		return sms.ErrTextControl
	case strings.TrimSpace(o.Text) == "":
		return sms.ErrTextEmpty
	}
	for _, n := range o.To {
		if sendable(n) != nil {
			return fmt.Errorf("%q: %w", string(n), sms.ErrNumber)
		}
	}
	return nil
}

// isControl reports whether nobody can type a character into a text.
func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

// unique returns the numbers without those that come again.
func unique(all []sms.Number) []sms.Number {
	var once []sms.Number
	for _, n := range all {
		if !slices.Contains(once, n) {
			once = append(once, n)
		}
	}
	return once
}

// decide has an order accepted that the rules allow.
func (s *sender) decide(
	ctx context.Context, o sms.Order, rules budget.Rules, region string, accept accept,
) ([]sms.Message, error) {
	now := s.o.Now()
	count := pdu.Measure(o.Text)
	if count.TooLong() {
		return nil, fmt.Errorf("send for program: %w", sms.ErrTextTooLong)
	}
	lately, err := s.st.Lately(ctx, o.To, o.Text, now)
	if err != nil {
		return nil, err
	}
	for i := range lately.To {
		lately.To[i].Rate = o.To[i].Rate(region)
	}
	refused := rules.Decide(budget.Order{
		To: lately.To, Parts: count.Parts, Keyed: o.Key != "", Long: o.Long, Force: o.Force, Roaming: s.line.roaming(),
	}, lately.Spent, now)
	if refused != nil {
		if refused.Reason == budget.ReasonLoop {
			s.events.add(sms.ProgramLoops{Program: o.Program, Number: refused.Number})
		}
		return nil, refused
	}
	all := make([]store.Outgoing, len(o.To))
	for i, n := range o.To {
		if all[i], err = s.outgoing(ctx, n, o.Text); err != nil {
			return nil, err
		}
		all[i].Program = o.Program
	}
	return accept(ctx, o, all)
}

// roaming reports whether the stick is in another network than that of the SIM card's operator.
func (l *line) roaming() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link.Registration == sms.RegRoaming
}

// takeOrder commits the texts of an order.
func (s *sender) takeOrder(ctx context.Context, o sms.Order, all []store.Outgoing) ([]sms.Message, error) {
	msgs, err := s.st.EnqueueFor(ctx, store.Call{
		Program: o.Program, Key: o.Key, Parts: len(all[0].Text.Parts), At: all[0].At,
	}, all)
	if err != nil {
		return nil, err
	}
	for i, msg := range msgs {
		s.queued(all[i].Text, msg)
	}
	s.events.add(sms.ProgramsChanged{})
	return msgs, nil
}

// previewed are texts as they would be queued.
func previewed(all []store.Outgoing) []sms.Message {
	var msgs []sms.Message
	for _, o := range all {
		msgs = append(msgs, sms.Message{
			Number: o.Text.To, Direction: sms.Outgoing, Text: o.Text.Body, Status: sms.Queued, Time: o.At,
			Parts: len(o.Text.Parts), Read: true, Program: o.Program,
		})
	}
	return msgs
}

// Cancel takes a text back that waits to be sent: it becomes sms.Failed with sms.ReasonStopped. The error is
// ErrNotNow when it is being sent, was sent or has failed, and sms.ErrNotFound when there is none. Parts of it
// that the network has are not taken back.
func (m *Messenger) Cancel(ctx context.Context, id int64) error {
	return m.change(ctx, func() error {
		stopped, err := m.sender.stop(ctx, id)
		if err == nil && len(stopped) == 0 {
			err = fmt.Errorf("cancel %d: %w", id, ErrNotNow)
		}
		return err
	})
}

// StopPrograms cancels all texts of programs that wait, in one commit, and returns how many.
func (m *Messenger) StopPrograms(ctx context.Context) (n int, err error) {
	err = m.change(ctx, func() error {
		ids, err := m.st.OpenOfPrograms(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		stopped, err := m.sender.stop(ctx, ids...)
		n = len(stopped)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// stop cancels those of some texts that wait, and returns them.
func (s *sender) stop(ctx context.Context, ids ...int64) ([]outbox.Text, error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	var stopped []outbox.Text
	for _, id := range ids {
		t, err := s.st.Text(ctx, id)
		if err != nil {
			return nil, err
		}
		waits := t.Status == sms.Queued || t.Status == sms.Waiting
		if waits && (s.flight == nil || s.flight.text.ID != id) {
			stopped = append(stopped, t.Stopped(s.o.Now()))
		}
	}
	if err := s.save(ctx, stopped...); err != nil {
		return nil, err
	}
	if len(stopped) > 0 {
		s.events.add(sms.ProgramsChanged{})
	}
	return stopped, nil
}
