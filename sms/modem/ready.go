package modem

import (
	"context"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Ready sets the modem up for texts; the SIM card must be ready. mode is the receive mode to begin
// with, sms.ReceiveUnknown for the usual one. Afterwards the Modem is a sms.Backend. It fails when
// the modem knows no PDU mode (sms.ErrCDMA if that is the reason) or the line breaks, and may be called
// again then.
func (m *Modem) Ready(ctx context.Context, mode sms.ReceiveMode) error {
	m.readySeq = m.urcs.lastSeq()
	if err := m.grant(ctx); err != nil { // what was refused before
		return err
	}
	m.greet(ctx)
	m.radioOn(ctx)
	if err := m.readCard(ctx); err != nil {
		return err
	}
	if err := m.setPDUMode(ctx); err != nil {
		if notUnderstood(err) && m.looksCDMA(ctx) {
			return fmt.Errorf("%w: %w", sms.ErrCDMA, err)
		}
		return fmt.Errorf("set PDU mode: %w", err)
	}
	m.try(ctx, at.Cmd("+CSMS", 0))
	m.chooseMemories(ctx)
	m.chooseMode(ctx, mode)
	for _, c := range commands(m.manners().Loud) {
		m.try(ctx, c)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.ch.Err()
}

// pduMode has texts come and go as PDUs. Some firmware refuses to be told what it knows already.
var pduMode = spellings{
	key:  "PDU mode",
	ways: []at.Command{at.Cmd("+CMGF", 0), at.Cmd("+CMGF?")},
	enough: func(r at.Response) bool {
		v, told := r.Value("+CMGF:")
		return !told || v == "0"
	},
}

// setPDUMode sets the PDU mode, again for 6 s while the modem refuses: after the PIN it may do so
// with any error.
func (m *Modem) setPDUMode(ctx context.Context) (err error) {
	m.retry(ctx, func() bool {
		_, err = m.sayOnce(ctx, pduMode)
		return isRefusal(err)
	})
	return err
}

// readCard reads what only the SIM card knows: its IMSI, its number and its service centre.
func (m *Modem) readCard(ctx context.Context) error {
	r, err := m.doUntilAccepted(ctx, at.Cmd("+CIMI").WithAnyLines().WithTimeout(cardTimeout))
	if err != nil && !isRefusal(err) {
		return err
	}
	id := m.Identity()
	id.IMSI = ""
	if len(r.Lines) > 0 {
		id.IMSI = imsi(r.Lines[0])
	}
	if id.IMSI == "" {
		m.log.Warn("no subscriber number of the SIM card", "err", err)
	}
	r, _ = m.ch.Do(ctx, at.Cmd("+CNUM"))
	id.OwnNumber = ownNumber(r)
	m.id.Store(&id)
	r, err = m.ch.Do(ctx, at.Cmd("+CSCA?").WithTimeout(cardTimeout))
	if f, _ := told(r, err, "+CSCA:"); f != nil && f.At(0) == "" {
		m.log.Warn("no service centre number on the SIM card") // sending ends in +CMS ERROR: 330
	}
	return nil
}
