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
	m.endFlood(ctx)
	m.wishes = startWishes()
	if err := m.grant(ctx); err != nil {
		return err
	}
	m.logIdentity()
	m.greet(ctx)
	if err := m.refuseCDMA(ctx); err != nil {
		return err
	}
	m.radioOn(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.ch.Err()
}

// alphabet has the modem write names in readable letters. "GSM" is what some know instead.
var alphabet = spelled("alphabet", at.Cmd("+CSCS", "IRA"), at.Cmd("+CSCS", "GSM"))

// startWishes are what a modem is told and asked at the start, in order.
func startWishes() []*wish {
	return []*wish{
		{spellings: spelled("no echo", at.Cmd("E0"))},
		{spellings: spelled("words for results", at.Cmd("V1"))},
		{spellings: spelled("numbers for errors", at.Cmd("+CMEE", 1), at.Cmd("+CMEE", 2))},
		{ // no status URCs for now; nobody knows yet whose modem it is
			spellings: spelled("quiet"), fill: func(m *Modem) []at.Command { return commands(m.manners().Quiet) },
			done: func(m *Modem, _ at.Response) { m.hasTaken(m.manners().Quiet) },
		},
		identityWish("manufacturer", "+CGMI", "+GMI",
			func(id *sms.Identity, v string) { id.Manufacturer = v }),
		identityWish("model", "+CGMM", "+GMM", func(id *sms.Identity, v string) { id.Model = v }),
		identityWish("firmware", "+CGMR", "+GMR",
			func(id *sms.Identity, v string) { id.Firmware = v }),
		identityWish("imei", "+CGSN", "+GSN", func(id *sms.Identity, v string) { id.IMEI = v }),
		{spellings: alphabet},
		{spellings: spelled("names of operators", at.Cmd("+COPS", 3, 0))},
		{spellings: spelled("notices of +CREG", at.Cmd("+CREG", 2), at.Cmd("+CREG", 1))},
		{
			spellings: spelled("notices of +CEREG", at.Cmd("+CEREG", 2), at.Cmd("+CEREG", 1)),
			done:      func(m *Modem, _ at.Response) { m.link.noticed(domainLTE) },
		},
		{
			spellings: spelled("notices of +C5GREG", quick("+C5GREG", 2), quick("+C5GREG", 1)),
			done:      func(m *Modem, _ at.Response) { m.link.noticed(domain5G) },
		},
		{spellings: spelled("notices of +CGREG", at.Cmd("+CGREG", 2), at.Cmd("+CGREG", 1))},
		{spellings: spelled("numbers of callers", quick("+CLIP", 1))},
	}
}

// identityWish asks what a modem says of itself, by the command of 3GPP TS 27.007 clauses 5.1 to
// 5.4 or by the one of ITU-T V.250 clauses 6.1.4 to 6.1.7.
func identityWish(key, name, v250 string, put func(*sms.Identity, string)) *wish {
	p := spelled(key, at.Cmd(name).WithAnyLines(), at.Cmd(v250).WithAnyLines())
	p.enough = func(r at.Response) bool { return valueOf(r) != "" }
	return &wish{spellings: p, done: func(m *Modem, r at.Response) {
		id := m.Identity()
		put(&id, valueOf(r))
		m.id.Store(&id)
	}}
}

// logIdentity notes which modem it is.
func (m *Modem) logIdentity() {
	id := m.Identity()
	m.log.Info("modem answers", "manufacturer", id.Manufacturer, "model", id.Model,
		"firmware", id.Firmware)
}

// contactTimeout is how long the first AT may take. After it the channel resynchronises, up to 8 s.
const contactTimeout = time.Second

// contact waits for the first answer of a modem. A modem that another program left at the prompt, or
// whose line buffer holds half a command, answers the second time.
func (m *Modem) contact(ctx context.Context) error {
	var err error
	for range 3 {
		_, err = m.ch.Do(ctx, at.Cmd("").WithTimeout(contactTimeout))
		if err == nil || saysModem(err) {
			return nil
		}
		if !isRefusal(err) && !errors.Is(err, at.ErrTimeout) {
			break
		}
	}
	return m.contactError(err)
}

// saysModem reports whether an error is one of those that only modems know (+CME ERROR, +CMS ERROR):
// some answer every command with it, AT too, as long as the SIM card wants its PIN.
func saysModem(err error) bool {
	var refused *at.Error
	return errors.As(err, &refused) && (refused.Class == at.ClassCME || refused.Class == at.ClassCMS)
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

// valueOf returns the one value that a command was answered with, "" when there is none. Some modems
// repeat the command's name or add quotes.
func valueOf(r at.Response) string {
	if len(r.Lines) == 0 {
		return ""
	}
	v := r.Lines[0]
	if name, rest, ok := strings.Cut(v, ":"); ok && strings.HasPrefix(name, "+") {
		v = rest
	}
	return clean(v)
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

// radioOnTimeout is how long switching the radio on may take.
const radioOnTimeout = 15 * time.Second

// radioWays returns the ways to switch the radio on (3GPP TS 27.007 clause 8.2).
func (m *Modem) radioWays() []at.Command {
	ways := append([]at.Command{at.Cmd("+CFUN", 1), at.Cmd("+CFUN", 1, 0)}, commands(m.manners().RadioOn)...)
	for i := range ways {
		ways[i].Timeout = radioOnTimeout
	}
	return ways
}

// radioOn makes sure that the radio is on.
func (m *Modem) radioOn(ctx context.Context) {
	r, err := m.ch.Do(ctx, at.Cmd("+CFUN?"))
	f, _ := told(r, err, "+CFUN:")
	if f == nil {
		return
	}
	m.setLack(sms.LackRadio, f.Number(0) != 1 && !m.switchRadioOn(ctx))
}

// switchRadioOn switches the radio on in one way after the other until the modem says that it is, and
// reports whether it took any. Some take a way without an effect.
func (m *Modem) switchRadioOn(ctx context.Context) (taken bool) {
	for _, way := range m.radioWays() {
		if _, err := m.ch.Do(ctx, way); isRefusal(err) {
			continue
		} else if err != nil {
			return taken
		}
		taken = true
		m.pause(ctx, m.manners().RadioWait)
		r, err := m.ch.Do(ctx, at.Cmd("+CFUN?"))
		if f, _ := told(r, err, "+CFUN:"); f == nil || f.Number(0) == 1 {
			break
		}
	}
	return taken
}
