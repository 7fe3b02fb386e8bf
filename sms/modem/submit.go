package modem

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// submitTimeout is how long the network may take to accept a text. ModemManager waits as long.
const submitTimeout = 300 * time.Second

// maxTPDU is the longest SMS-SUBMIT (3GPP TS 23.040 clause 9.2.2.2): 24 octets and 140 of text.
const maxTPDU = 164

var errTPDU = errors.New("tpdu is empty or too long")

// Submit sends one SMS-SUBMIT TPDU and returns its message reference (TP-MR), -1 when the modem
// accepted it without one. It waits up to 300 s, or Options.SubmitTimeout. Cancelling ctx sends
// nothing until the modem has asked for the PDU; after that only the waiting ends. The error is a
// *sms.SubmitError.
//
// commit, if not nil, runs when the modem has asked for the PDU; when it fails nothing is sent.
func (m *Modem) Submit(
	ctx context.Context, tpdu []byte, more bool, commit func() error,
) (int, error) {
	if len(tpdu) == 0 || len(tpdu) > maxTPDU {
		return -1, &sms.SubmitError{Code: -1, Err: errTPDU}
	}
	var a at.Response
	err := m.ch.Exclusive(ctx, func(s at.Sequence) (err error) {
		m.sending.Store(true)
		defer m.sending.Store(false)
		if more {
			m.keepLink(ctx, s)
		}
		a, err = s.Do(ctx, m.submission(tpdu, commit))
		return err
	})
	ref := reference(a)
	if err != nil && (ref < 0 || isRefusal(err)) { // a text with a reference is sent, OK or not
		return -1, m.submitError(a, err)
	}
	return ref, nil
}

// submission returns the command that sends a TPDU. The 00 before it stands for the service centre
// that the SIM card names.
func (m *Modem) submission(tpdu []byte, commit func() error) at.Command {
	return at.Command{
		Name: "+CMGS", Args: []any{len(tpdu)},
		Before:  commit,
		PDU:     "00" + strings.ToUpper(hex.EncodeToString(tpdu)),
		Timeout: cmp.Or(m.opt.SubmitTimeout, submitTimeout),
		Late: func(a at.Response, err error) {
			m.log.Warn("late response to a text", "ref", reference(a), "err", err)
		},
	}
}

// keepLink asks the network to keep the radio link for the next part (+CMMS, TS 27.005 clause
// 3.5.6). It only saves time; a modem that refuses is not asked again.
func (m *Modem) keepLink(ctx context.Context, s at.Sequence) {
	if m.noKeepLink {
		return
	}
	if _, err := s.Do(ctx, at.Cmd("+CMMS", 1)); isRefusal(err) {
		m.noKeepLink = true
	}
}

// reference returns the message reference in +CMGS, -1 when there is none.
func reference(a at.Response) int {
	v, ok := a.Value("+CMGS:")
	if ref := read("+CMGS:", v).Number(0); ok && ref <= 255 {
		return ref
	}
	return -1
}

// submitError returns the *sms.SubmitError of a failed +CMGS. A full memory makes the receiver look.
func (m *Modem) submitError(a at.Response, err error) error {
	code := -1
	var refused *at.Error
	if errors.As(err, &refused) {
		code = submitCode(refused)
	}
	if code == cmsFull {
		m.urcs.put(at.URC{Line: urcMemoryFull})
	}
	return &sms.SubmitError{
		Written: a.Sent, Code: code, Gone: errors.Is(err, at.ErrEnded),
		Err: fmt.Errorf("send text: %w", err),
	}
}

// equipmentCodes are the +CMS ERROR codes (3GPP TS 27.005 clause 3.2.5) for those of +CME ERROR (TS
// 27.007 clause 9.2) that say the same: some firmware refuses a text with those.
var equipmentCodes = map[int]int{
	10: 310, 11: 311, 12: 316, 13: 313, 14: 314, 15: 315, 17: 317, 18: 318, 20: cmsFull, 30: 331, 31: 332,
}

// submitCode returns the +CMS ERROR code of a refused text, -1 when the modem did not say why.
func submitCode(e *at.Error) int {
	switch e.Class {
	case at.ClassCMS:
		return e.Code
	case at.ClassCME:
		if code, ok := equipmentCodes[e.Code]; ok {
			return code
		}
	case at.ClassPlain, at.ClassCall:
	}
	return -1
}
