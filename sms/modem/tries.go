package modem

import (
	"context"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
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
	if !ok {
		m.noTries = sim.State == sms.SIMReady && (err == nil || isRefusal(err))
		return
	}
	sim.PINTries, sim.PUKTries = left.PINTries, left.PUKTries
	if sim.State == sms.SIMUnknown {
		sim.State = left.State
	}
	if sim.PUKTries == 0 && sim.PINTries <= 0 && sim.State != sms.SIMReady {
		sim.State = sms.SIMDead
	}
}

// triesLeft reads the answer to any of allTryWays.
func triesLeft(r at.Response) (sms.SIM, bool) {
	if v, ok := r.Value("^CPIN:"); ok {
		return huaweiTries(answer.Read(v))
	}
	if v, ok := r.Value("+ZPINPUK:"); ok {
		f := answer.Read(v)
		left := sms.SIM{PINTries: f.Number(0), PUKTries: f.Number(1)}
		return left, left.PINTries >= 0
	}
	return standardTries(r)
}

// huaweiTries reads ^CPIN: <code>,[<times>],<puk>,<pin>,<puk2>,<pin2>. Some firmware leaves <times> out
// with its comma.
func huaweiTries(f answer.Fields) (sms.SIM, bool) {
	if len(f) < 5 {
		return sms.SIM{}, false
	}
	puk := 2
	if len(f) == 5 {
		puk = 1
	}
	return sms.SIM{
		State: simState(f.At(0)), PUKTries: f.Number(puk), PINTries: f.Number(puk + 1),
	}, true
}

// standardTries reads a line for each code: +CPINR: <code>,<retries>[,<default>] (3GPP TS 27.007
// clause 8.65).
func standardTries(r at.Response) (sms.SIM, bool) {
	left, found := sms.SIM{PINTries: -1, PUKTries: -1}, false
	for _, line := range r.Lines {
		v, ok := at.CutPrefix(line, "+CPINR:")
		f := read("+CPINR:", v)
		if !ok || len(f) < 2 {
			continue
		}
		switch strings.ToUpper(f.At(0)) {
		case "SIM PIN":
			left.PINTries, found = f.Number(1), true
		case "SIM PUK":
			left.PUKTries, found = f.Number(1), true
		}
	}
	return left, found
}
