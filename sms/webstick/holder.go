package webstick

import (
	"context"
	"fmt"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// cardFresh is how long a SIM card that was ready counts as ready without being asked for again, while
// the looks for texts see no change of it.
const cardFresh = 30 * time.Minute

// cardState is what is known of the SIM card.
type cardState struct {
	mu    sync.Mutex
	sim   sms.SIM
	asked time.Time // when that was; zero when it must be asked for
	// status is SimStatus of monitoring/status as last seen; known reports that it was.
	status int
	known  bool
}

// ready returns the card if it is known to be ready.
func (k *cardState) ready() (sms.SIM, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.sim, !k.asked.IsZero() && k.sim.State == sms.SIMReady && time.Since(k.asked) < cardFresh
}

// take keeps what the stick said about the card.
func (k *cardState) take(sim sms.SIM, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sim, k.asked = sim, time.Time{}
	if err == nil {
		k.asked = time.Now()
	}
}

// noticeStatus has the card asked for when its status has changed.
func (k *cardState) noticeStatus(status int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known && status != k.status {
		k.asked = time.Time{}
	}
	k.status, k.known = status, true
}

// forget has the card asked for.
func (k *cardState) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = time.Time{}
}

// SIM asks for the state of the SIM card. One that was ready is not asked for again at every call as
// long as the stick answers and reports no change: the answer is the one of before then.
func (s *Stick) SIM(ctx context.Context) (sms.SIM, error) {
	if sim, ready := s.card.ready(); ready && (s.posting.Load() || s.quiet()) {
		return sim, ctx.Err()
	}
	sim, err := s.c.SIM(ctx)
	s.card.take(sim, err)
	return sim, s.seen(err)
}

// quiet reports whether the looks for texts run, and the stick answers them.
func (s *Stick) quiet() bool {
	return s.link.known() && !s.watch.fails() && s.watch.heardSince(time.Now().Add(-s.w.Wait(3*lookEvery)))
}

// EnterPIN is Server.EnterPIN.
func (s *Stick) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	sim, err := s.c.EnterPIN(ctx, pin)
	s.card.take(sim, err)
	return sim, s.seen(err)
}

// EnterPUK is Server.EnterPUK.
func (s *Stick) EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error) {
	sim, err := s.c.EnterPUK(ctx, puk, pin)
	s.card.take(sim, err)
	return sim, s.seen(err)
}

// PINState is Server.PINState.
func (s *Stick) PINState(ctx context.Context) (sms.PINState, error) {
	p, err := s.c.PINState(ctx)
	return p, s.seen(err)
}

// ChangePIN is Server.ChangePIN.
func (s *Stick) ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error) {
	defer s.card.forget()
	p, err := s.c.ChangePIN(ctx, old, pin, last)
	return p, s.seen(err)
}

// SetPINWanted is Server.SetPINWanted.
func (s *Stick) SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error) {
	defer s.card.forget()
	p, err := s.c.SetPINWanted(ctx, on, pin, last)
	return p, s.seen(err)
}

// CardID is Server.CardID.
func (s *Stick) CardID(ctx context.Context) string { return s.c.CardID(ctx) }

// SendUSSD is Server.SendUSSD.
func (s *Stick) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	a, err := s.c.SendUSSD(ctx, code)
	return a, s.seen(err)
}

// EndUSSD is Server.EndUSSD.
func (s *Stick) EndUSSD(ctx context.Context) error { return s.seen(s.c.EndUSSD(ctx)) }

// errNoPhoneBook is returned for the phone book of the SIM card, which the web interface does not show.
var errNoPhoneBook = fmt.Errorf("phone book of the SIM card: %w: %w", sms.ErrNotInMode, sms.ErrNotHere)

// Contacts returns sms.ErrNotHere: the web interface does not show the phone book of the SIM card.
func (s *Stick) Contacts(context.Context, func(done, total int)) ([]sms.Contact, error) {
	return nil, errNoPhoneBook
}

// SaveContact returns sms.ErrNotHere, as Contacts does.
func (s *Stick) SaveContact(context.Context, sms.Contact) (int, error) { return 0, errNoPhoneBook }

// ContactRoom returns sms.ErrNotHere, as Contacts does.
func (s *Stick) ContactRoom(context.Context) (sms.ContactRoom, error) {
	return sms.ContactRoom{}, errNoPhoneBook
}

// DeleteContact returns sms.ErrNotHere, as Contacts does.
func (s *Stick) DeleteContact(context.Context, int) error { return errNoPhoneBook }

// SetOwnNumber returns sms.ErrNotHere, as Contacts does.
func (s *Stick) SetOwnNumber(context.Context, string) (string, error) { return "", errNoPhoneBook }

// MobileData is Server.MobileData.
func (s *Stick) MobileData(ctx context.Context) (bool, error) {
	on, err := s.c.MobileData(ctx)
	return on, s.seen(err)
}

// SetMobileData is Server.SetMobileData.
func (s *Stick) SetMobileData(ctx context.Context, on bool) error {
	return s.seen(s.c.SetMobileData(ctx, on))
}

// SwitchToModem is Server.SwitchToModem. The stick leaves the bus when it works.
func (s *Stick) SwitchToModem(ctx context.Context) error { return s.seen(s.c.SwitchToModem(ctx)) }

// Restart restarts the stick and ends this Stick. After an error it goes on.
func (s *Stick) Restart(ctx context.Context) error {
	if err := s.c.Restart(ctx); err != nil {
		return s.seen(fmt.Errorf("restart: %w", err))
	}
	s.log.Info("stick restarts")
	return s.Close()
}

// LoginState is Server.LoginState.
func (s *Stick) LoginState(ctx context.Context) (LoginState, error) {
	st, err := s.c.LoginState(ctx)
	return st, s.seen(err)
}

// Login is Server.Login: a password that a person typed is sent once. After it was taken, texts are
// looked for at once.
func (s *Stick) Login(ctx context.Context, user, password string) error {
	if err := s.c.Login(ctx, user, password); err != nil {
		return s.seen(err)
	}
	s.barred.Store(false)
	s.lookNow()
	return s.seen(s.identify(ctx))
}

// WantsPassword reports whether texts are refused for want of the password, as last seen: the stick may
// have forgotten who was logged in, and not take the password of before any more. Nothing is asked for it.
func (s *Stick) WantsPassword() bool { return s.barred.Load() }

// Memories returns how full the stick and its SIM card are.
func (s *Stick) Memories(ctx context.Context) ([]sms.Memory, error) {
	n, err := s.c.Counts(ctx)
	if err != nil {
		return nil, s.seen(err)
	}
	var all []sms.Memory
	if n.Max > 0 {
		all = append(all, sms.Memory{
			Name: "ME", Used: max(n.In, 0) + max(n.Sent, 0) + max(n.Draft, 0), Total: n.Max,
			Own: max(n.Sent, 0) + max(n.Draft, 0),
		})
	}
	if n.SIMMax > 0 {
		all = append(all, sms.Memory{Name: "SM", Used: n.SIMUsed, Total: n.SIMMax, Own: -1})
	}
	return all, nil
}

// CleanMemory returns sms.ErrNotHere: drafts and sent messages are deleted on the stick's own web page.
func (s *Stick) CleanMemory(context.Context, string) (int, error) {
	return 0, fmt.Errorf("clean the memory: %w: %w", sms.ErrNotInMode, sms.ErrNotHere)
}
