package modem

import (
	"context"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// receiveState is how texts come in now.
type receiveState struct {
	mode sms.ReceiveMode
	ack  bool // direct texts must be acknowledged (+CNMA)
}

// ReceiveMode returns how texts come in now; it is known after Ready.
func (m *Modem) ReceiveMode() sms.ReceiveMode { return m.mode.Load().mode }

// SetReceiveMode receives in another mode from now on. The error is sms.ErrCannotReceive when the
// modem refuses; then the mode is as before, or polling.
func (m *Modem) SetReceiveMode(ctx context.Context, mode sms.ReceiveMode) error {
	ok := true
	switch mode {
	case sms.ReceiveDirect:
		ok = m.setDirect(ctx)
	case sms.ReceivePolling:
		m.setPolling(ctx)
	case sms.ReceiveNotified, sms.ReceiveUnknown:
		m.try(ctx, at.Cmd("+CSMS", 0))
		ok = m.setNotified(ctx)
	}
	if err := m.ch.Err(); err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("receive mode %v: %w", mode, sms.ErrCannotReceive)
	}
	return ctx.Err()
}

// setNotified has the modem report stored texts. When it refuses, they are polled.
func (m *Modem) setNotified(ctx context.Context) bool {
	if m.setAnnouncement(ctx, announceStored) {
		m.mode.Store(&receiveState{mode: sms.ReceiveNotified})
		return true
	}
	m.setLack(sms.LackReports, true)
	m.startPolling()
	m.log.Warn("modem does not report new texts")
	return false
}

// setDirect has texts come directly. With +CSMS 1 the network sends a text again that was not
// acknowledged; without, the modem acknowledges by itself. When the modem refuses, the mode stays.
func (m *Modem) setDirect(ctx context.Context) bool {
	ack := m.try(ctx, at.Cmd("+CSMS", 1))
	if !m.setAnnouncement(ctx, announceDirect) {
		if ack {
			m.try(ctx, at.Cmd("+CSMS", 0))
		}
		return false
	}
	m.mode.Store(&receiveState{mode: sms.ReceiveDirect, ack: ack})
	m.log.Info("texts come directly", "acknowledged", ack)
	return true
}

// setPolling has the modem report nothing, and reads the memories every few seconds: some firmware
// lists its texts only when it reports none.
func (m *Modem) setPolling(ctx context.Context) {
	if !m.setAnnouncement(ctx, announceNot) {
		m.setLack(sms.LackReports, true)
	}
	m.startPolling()
	m.log.Info("texts are polled")
}

// startPolling has the receiver read the memories every pollTime.
func (m *Modem) startPolling() {
	m.mode.Store(&receiveState{mode: sms.ReceivePolling})
	select {
	case m.polling <- struct{}{}:
	default:
	}
}

// chooseMode begins with the preferred mode, and with the usual one when the modem refuses that.
func (m *Modem) chooseMode(ctx context.Context, preferred sms.ReceiveMode) {
	switch {
	case preferred == sms.ReceiveDirect && m.setDirect(ctx):
	case preferred == sms.ReceivePolling:
		m.setPolling(ctx)
	default:
		m.setNotified(ctx)
	}
}

// leaveNotified takes another mode because notifications led to nothing.
func (m *Modem) leaveNotified(ctx context.Context) {
	if !m.setDirect(ctx) {
		m.setPolling(ctx)
	}
	if m.opt.ModeChanged != nil && m.ch.Err() == nil {
		m.opt.ModeChanged(m.ReceiveMode())
	}
}
