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

// start says hello and brings the modem into a known state. Only the hello must succeed.
func (m *Modem) start(ctx context.Context) error {
	if err := m.hello(ctx); err != nil {
		return err
	}
	m.try(ctx, at.Cmd("E0"))
	m.try(ctx, at.Cmd("V1"))
	m.try(ctx, at.Cmd("+CMEE", 1))
	m.carets = m.try(ctx, quick("^CURC", 0)) // no chatter while asking
	m.identify(ctx)
	m.switchOn(ctx)
	if !m.try(ctx, at.Cmd("+CSCS", "IRA")) { // operator names as they are read
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

// quick is a command that some modems never answer.
func quick(name string, args ...any) at.Command {
	return at.Cmd(name, args...).WithTimeout(2 * time.Second)
}

// try runs a command that the modem may refuse, and tells whether it did not.
func (m *Modem) try(ctx context.Context, c at.Command) bool {
	_, err := m.ch.Do(ctx, c)
	if err != nil {
		m.log.Debug("modem refuses", "command", c.Name, "err", err)
	}
	return err == nil
}

// helloTimeout is how long the first AT may take. After it the channel asks again for 8 s.
const helloTimeout = time.Second

// hello waits for the first OK. A modem that another program left at the prompt, or whose line
// buffer holds half a command, answers the second time.
func (m *Modem) hello(ctx context.Context) error {
	var err error
	for range 3 {
		_, err = m.ch.Do(ctx, at.Cmd("").WithTimeout(helloTimeout))
		var refused *at.Error
		if err == nil || !errors.As(err, &refused) && !errors.Is(err, at.ErrTimeout) {
			break
		}
	}
	if err == nil {
		return nil
	}
	return m.verdict(err)
}

// verdict says what a failed hello means.
func (m *Modem) verdict(err error) error {
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

// identify asks who the modem is (3GPP TS 27.007 clauses 5.1 to 5.4).
func (m *Modem) identify(ctx context.Context) {
	id := m.id
	id.Manufacturer = m.ask(ctx, "+CGMI")
	id.Model = m.ask(ctx, "+CGMM")
	id.Firmware = m.ask(ctx, "+CGMR")
	id.IMEI = m.ask(ctx, "+CGSN")
	if strings.Contains(strings.ToLower(id.Manufacturer), "huawei") {
		m.carets = true
	}
	m.id = id
	m.log.Info("modem answers", "manufacturer", id.Manufacturer, "model", id.Model,
		"firmware", id.Firmware)
}

// ask gives the one value that a command is answered with, "" when there is none. Some modems
// repeat the command's name or put quotes around.
func (m *Modem) ask(ctx context.Context, name string) string {
	a, err := m.ch.Do(ctx, at.Cmd(name).WithAnyLines())
	if err != nil {
		return ""
	}
	if v, ok := a.Value(name + ":"); ok {
		return clean(v)
	}
	if len(a.Lines) == 0 {
		return ""
	}
	return clean(a.Lines[0])
}

// clean keeps what may be shown of a value: no quotes, nothing unprintable, not too long.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s[:min(len(s), 64)])
}

// switchOn makes sure that the radio is on (3GPP TS 27.007 clause 8.2).
func (m *Modem) switchOn(ctx context.Context) {
	a, err := m.ch.Do(ctx, at.Cmd("+CFUN?"))
	if v, ok := a.Value("+CFUN:"); err == nil && ok && number(fields(v), 0) != 1 {
		m.try(ctx, at.Cmd("+CFUN", 1).WithTimeout(15*time.Second))
	}
}
