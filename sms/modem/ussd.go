package modem

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
	message chan string   // the latest +CUSD
	packed  bool          // guarded by lock: codes are sent packed, because that worked
	modeSet bool          // guarded by lock: ^USSDMODE was tried
}

func newUSSDState() ussdState {
	return ussdState{lock: make(chan struct{}, 1), message: make(chan string, 1)}
}

// put takes a URC; only the latest +CUSD counts.
func (a *ussdState) put(u at.URC) {
	v, ok := at.CutPrefix(u.Line, "+CUSD:")
	if !ok {
		return
	}
	a.clear()
	select {
	case a.message <- v:
	default:
	}
}

// clear drops a +CUSD that came too late for its code.
func (a *ussdState) clear() {
	select {
	case <-a.message:
	default:
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
	if !m.ussd.modeSet && m.huawei.Load() {
		m.ussd.modeSet = true
		m.try(ctx, quick("^USSDMODE", 0))
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

// sendCode sends a code, in plain or packed, and waits for the answer.
func (m *Modem) sendCode(
	ctx context.Context, code string, packed bool, wait time.Duration,
) (sms.ServiceAnswer, error) {
	if packed {
		code = ussd.Pack(code)
	}
	m.ussd.clear()
	a, err := m.ch.Do(ctx, at.Cmd("+CUSD", 1, code, ussd.DCS).WithAnyLines().WithTimeout(packedWait))
	if v, ok := early(a); ok { // some networks answer before the OK, or instead of it
		return parseUSSD(v, packed)
	}
	if errors.Is(err, at.ErrTimeout) {
		return sms.ServiceAnswer{}, fmt.Errorf("%w: %w", sms.ErrNoReply, err)
	} else if err != nil {
		return sms.ServiceAnswer{}, serviceError(err)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case v := <-m.ussd.message:
		return parseUSSD(v, packed)
	case <-timer.C:
		return sms.ServiceAnswer{}, fmt.Errorf("+CUSD: %w", sms.ErrNoReply)
	case <-ctx.Done():
		return sms.ServiceAnswer{}, ctx.Err()
	case <-m.ch.Done():
		return sms.ServiceAnswer{}, m.ch.Err()
	}
}

// early finds a +CUSD among the lines before the final result code; it may have line ends.
func early(a at.Response) (string, bool) {
	for i, l := range a.Lines {
		if v, ok := at.CutPrefix(l, "+CUSD:"); ok {
			return strings.Join(append([]string{v}, a.Lines[i+1:]...), at.LineBreak), true
		}
	}
	return "", false
}

// parseUSSD reads the value of +CUSD: <m>,"<text>",<dcs> (TS 27.007 clause 7.15). The text may hold
// quotation marks and commas of its own.
func parseUSSD(v string, packed bool) (sms.ServiceAnswer, error) {
	state, rest, _ := strings.Cut(v, ",")
	text, dcs := strings.TrimSpace(rest), -1
	if i := strings.LastIndexByte(text, ','); i >= 0 && number([]string{text[i+1:]}, 0) >= 0 {
		text, dcs = strings.TrimSpace(text[:i]), number([]string{text[i+1:]}, 0)
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, `"`), `"`)
	text = strings.ReplaceAll(text, at.LineBreak, "\n")
	a := sms.ServiceAnswer{Text: ussd.Text(text, dcs, packed)}
	switch strings.TrimSpace(state) {
	case "0":
	case "1":
		a.More = true
	case "2": // ended by the network, often with its last word
		if a.Text == "" {
			return a, fmt.Errorf("+CUSD 2: %w", sms.ErrNoReply)
		}
	case "3":
		return a, fmt.Errorf("+CUSD 3: %w", sms.ErrBusy)
	case "4":
		return a, fmt.Errorf("+CUSD 4: %w", sms.ErrNotHere)
	default:
		return a, fmt.Errorf("+CUSD %.8q: %w", state, sms.ErrNoReply)
	}
	return a, nil
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
