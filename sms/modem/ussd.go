package modem

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/ussd"
)

// How long the network may take to answer a code: in plain, which some firmwares accept and then
// drop silently, and packed, when nothing else is left to try.
const (
	plainWait  = 20 * time.Second
	packedWait = 60 * time.Second
)

// ussdState is the USSD session with the network. There is one at a time.
type ussdState struct {
	lock    chan struct{} // holds a token while a session runs
	notices chan string   // the values of +CUSD that were not read yet
	packed  bool          // guarded by lock: codes are sent packed, because that worked
	modeSet bool          // guarded by lock: what the maker's modems are told before was said
}

// maxNotices is how many +CUSD may wait: a session has a few.
const maxNotices = 16

func newUSSDState() ussdState {
	return ussdState{lock: make(chan struct{}, 1), notices: make(chan string, maxNotices)}
}

// put takes a URC. Of too many +CUSD the latest count.
func (a *ussdState) put(u at.URC) {
	v, ok := at.CutPrefix(u.Line, "+CUSD:")
	if !ok {
		return
	}
	if len(a.notices) == maxNotices {
		select {
		case <-a.notices:
		default:
		}
	}
	a.notices <- v // there is room: only put adds
}

// clear drops what came too late for its code.
func (a *ussdState) clear() {
	for len(a.notices) > 0 {
		select {
		case <-a.notices:
		default:
		}
	}
}

// SendUSSD sends a USSD code such as *100# and waits for the answer, up to a minute and a half. It
// sends the code in plain; when the modem refuses that or nothing comes back, packed, as many Huawei
// firmwares want it, and packed from then on if that worked. The errors are sms.ErrBadCode, when
// nothing was sent; sms.ErrNotHere, sms.ErrNoReply, sms.ErrBusy, or that of the line.
func (m *Modem) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	if !ussd.Valid(code) {
		return sms.ServiceAnswer{}, fmt.Errorf("code for the network: %w", sms.ErrBadCode)
	}
	select {
	case m.ussd.lock <- struct{}{}:
	case <-ctx.Done():
		return sms.ServiceAnswer{}, ctx.Err()
	}
	defer func() { <-m.ussd.lock }()
	if own := commands(m.manners().USSD); !m.ussd.modeSet && len(own) > 0 {
		m.ussd.modeSet = true
		for _, c := range own {
			m.try(ctx, c)
		}
	}
	if m.ussd.packed {
		return m.sendCode(ctx, code, true, packedWait)
	}
	a, err := m.sendCode(ctx, code, false, plainWait)
	if !codingRefused(err) {
		return a, err
	}
	if errors.Is(err, sms.ErrNoReply) { // or the network refuses a second session
		m.try(ctx, at.Cmd("+CUSD", 2))
	}
	a, err = m.sendCode(ctx, code, true, packedWait)
	m.ussd.packed = err == nil
	return a, err
}

// EndUSSD ends the USSD session: there will be no reply.
func (m *Modem) EndUSSD(ctx context.Context) error {
	_, err := m.ch.Do(ctx, at.Cmd("+CUSD", 2))
	return err
}

// codingRefused reports whether it is worth trying again in the other coding: nothing came back, or
// the refusal may be one of the coding (CME 304 on Huawei; 4, 50 and 100 elsewhere).
func codingRefused(err error) bool {
	var refused *at.Error
	if !errors.As(err, &refused) {
		return errors.Is(err, sms.ErrNoReply)
	}
	switch refused.Code {
	case 3, 4, 50, 100, 304:
		return true
	}
	return refused.Class == at.ClassPlain
}

// sendCode sends a code, in plain or packed, and waits for the answer. Some networks answer before the
// OK, or instead of it.
func (m *Modem) sendCode(
	ctx context.Context, code string, packed bool, wait time.Duration,
) (sms.ServiceAnswer, error) {
	if packed {
		code = ussd.Pack(code)
	}
	m.ussd.clear()
	_, err := m.ch.Do(ctx, at.Cmd("+CUSD", 1, code, ussd.DCS).WithTimeout(packedWait))
	var best notice
	for len(m.ussd.notices) > 0 {
		best = best.or(readNotice(<-m.ussd.notices, packed))
	}
	switch {
	case best.rank == rankAnswer, isRefusal(err) && best.rank >= rankEmpty:
		return best.answer()
	case errors.Is(err, at.ErrTimeout) && best.rank > rankNothing: // in the place of the OK
	case errors.Is(err, at.ErrTimeout):
		return sms.ServiceAnswer{}, fmt.Errorf("%w: %w", sms.ErrNoReply, err)
	case err != nil:
		return sms.ServiceAnswer{}, serviceError(err)
	}
	return m.awaitNotice(ctx, best, packed, wait)
}

// awaitNotice waits for an answer, or for the time that may follow the best notice that came.
func (m *Modem) awaitNotice(
	ctx context.Context, best notice, packed bool, wait time.Duration,
) (sms.ServiceAnswer, error) {
	end := time.Now().Add(wait)
	timer := time.NewTimer(min(wait, best.wait(wait)))
	defer timer.Stop()
	for best.rank < rankAnswer {
		select {
		case v := <-m.ussd.notices:
			best = best.or(readNotice(v, packed))
			timer.Reset(min(time.Until(end), best.wait(wait)))
		case <-timer.C:
			return best.answer()
		case <-ctx.Done():
			return sms.ServiceAnswer{}, ctx.Err()
		case <-m.ch.Done():
			return sms.ServiceAnswer{}, m.ch.Err()
		}
	}
	return best.answer()
}

// serviceError returns what a refused code means.
func serviceError(err error) error {
	var refused *at.Error
	if !errors.As(err, &refused) || refused.Class != at.ClassCME {
		return err
	}
	switch refused.Code {
	case 10, 11, 12, 13, 15:
		return fmt.Errorf("%w: %w", sms.ErrNoCard, err)
	case 14, 30, 31, 132, 133, 134, 515:
		return fmt.Errorf("%w: %w", sms.ErrBusy, err)
	}
	return err
}
