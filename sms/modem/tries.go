package modem

import (
	"context"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// allTryWays ask how many tries are left: Huawei's way, the standard's, and ZTE's.
var allTryWays = spellings{
	key:  "tries left",
	ways: []at.Command{quick("^CPIN?"), quick("+CPINR"), quick("+ZPINPUK=?")},
	enough: func(r at.Response) bool {
		_, ok := triesLeft(r)
		return ok
	},
}

// tryWays returns the ways for a modem: Huawei's own command only for one that may be Huawei's.
func (m *Modem) tryWays() spellings {
	p := allTryWays
	if !m.mayBeHuawei() {
		p.key, p.ways = "tries left, standard", p.ways[1:]
	}
	return p
}

// mayBeHuawei reports whether it is a modem of Huawei's, or one that did not yet say whose it is.
func (m *Modem) mayBeHuawei() bool { return m.huawei.Load() || m.Identity().Manufacturer == "" }

// queryTries asks for the tries left. A modem that knows none of the ways is not asked again.
func (m *Modem) queryTries(ctx context.Context, s at.Sequence, sim *sms.SIM) {
	if m.noTries {
		return
	}
	r, err := m.say(ctx, s, m.tryWays())
	left, ok := triesLeft(r)
	if err != nil || !ok {
		m.noTries = sim.State == sms.SIMReady && (err == nil || isRefusal(err))
		return
	}
	sim.PINTries, sim.PUKTries = left.PINTries, left.PUKTries
	if sim.PUKTries == 0 && sim.PINTries <= 0 && sim.State != sms.SIMReady {
		sim.State = sms.SIMDead
	}
}

// triesLeft reads the answer to any of allTryWays.
func triesLeft(r at.Response) (sms.SIM, bool) {
	if v, ok := r.Value("^CPIN:"); ok {
		return huaweiTries(fields(v))
	}
	if v, ok := r.Value("+ZPINPUK:"); ok {
		f := fields(v)
		left := sms.SIM{PINTries: number(f, 0), PUKTries: number(f, 1)}
		return left, left.PINTries >= 0
	}
	return standardTries(r)
}

// huaweiTries reads ^CPIN: <code>,[<times>],<puk>,<pin>,<puk2>,<pin2>.
func huaweiTries(f []string) (sms.SIM, bool) {
	if len(f) < 5 {
		return sms.SIM{}, false
	}
	return sms.SIM{PUKTries: number(f, len(f)-4), PINTries: number(f, len(f)-3)}, true
}

// standardTries reads a line for each code: +CPINR: <code>,<retries>[,<default>] (3GPP TS 27.007
// clause 8.65).
func standardTries(r at.Response) (sms.SIM, bool) {
	left, found := sms.SIM{PINTries: -1, PUKTries: -1}, false
	for _, line := range r.Lines {
		v, ok := at.CutPrefix(line, "+CPINR:")
		f := fields(v)
		if !ok || len(f) < 2 {
			continue
		}
		switch strings.ToUpper(f[0]) {
		case "SIM PIN":
			left.PINTries, found = number(f, 1), true
		case "SIM PUK":
			left.PUKTries, found = number(f, 1), true
		}
	}
	return left, found
}
