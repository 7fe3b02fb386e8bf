package modem

import (
	"context"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// ReceiveMode returns how texts come in now; it is known after Ready.
func (m *Modem) ReceiveMode() sms.ReceiveMode {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.direct:
		return sms.ReceiveDirect
	case m.poll:
		return sms.ReceivePolling
	}
	return sms.ReceiveNotified
}

// SetReceiveMode receives in another mode from now on. The error is sms.ErrCannotReceive when the
// modem refuses; then the mode is as before, or polling.
func (m *Modem) SetReceiveMode(ctx context.Context, mode sms.ReceiveMode) error {
	ok := true
	switch mode {
	case sms.ReceiveDirect:
		ok = m.goDirect(ctx)
	case sms.ReceivePolling:
		m.goPolling(ctx)
	case sms.ReceiveNotified, sms.ReceiveUnknown:
		ok = m.goNotified(ctx)
	}
	if err := m.ch.Err(); err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("receive mode %v: %w", mode, sms.ErrCannotReceive)
	}
	return ctx.Err()
}

// goNotified lets the modem report stored texts again.
func (m *Modem) goNotified(ctx context.Context) bool {
	m.try(ctx, at.Cmd("+CSMS", 0))
	ok := m.firstOf(ctx, storedWays)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.direct, m.ack, m.poll = false, false, !ok
	return ok
}

// PreferReceiveMode begins with a mode that is known to work with this firmware; call it before
// Ready. When the modem refuses it, the usual ones are tried.
func (m *Modem) PreferReceiveMode(mode sms.ReceiveMode) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wish = mode
}

// preferred returns the mode to begin with.
func (m *Modem) preferred() sms.ReceiveMode {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.wish == sms.ReceiveUnknown && m.opt.Direct {
		return sms.ReceiveDirect
	}
	return m.wish
}

// begin tries the preferred mode and reports whether that settles it.
func (m *Modem) begin(ctx context.Context) bool {
	switch m.preferred() {
	case sms.ReceiveDirect:
		return m.goDirect(ctx)
	case sms.ReceivePolling:
		m.goPolling(ctx)
		return true
	case sms.ReceiveUnknown, sms.ReceiveNotified:
	}
	return false
}
