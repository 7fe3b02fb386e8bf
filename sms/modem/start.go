package modem

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// start makes contact and brings the modem into a known state. Only the contact must succeed.
func (m *Modem) start(ctx context.Context) error {
	if err := m.contact(ctx); err != nil {
		return err
	}
	m.try(ctx, at.Cmd("E0"))
	m.try(ctx, at.Cmd("V1"))
	m.try(ctx, at.Cmd("+CMEE", 1))
	m.huawei = m.try(ctx, quick("^CURC", 0)) // no status URCs for now
	m.identify(ctx)
	m.radioOn(ctx)
	if !m.try(ctx, at.Cmd("+CSCS", "IRA")) { // operator names in readable letters
		m.try(ctx, at.Cmd("+CSCS", "GSM"))
	}
	if !m.try(ctx, at.Cmd("+CREG", 2)) {
		m.try(ctx, at.Cmd("+CREG", 1))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.ch.Err()
}

// contactTimeout is how long the first AT may take. After it the channel resynchronises, up to 8 s.
const contactTimeout = time.Second

// contact waits for the first OK. A modem that another program left at the prompt, or whose line
// buffer holds half a command, answers the second time.
func (m *Modem) contact(ctx context.Context) error {
	var err error
	for range 3 {
		_, err = m.ch.Do(ctx, at.Cmd("").WithTimeout(contactTimeout))
		var refused *at.Error
		if err == nil || !errors.As(err, &refused) && !errors.Is(err, at.ErrTimeout) {
			break
		}
	}
	if err == nil {
		return nil
	}
	return m.contactError(err)
}

// contactError returns what it means that no OK came.
func (m *Modem) contactError(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, at.ErrWrite):
		return fmt.Errorf("%w: %w", sms.ErrStuck, err)
	case errors.Is(err, at.ErrStuck), errors.Is(err, at.ErrTimeout),
		errors.Is(err, context.DeadlineExceeded):
		if m.ch.Received() == 0 {
			return fmt.Errorf("%w: %w", sms.ErrSilent, err)
		}
		return fmt.Errorf("%w: %w", sms.ErrNotModem, err)
	}
	var refused *at.Error
	if errors.As(err, &refused) {
		return fmt.Errorf("%w: %w", sms.ErrNotModem, err)
	}
	return err
}

// identify asks which modem it is (3GPP TS 27.007 clauses 5.1 to 5.4).
func (m *Modem) identify(ctx context.Context) {
	id := m.Identity()
	id.Manufacturer = m.query(ctx, "+CGMI")
	id.Model = m.query(ctx, "+CGMM")
	id.Firmware = m.query(ctx, "+CGMR")
	id.IMEI = m.query(ctx, "+CGSN")
	if strings.Contains(strings.ToLower(id.Manufacturer), "huawei") {
		m.huawei = true
	}
	m.id.Store(&id)
	m.log.Info("modem answers", "manufacturer", id.Manufacturer, "model", id.Model,
		"firmware", id.Firmware)
}

// query returns the one value that a command is answered with, "" when there is none. Some modems
// repeat the command's name or add quotes.
func (m *Modem) query(ctx context.Context, name string) string {
	r, err := m.ch.Do(ctx, at.Cmd(name).WithAnyLines())
	if err != nil {
		return ""
	}
	if v, ok := r.Value(name + ":"); ok {
		return clean(v)
	}
	if len(r.Lines) == 0 {
		return ""
	}
	return clean(r.Lines[0])
}

// clean returns a value without quotes and unprintable characters, cut to 64.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s[:min(len(s), 64)])
}

// radioOn makes sure that the radio is on (3GPP TS 27.007 clause 8.2).
func (m *Modem) radioOn(ctx context.Context) {
	r, err := m.ch.Do(ctx, at.Cmd("+CFUN?"))
	if v, ok := r.Value("+CFUN:"); err == nil && ok && number(fields(v), 0) != 1 {
		m.try(ctx, at.Cmd("+CFUN", 1).WithTimeout(15*time.Second))
	}
}
