package passthrough

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// step is one thing to do for a message: eject the disc, wait, or hand over a command.
type step struct {
	eject   bool
	wait    time.Duration
	command hw.Command
}

// steps returns what is to do for a message that holds commands and waits only, in order. The standard
// eject, four commands for two units, is one step: an ordinary eject does without those for unit 1.
// A wait at the end is for the interface to be held, which is nobody's here.
func steps(m hw.Message) []step {
	commands, ejecting := m.Commands(), 0
	if m.Eject() {
		ejecting = len(hw.Eject().Requests)
	}
	var all []step
	sent := 0
	for _, r := range m.Requests {
		if r.Kind == hw.RequestWait {
			all = append(all, step{wait: r.Wait})
			continue
		}
		switch {
		case sent >= ejecting:
			all = append(all, step{command: commands[sent]})
		case sent == 0:
			all = append(all, step{eject: true})
		}
		sent++
	}
	for len(all) > 0 && all[len(all)-1].wait > 0 {
		all = all[:len(all)-1]
	}
	return all
}

// sending is one message on its way to a stick.
type sending struct {
	switcher
	stick  hw.Stick
	drives map[byte]drive // by logical unit
	// handed is true as soon as a command was handed over.
	handed bool
}

// send opens, proves, sends and closes. A panic over what a driver returned must not end the
// program.
func (p switcher) send(ctx context.Context, s hw.Stick, m hw.Message) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the driver's answer broke off: %v", r)
		}
	}()
	g := &sending{switcher: p, stick: s, drives: make(map[byte]drive)}
	defer g.close()
	d, err := g.drive(ctx, 0)
	if err != nil {
		return err
	}
	if err := proves(d, s, m); err != nil {
		return err
	}
	for _, next := range steps(m) {
		if err := g.do(ctx, next); err != nil {
			return g.after(err)
		}
	}
	return nil
}

// proves is the second check, for sticks of other makers: what only the open drive can tell. Those of
// Huawei are known by where their drive is alone.
func proves(d drive, s hw.Stick, m hw.Message) error {
	if s.ID.Vendor == hw.HuaweiVendor {
		return nil
	}
	have, err := d.medium()
	switch {
	case errors.Is(err, hw.ErrGone), errors.Is(err, hw.ErrBusy), errors.Is(err, hw.ErrAccess):
		return fmt.Errorf("ask what is in the drive: %w", err)
	case err != nil:
		return fmt.Errorf("%w: %w", hw.ErrNotOurs, err)
	case !have.cd:
		return fmt.Errorf("%w: %s is no CD drive", hw.ErrNotOurs, s.CDDrive)
	}
	s.CDBytes, s.Writable = have.bytes, have.writable
	return sticks.Guard(s, m)
}

// drive opens the drive of a unit, once.
func (g *sending) drive(ctx context.Context, unit byte) (drive, error) {
	if d := g.drives[unit]; d != nil {
		return d, nil
	}
	d, err := g.open(g.stick, unit)
	if err != nil {
		var code syscall.Errno
		if errors.As(err, &code) {
			hw.TellAnswer(ctx, hw.Answer{Code: int(code)})
		}
		return nil, fmt.Errorf("open %s: %w", nameOf(g.stick, unit), err)
	}
	g.drives[unit] = d
	return d, nil
}

func (g *sending) close() {
	for _, d := range g.drives {
		d.close()
	}
}

// nameOf is the path of the drive on a unit.
func nameOf(s hw.Stick, unit byte) string {
	if unit == 0 {
		return s.CDDrive
	}
	return s.Unit1
}

// do does one step.
func (g *sending) do(ctx context.Context, next step) error {
	switch {
	case next.eject:
		return g.eject(ctx)
	case next.wait > 0:
		select {
		case <-time.After(next.wait):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return g.command(ctx, next.command)
}

// eject has the system eject the disc. Where it does not, the commands for it are passed through.
func (g *sending) eject(ctx context.Context) error {
	d, err := g.drive(ctx, 0)
	if err != nil {
		return err
	}
	answer, err := d.eject()
	hw.TellAnswer(ctx, answer)
	g.log.Info("eject", "stick", g.stick.Location, "answer", answer.String(), "err", err)
	if err == nil {
		g.handed = true
		return nil
	}
	for _, c := range hw.Eject().Commands() {
		if c.Unit != 0 {
			break
		}
		if err := g.command(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// command hands over a command.
func (g *sending) command(ctx context.Context, c hw.Command) error {
	d, err := g.drive(ctx, c.Unit)
	if err != nil {
		return err
	}
	answer, err := d.send(c)
	hw.TellAnswer(ctx, answer)
	g.log.Info("command through the drive", "stick", g.stick.Location, "command", c.CDB[0],
		"unit", c.Unit, "answer", answer.String(), "err", err)
	g.handed = g.handed || err == nil
	return err
}

// after is what an error means: a stick that obeyed the first command takes no more. That the user may
// not send a later one is an error all the same.
func (g *sending) after(err error) error {
	if g.handed && !errors.Is(err, hw.ErrAccess) {
		return nil
	}
	return err
}
