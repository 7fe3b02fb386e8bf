package webstick

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// Stick is a stick in network mode that texts go through. Its methods may be called from any
// goroutine; the stick gets one request at a time. It is a sms.TextBackend once Ready has returned nil.
type Stick struct {
	c   Server
	w   *wire.Wire // the one of c
	log *slog.Logger

	id    atomic.Pointer[sms.Identity]
	card  cardState
	link  linkState
	watch watch
	// barred is set while texts are refused for want of the password.
	barred atomic.Bool
	// posting is set while the stick has the request to send a text, and answers nothing else.
	posting atomic.Bool
	outbox  *outbox

	ctx    context.Context // ends with the Stick
	cancel context.CancelCauseFunc
	listen chan sms.Sink
	look   chan struct{} // holds a token when texts are to be looked for at once
	done   chan struct{}
}

var _ sms.TextBackend = (*Stick)(nil)

// Open finds out whether a stick answers at a web server and who it is. Nothing is changed and nothing is
// received yet. A stick that wants its password is opened, too: see LoginState. The errors are those of
// Server.Meet; the server is closed then.
func Open(ctx context.Context, c Server) (*Stick, error) {
	w := c.Wire()
	s := &Stick{
		c: c, w: w, log: w.Log(), link: newLinkState(), watch: newWatch(w.Wait), outbox: newOutbox(),
		listen: make(chan sms.Sink, 1), look: make(chan struct{}, 1), done: make(chan struct{}),
	}
	w.Hear(s.watch.heard)
	s.id.Store(&sms.Identity{})
	s.ctx, s.cancel = context.WithCancelCause(context.Background())
	if err := s.start(ctx); err != nil {
		s.cancel(err)
		_ = w.Close()
		return nil, fmt.Errorf("open the stick at %s: %w", w.Address(), err)
	}
	go s.run()
	return s, nil
}

// start proves the stick and reads what it says about itself without its password.
func (s *Stick) start(ctx context.Context) error {
	id, err := s.c.Meet(ctx)
	if err != nil {
		return err
	}
	s.id.Store(&id)
	return s.identify(ctx)
}

// identify reads who the stick and its SIM card are, as far as it says. Without its password many say
// nothing.
func (s *Stick) identify(ctx context.Context) error {
	more, err := s.c.Identity(ctx)
	if err != nil {
		if IsRefusal(err) {
			return nil
		}
		return err
	}
	id := s.Identity()
	id.IMEI, id.Model = First(more.IMEI, id.IMEI), First(more.Model, id.Model)
	id.Firmware = First(more.Firmware, id.Firmware)
	id.IMSI, id.OwnNumber = more.IMSI, more.OwnNumber
	s.id.Store(&id)
	return nil
}

// Identity returns which stick and SIM card this is; the SIM card only after Ready, and both only after
// the password of a stick that wants it.
func (s *Stick) Identity() sms.Identity { return *s.id.Load() }

// Ready makes the stick ready for texts; the SIM card must be ready. It reads how texts are sent, and
// has the network asked for delivery reports. It fails with ErrLogin when the stick wants its password,
// and when the stick does not answer, and may be called again then.
func (s *Stick) Ready(ctx context.Context) error {
	if err := s.askForPassword(ctx); err != nil {
		return err
	}
	settings, known, err := s.readSettings(ctx)
	if err != nil {
		return s.seen(fmt.Errorf("settings: %w", err))
	}
	s.link.setLack(sms.LackReports, !known)
	if known && settings.Centre == "" {
		s.log.Warn("no service centre number on the SIM card") // nothing can be sent
	}
	if known {
		if err := s.askForReports(ctx, settings); err != nil {
			return err
		}
	}
	return s.seen(s.identify(ctx))
}

// askForPassword returns ErrLogin when the password is wanted for texts and was not given.
func (s *Stick) askForPassword(ctx context.Context) error {
	st, err := s.c.LoginState(ctx)
	if err != nil {
		return s.seen(err)
	}
	if st.Wanted && !st.LoggedIn && !s.c.HasPassword(ctx) {
		return s.seen(fmt.Errorf("texts: %w", ErrLogin))
	}
	return nil
}

// askForReports switches delivery reports on. Firmware that refuses goes on without.
func (s *Stick) askForReports(ctx context.Context, now Settings) error {
	if now.Reports {
		return nil
	}
	err := s.c.AskForReports(ctx, now)
	switch {
	case err == nil:
		return nil
	case !IsRefusal(err) || errors.Is(err, ErrLogin):
		return s.seen(fmt.Errorf("switch reports on: %w", err))
	}
	s.log.Warn("no delivery reports", "err", err)
	s.link.setLack(sms.LackReports, true)
	return nil
}

// Listen starts delivery into sink, beginning with the texts that are stored already. It may be called
// once, after Ready.
func (s *Stick) Listen(sink sms.Sink) {
	select {
	case s.listen <- sink:
	case <-s.done:
	}
}

// Done is closed when the stick is gone and nothing is delivered any more.
func (s *Stick) Done() <-chan struct{} { return s.done }

// Err returns why the stick is gone; nil while it is there.
func (s *Stick) Err() error { return context.Cause(s.ctx) }

// Close ends everything. It may be called more than once, also from within a Sink. Done is closed soon
// after, when the Sink has returned.
func (s *Stick) Close() error {
	s.end(ErrClosed)
	return nil
}

// end ends everything, for a reason.
func (s *Stick) end(cause error) {
	s.cancel(cause)
	_ = s.w.Close()
}

// seen looks at an error of the stick and returns it: texts may be refused for want of the password, and
// another device that answers means that the stick is gone.
func (s *Stick) seen(err error) error {
	switch {
	case errors.Is(err, ErrLogin):
		s.barred.Store(true)
	case errors.Is(err, ErrNotStick), errors.Is(err, ErrUnproved), errors.Is(err, ErrRouter):
		s.log.Warn("another device answers in place of the stick", "err", err)
		s.end(err)
	}
	return err
}

// Traits returns what a stick says about itself that helps those who help, as far as it answers: which
// model and firmware it is, whether it wants its password, and how full its boxes are. Nothing in it says
// whose stick or card it is: no IMEI, IMSI, serial number, MAC address or phone number.
func (s *Stick) Traits(ctx context.Context) []Trait { return s.c.Traits(ctx) }
