package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// arrivalsPage is how many arrivals are read at a time.
const arrivalsPage = 50

// listening is the answer to a listen, and what it has to go on with.
type listening struct {
	remote.Listening
	after   int64 // the last number that the program has
	changes <-chan struct{}
	changed func() []int64 // nil when it wants no reports
	told    map[int64]report
	end     context.CancelFunc
}

// report is what a program has heard of a text. A text is read after its change was noted, so one change can be
// noted a second time when the program knows it already.
type report struct {
	state  remote.State
	reason remote.Cause
	done   int
}

// maxTold is of how many texts a listener's reports are remembered, so that one that listens for years costs
// no more than one of today. Beyond it a report can come twice.
const maxTold = 1000

// beginListening answers a listen. What comes in from then on is not missed.
func (c *connection) beginListening(ctx context.Context, p remote.ListenParams) (any, error) {
	if p.Since != nil && *p.Since < 0 {
		return nil, usage(`"since" is the number of a received message, and not %d.`, *p.Since)
	}
	if err := c.Guard.May(ctx, c.program, sms.PermitRead); err != nil {
		return nil, err
	}
	l := &listening{told: map[int64]report{}}
	ctx, l.end = context.WithCancel(ctx)
	l.changes, l.changed = c.Engine.Reports(ctx)
	if !p.Reports {
		l.changed = nil
	}
	var err error
	if l.Seq, err = c.Engine.LastArrival(ctx); err != nil {
		l.end()
		return nil, err
	}
	l.after = l.Seq
	if p.Since != nil {
		l.after = *p.Since
	}
	if l.after > l.Seq {
		l.end()
		return nil, usage("No message has the number %d yet; the last one is %d.", l.after, l.Seq)
	}
	return l, nil
}

// listen hands over what comes in, until either side ends the connection.
func (c *connection) listen(ctx context.Context, l *listening) error {
	defer l.end()
	// Who is slow in taking messages gets them later: they lie in the store.
	if err := c.conn.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	for {
		if err := c.mayGoOn(); err != nil {
			return c.lastWords(err)
		}
		if err := c.arrived(ctx, l); err != nil {
			return c.lastWords(err)
		}
		if err := c.reported(ctx, l); err != nil {
			return c.lastWords(err)
		}
		select {
		case _, more := <-l.changes:
			if !more && ctx.Err() == nil {
				return c.lastWords(sms.ErrClosed)
			}
		case _, more := <-c.in:
			if more {
				return c.lastWords(usage("This connection listens; other requests need one of their own."))
			}
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// mayGoOn returns why the program may not read any more.
func (c *connection) mayGoOn() error {
	if !c.Guard.Open() {
		return sms.ErrOff
	}
	if allowed, _ := c.Guard.Said(c.program, sms.PermitRead); !allowed {
		return sms.ErrDenied
	}
	return nil
}

// errGone says that a program is not there any more.
var errGone = errors.New("the program is gone")

// lastWords says why a program that listens gets nothing more, if that can still be said, and returns it.
func (c *connection) lastWords(err error) error {
	if errors.Is(err, errGone) {
		return err
	}
	_ = c.write(remote.ErrorLine(nil, c.refusal(err)))
	return err
}

// arrived hands over what has come in. The page is read after the last number, so that what is left out, such
// as messages of blocked partners, is not looked at again.
func (c *connection) arrived(ctx context.Context, l *listening) error {
	for {
		last, err := c.Engine.LastArrival(ctx)
		if err != nil {
			return err
		}
		page, err := c.Engine.Arrivals(ctx, l.after, arrivalsPage)
		if err != nil {
			return err
		}
		for _, a := range page {
			if err := c.notice(ctx, a); err != nil {
				return err
			}
			l.after = a.Seq
		}
		if len(page) < arrivalsPage {
			l.after = max(l.after, last)
			return nil
		}
	}
}

// notice hands over one message.
func (c *connection) notice(ctx context.Context, a sms.Arrival) error {
	received, err := Received(ctx, c.Engine, a)
	if err != nil {
		return err
	}
	return c.notify(remote.NoticeReceived, received)
}

// Namer knows what numbers are called, "" for no name.
type Namer interface {
	Name(ctx context.Context, n sms.Number) (string, error)
}

// Received returns a received message in the words of the protocol.
func Received(ctx context.Context, names Namer, a sms.Arrival) (remote.Received, error) {
	m := a.Message
	name, err := names.Name(ctx, m.Number)
	return remote.Received{
		Seq: a.Seq, ID: m.ID, From: string(m.Number), Name: name, Text: m.Text, Received: m.Time, Sent: m.SentAt,
		Parts: m.Parts, State: stateOf(m),
	}, err
}

// reported hands over what has become of texts of programs.
func (c *connection) reported(ctx context.Context, l *listening) error {
	if l.changed == nil {
		return nil
	}
	for _, id := range l.changed() {
		m, err := c.Engine.Message(ctx, id)
		if err != nil {
			return err
		}
		t, err := c.text(ctx, m)
		if err != nil {
			return err
		}
		now := report{t.State, t.Reason, t.Done}
		if before, known := l.told[id]; known && before == now {
			continue
		}
		if len(l.told) >= maxTold {
			clear(l.told)
		}
		l.told[id] = now
		if err := c.notify(remote.NoticeReport, t); err != nil {
			return err
		}
	}
	return nil
}

// notify hands something over, if the program may still have it: reading it has taken a while.
func (c *connection) notify(method string, params any) error {
	if err := c.mayGoOn(); err != nil {
		return err
	}
	line, err := remote.NoticeLine(method, params)
	if err != nil {
		return err
	}
	if _, err := c.conn.Write(line); err != nil {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return nil
}
