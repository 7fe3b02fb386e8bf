package modem

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// queryTries asks for the tries left, in the ways that the modem's maker has. A modem that knows none of
// them is not asked again.
func (m *Modem) queryTries(ctx context.Context, s at.Sequence, sim *sms.SIM) {
	if m.noTries {
		return
	}
	own := m.manners()
	wants, locked := manners.PIN, sim.State != sms.SIMReady
	if sim.State == sms.SIMNeedsPUK {
		wants = manners.PUK
	}
	p := m.spelledFor("tries left", own)
	for _, t := range own.Tries {
		c := command(t.Question(wants))
		c.AnyLines = t.AnyLines()
		p.ways = append(p.ways, c)
	}
	p.enough = func(r at.Response) bool {
		_, ok := triesLeft(own.Tries, r, locked, wants)
		return ok
	}
	r, err := m.say(ctx, s, p)
	ways := own.Tries
	if i, known := m.taken[p.key]; known {
		ways = ways[i : i+1]
	}
	left, ok := triesLeft(ways, r, locked, wants)
	if !ok {
		m.noTries = sim.State == sms.SIMReady && (err == nil || isRefusal(err))
		return
	}
	takeTries(sim, left)
}

// triesLeft reads the answer to one of several ways.
func triesLeft(
	ways []manners.Tries, r at.Response, locked bool, wants manners.Code,
) (manners.Left, bool) {
	for _, t := range ways {
		if left, ok := t.Read(r.Lines, locked, wants); ok {
			return left, true
		}
	}
	return manners.Left{}, false
}

// takeTries takes in what the modem says of the tries left.
func takeTries(sim *sms.SIM, left manners.Left) {
	sim.PINTries, sim.PUKTries = left.PIN, left.PUK
	if sim.State == sms.SIMUnknown {
		sim.State = simState(left.Wants)
	}
	if sim.PUKTries == 0 && sim.PINTries <= 0 && sim.State != sms.SIMReady {
		sim.State = sms.SIMDead
	}
}
