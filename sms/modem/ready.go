package modem

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms/at"
)

// Ready sets the modem up for texts; the SIM card must be ready. Afterwards the Modem is a
// sms.Backend. It fails when the modem knows no PDU mode or the line breaks.
func (m *Modem) Ready(ctx context.Context) error {
	m.mu.Lock()
	m.since = m.in.now()
	m.mu.Unlock()
	if err := m.readCard(ctx); err != nil {
		return err
	}
	if _, err := m.insist(ctx, at.Cmd("+CMGF", 0)); err != nil {
		return fmt.Errorf("set pdu mode: %w", err)
	}
	m.try(ctx, at.Cmd("+CSMS", 0))
	m.chooseMemories(ctx)
	if err := m.subscribe(ctx); err != nil {
		return err
	}
	if m.knowsCarets() {
		m.try(ctx, quick("^CURC", 1))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.ch.Err()
}

// readCard learns what only the SIM card knows: its identity, its number and its service centre.
func (m *Modem) readCard(ctx context.Context) error {
	a, err := m.insist(ctx, at.Cmd("+CIMI").WithAnyLines().WithTimeout(cardTimeout))
	if err != nil && !isRefusal(err) {
		return err
	}
	imsi := ""
	if len(a.Lines) > 0 {
		imsi = strings.TrimSpace(strings.TrimPrefix(clean(a.Lines[0]), "+CIMI:"))
	}
	own := ownNumber(m.ch.Do(ctx, at.Cmd("+CNUM")))
	a, err = m.ch.Do(ctx, at.Cmd("+CSCA?").WithTimeout(cardTimeout))
	v, ok := a.Value("+CSCA:")
	centre := field(fields(v), 0)
	if err == nil && ok && centre == "" {
		m.log.Warn("no service centre number on the SIM card")
	}
	m.mu.Lock()
	m.id.IMSI, m.id.OwnNumber, m.centre = imsi, own, clean(centre)
	m.mu.Unlock()
	return nil
}

// ownNumber reads +CNUM: "<name>","<number>",<type> (3GPP TS 27.007 clause 7.1).
func ownNumber(a at.Response, err error) string {
	if err != nil {
		return ""
	}
	for _, l := range a.Lines {
		if v, ok := cut(l, "+CNUM:"); ok && field(fields(v), 1) != "" {
			return clean(fields(v)[1])
		}
	}
	return ""
}

// chooseMemories finds out where texts are stored (+CPMS, 3GPP TS 27.005 clause 3.2.2) and takes
// the SIM card for new ones: E352 refuses the modem's own memory, others have only that.
func (m *Modem) chooseMemories(ctx context.Context) {
	var names []string
	chosen := -1
	m.again(ctx, func() bool {
		a, _ := m.ch.Do(ctx, at.Cmd("+CPMS=?"))
		v, _ := a.Value("+CPMS:")
		if names = memories(v); len(names) == 0 {
			names = []string{"SM", "ME"}
		}
		chosen = slices.IndexFunc(names, func(n string) bool {
			return m.settle(ctx, at.Cmd("+CPMS", n, n, n).WithTimeout(cardTimeout))
		})
		return chosen < 0
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	m.memories, m.memory = names, ""
	if chosen >= 0 {
		m.memory = names[chosen]
	}
}

// memories gives those of the memories in `("SM","ME","MT"),(…),(…)` that are looked into: SM
// first, then ME. MT is both together.
func memories(v string) []string {
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

// The ways to be told of a stored text, best first (+CNMI, 3GPP TS 27.005 clause 3.4.1). Many
// sticks accept reports only as stored ones (<ds> 2), some not at all, a few no <mode> 2.
var storedWays = [][]any{
	{2, 1, 0, 2, 0}, {2, 1, 0, 1, 0}, {2, 1, 0, 0, 0}, {1, 1, 0, 0, 0}, {2, 1},
}

// The ways to be told of nothing, best first.
var silentWays = [][]any{
	{2, 0, 0, 2, 0}, {2, 0, 0, 1, 0}, {2, 0, 0, 0, 0},
}

// The ways to get a text itself, best first.
var directWays = [][]any{
	{2, 2, 0, 1, 0}, {1, 2, 0, 1, 0}, {1, 2, 0, 0, 0}, {2, 2},
}

// subscribe asks to be told of new texts. When the modem does not want to, it is looked for them.
func (m *Modem) subscribe(ctx context.Context) error {
	if m.begin(ctx) {
		return m.ch.Err()
	}
	ok := m.firstOf(ctx, storedWays)
	m.mu.Lock()
	m.poll = !ok
	m.mu.Unlock()
	if !ok {
		m.log.Warn("modem gives no notice of new texts")
	}
	return m.ch.Err()
}

// goDirect lets texts come directly. With +CSMS 1 the network sends a text again that was not
// acknowledged; without, the modem acknowledges by itself.
func (m *Modem) goDirect(ctx context.Context) bool {
	ack := m.try(ctx, at.Cmd("+CSMS", 1))
	if !m.firstOf(ctx, directWays) {
		if ack {
			m.try(ctx, at.Cmd("+CSMS", 0))
		}
		return false
	}
	m.mu.Lock()
	m.direct, m.ack, m.poll = true, ack, false
	m.mu.Unlock()
	m.log.Info("texts come directly", "acknowledged", ack)
	return true
}

// goPolling lets the modem give no notice, and has it looked for texts every few seconds: some
// firmware lists its texts only then.
func (m *Modem) goPolling(ctx context.Context) {
	m.firstOf(ctx, silentWays)
	m.mu.Lock()
	m.direct, m.ack, m.poll = false, false, true
	m.mu.Unlock()
	m.log.Info("texts are looked for")
}

func (m *Modem) firstOf(ctx context.Context, ways [][]any) bool {
	return slices.ContainsFunc(ways, func(w []any) bool {
		return m.try(ctx, at.Cmd("+CNMI", w...).WithTimeout(10*time.Second))
	})
}
