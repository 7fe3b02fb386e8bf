package modem

import (
	"context"
	"errors"

	"surfstick-sms/sms/at"
)

// spellings are several ways to say or ask the same thing, best first. Firmware differs in which of
// them it knows.
type spellings struct {
	key  string // what is said; the way that worked is remembered under it
	ways []at.Command
	// enough, if not nil, reports whether an answer is one. Otherwise OK is.
	enough func(at.Response) bool
	// patient repeats what is refused because the SIM card is busy, for 6 s.
	patient bool
}

// spelled returns the ways to say one thing.
func spelled(key string, ways ...at.Command) spellings { return spellings{key: key, ways: ways} }

// worked reports whether an answer shows that the modem knows this way.
func (p spellings) worked(r at.Response, err error) bool {
	return err == nil && (p.enough == nil || p.enough(r))
}

// errUnanswered means that a command ended in OK and had no value.
var errUnanswered = errors.New("modem answers without a value")

// say says the same thing in one way after the other until the modem takes one, and remembers that:
// from then on it is the only one, and a refusal is about what was said. Whatever else the modem
// answers (the SIM card is busy, wants its PIN, the slot is empty) is the answer. When none is taken
// it returns what the first was answered with.
func (m *Modem) say(ctx context.Context, s at.Sequence, p spellings) (at.Response, error) {
	do := s.Do
	if p.patient {
		do = func(ctx context.Context, c at.Command) (at.Response, error) {
			return m.doUnlessBusy(ctx, s, c)
		}
	}
	if i, ok := m.taken[p.key]; ok && i < len(p.ways) {
		r, err := do(ctx, p.ways[i])
		if err == nil && !p.worked(r, nil) {
			err = errUnanswered
		}
		return r, err
	}
	r, i, err := firstTaken(p, func(c at.Command) (at.Response, error) { return do(ctx, c) })
	if err == nil {
		m.taken[p.key] = i
		if i > 0 {
			m.log.Info("modem takes another way", "what", p.key, "way", i+1)
		}
	}
	return r, err
}

// firstTaken returns the first way that is taken and the answer to it.
func firstTaken(
	p spellings, do func(at.Command) (at.Response, error),
) (at.Response, int, error) {
	var first at.Response
	var why error
	for i, c := range p.ways {
		r, err := do(c)
		if p.worked(r, err) {
			return r, i, nil
		}
		if err == nil {
			err = errUnanswered
		}
		if !errors.Is(err, errUnanswered) && (!notUnderstood(err) || answers(r, c)) {
			return r, i, err
		}
		if i == 0 {
			first, why = r, err
		}
	}
	return first, 0, why
}

// answers reports whether the modem said anything before its final result code: then it knows the
// command, whatever the code is.
func answers(r at.Response, c at.Command) bool {
	prefix := c.Prefix()
	_, ok := r.Value(prefix)
	return ok && prefix != ""
}

// sayOnce is say without a sequence around it.
func (m *Modem) sayOnce(ctx context.Context, p spellings) (r at.Response, err error) {
	err = m.ch.Exclusive(ctx, func(s at.Sequence) (err error) {
		r, err = m.say(ctx, s, p)
		return err
	})
	return r, err
}

// notUnderstood reports whether an error may mean that the modem does not know the command or does
// not take its form: ERROR without a number, and the numbers for what is not allowed, not supported
// or has wrong parameters (3GPP TS 27.007 clause 9.2.1, TS 27.005 clause 3.2.5). Others are answers.
func notUnderstood(err error) bool {
	var refused *at.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Class {
	case at.ClassPlain:
		return true
	case at.ClassCME:
		return refused.Code < 0 || refused.Code == 3 || refused.Code == 4 || refused.Code == 50 ||
			refused.Code == 100
	case at.ClassCMS:
		return refused.Code < 0 || refused.Code >= 300 && refused.Code <= 305 || refused.Code == 500
	case at.ClassCall:
	}
	return false
}
