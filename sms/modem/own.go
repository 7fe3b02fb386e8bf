package modem

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// manners returns what is peculiar to the modem, as far as it has said whose it is.
func (m *Modem) manners() manners.Manners {
	id := m.Identity()
	return manners.Of(manners.Said{
		Manufacturer: id.Manufacturer, Model: id.Model, Firmware: id.Firmware, Took: *m.took.Load(),
	})
}

// hasTaken notes commands that the modem has taken.
func (m *Modem) hasTaken(list []manners.Command) {
	took := slices.Clone(*m.took.Load())
	for _, c := range list {
		took = append(took, c.Name)
	}
	m.took.Store(&took)
}

// command returns a command of the table of manners. Some modems never answer such a one.
func command(c manners.Command) at.Command {
	q := quick(c.Name, c.Args...)
	q.As = c.As
	return q
}

func commands(list []manners.Command) []at.Command {
	var all []at.Command
	for _, c := range list {
		all = append(all, command(c))
	}
	return all
}

// spelledFor returns spellings, without ways, that are remembered for the modems of a maker only: whose
// it is may show later.
func (m *Modem) spelledFor(key string, own manners.Manners) spellings {
	return spellings{key: key + " " + strings.Join(own.Makers, "+")}
}

// unfinishedWait is how long the OK may take that never comes after some questions.
const unfinishedWait = 300 * time.Millisecond

// question returns a question. Behind the answers to some no OK follows with some modems.
func (m *Modem) question(name string) at.Command {
	c := at.Cmd(name)
	if slices.Contains(m.manners().Unfinished, name) {
		c.FinalWait = unfinishedWait
	}
	return c
}

// endFlood ends a flood of notices that the modem began with.
func (m *Modem) endFlood(ctx context.Context) {
	select {
	case c := <-m.flooded:
		m.try(ctx, command(c))
	default:
	}
}

// greet says what the modems of its maker are told or asked at the start, as far as that was not taken
// yet.
func (m *Modem) greet(ctx context.Context) {
	for _, c := range m.manners().Start {
		key := fmt.Sprint(c.Name, c.Args)
		_ = m.ch.Exclusive(ctx, func(s at.Sequence) error {
			if m.greeted[key] {
				return nil
			}
			_, err := s.Do(ctx, command(c))
			m.greeted[key] = err == nil || errors.Is(err, at.ErrTimeout)
			return err
		})
	}
}

// The tries of a command right after the PIN, as ModemManager has them.
const (
	pinTries = 3
	pinPause = time.Second
)

// afterPIN leaves a modem alone that has just taken its PIN, and says what it wants to be told then.
func (m *Modem) afterPIN(ctx context.Context, s at.Sequence) {
	own := m.manners()
	m.pause(ctx, own.PINWait)
	for _, c := range commands(own.AfterPIN) {
		for try := 1; ; try++ {
			_, err := s.Do(ctx, c)
			if !isRefusal(err) || try >= pinTries || !m.pause(ctx, pinPause) {
				break
			}
		}
	}
}
