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

// step is one thing to do for a message: a command, or a wait where there is none.
type step struct {
	command hw.Command
	wait    time.Duration
}

// steps returns what is left to do for a message, in order, once the system has ejected the disc or
// has failed to. The standard eject on unit 1 is left out: pass-through cannot send it where there
// is no drive on that unit, and an ordinary eject does without. The message holds commands only.
func steps(m hw.Message, ejected bool) []step {
	commands, eject := m.Commands(), 0
	if m.Eject() {
		eject = len(hw.Eject().Requests)
	}
	var all []step
	for i, r := range m.Requests {
		if r.Kind == hw.RequestWait {
			all = append(all, step{wait: r.Wait})
			continue
		}
		c := commands[0]
		commands = commands[1:]
		if i < eject && (ejected || c.Unit != 0) {
			continue
		}
		all = append(all, step{command: c})
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
	for _, next := range steps(m, m.Eject() && g.eject(ctx, d)) {
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

// eject reports whether the system ejected the disc. Where it did not, the commands for it are passed
// through.
func (g *sending) eject(ctx context.Context, d drive) bool {
	answer, err := d.eject()
	hw.TellAnswer(ctx, answer)
	g.log.Info("eject", "stick", g.stick.Location, "answer", answer.String(), "err", err)
	g.handed = g.handed || err == nil
	return err == nil
}

// do waits, or hands over a command.
func (g *sending) do(ctx context.Context, next step) error {
	if next.wait > 0 {
		select {
		case <-time.After(next.wait):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	d, err := g.drive(ctx, next.command.Unit)
	if err != nil {
		return err
	}
	answer, err := d.send(next.command)
	hw.TellAnswer(ctx, answer)
	g.log.Info("command through the drive", "stick", g.stick.Location, "command", next.command.CDB[0],
		"unit", next.command.Unit, "answer", answer.String(), "err", err)
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
