package modem

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Ready sets the modem up for texts; the SIM card must be ready. mode is the receive mode to begin
// with, sms.ReceiveUnknown for the usual one. Afterwards the Modem is a sms.Backend. It fails when
// the modem knows no PDU mode or the line breaks, and may be called again then.
func (m *Modem) Ready(ctx context.Context, mode sms.ReceiveMode) error {
	m.readySeq = m.urcs.lastSeq()
	if err := m.readCard(ctx); err != nil {
		return err
	}
	if _, err := m.doUntilAccepted(ctx, at.Cmd("+CMGF", 0)); err != nil {
		return fmt.Errorf("set PDU mode: %w", err)
	}
	m.try(ctx, at.Cmd("+CSMS", 0))
	m.chooseMemories(ctx)
	m.chooseMode(ctx, mode)
	if m.huawei {
		m.try(ctx, quick("^CURC", 1))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.ch.Err()
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
		id.IMSI = strings.TrimSpace(strings.TrimPrefix(clean(r.Lines[0]), "+CIMI:"))
	}
	id.OwnNumber = ownNumber(m.ch.Do(ctx, at.Cmd("+CNUM")))
	m.id.Store(&id)
	r, err = m.ch.Do(ctx, at.Cmd("+CSCA?").WithTimeout(cardTimeout))
	if v, ok := r.Value("+CSCA:"); err == nil && ok && field(fields(v), 0) == "" {
		m.log.Warn("no service centre number on the SIM card") // sending ends in +CMS ERROR: 330
	}
	return nil
}

// ownNumber reads +CNUM: "<name>","<number>",<type> (3GPP TS 27.007 clause 7.1).
func ownNumber(r at.Response, err error) string {
	if err != nil {
		return ""
	}
	for _, l := range r.Lines {
		if v, ok := at.CutPrefix(l, "+CNUM:"); ok && field(fields(v), 1) != "" {
			return clean(fields(v)[1])
		}
	}
	return ""
}

// chooseMemories finds out where texts are stored (+CPMS, 3GPP TS 27.005 clause 3.2.2) and selects
// the SIM card for new ones: an E352 refuses the modem's own memory, others have only that.
func (m *Modem) chooseMemories(ctx context.Context) {
	m.selected = ""
	m.retry(ctx, func() bool {
		r, _ := m.ch.Do(ctx, at.Cmd("+CPMS=?"))
		v, _ := r.Value("+CPMS:")
		if m.memories = parseMemories(v); len(m.memories) == 0 {
			m.memories = []string{"SM", "ME"}
		}
		i := slices.IndexFunc(m.memories, func(n string) bool { return m.selectMemory(ctx, n) })
		if i >= 0 {
			m.selected = m.memories[i]
		}
		return i < 0
	})
}

// selectMemory selects a memory to read from, to write to and to receive into, and reports whether
// the modem accepted it.
func (m *Modem) selectMemory(ctx context.Context, name string) bool {
	err := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		c := at.Cmd("+CPMS", name, name, name).WithTimeout(cardTimeout)
		_, err := m.doUnlessBusy(ctx, s, c)
		return err
	})
	return err == nil
}

// parseMemories returns those of the memories in `("SM","ME","MT"),(…),(…)` that are to be looked
// into: SM first, then ME. MT is both together.
func parseMemories(v string) []string {
	first := strings.ToUpper(v)
	if i := strings.IndexByte(first, ')'); i >= 0 {
		first = first[:i]
	}
	var out []string
	for _, n := range []string{"SM", "ME"} {
		if strings.Contains(first, `"`+n+`"`) {
			out = append(out, n)
		}
	}
	return out
}
