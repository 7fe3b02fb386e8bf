package at

import (
	"context"
	"errors"
)

// ErrInterrupted is how a command ends that Interrupt cut off.
var ErrInterrupted = errors.New("interrupted")

// Interrupt writes a command at once, whatever the channel is waiting for: the current command ends
// with ErrInterrupted. It is for a restart command to a modem that hangs: nobody waits for a
// response, only the line may break because of it, and the caller should Close soon.
func (c *Channel) Interrupt(ctx context.Context, cmd Command) error {
	line, err := cmd.line()
	if err != nil {
		return err
	}
	select {
	case c.interrupts <- line:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-c.done:
		return c.err
	}
}

// interrupt returns up the current command and writes the line, after an ESC in case the modem is at
// the prompt of a PDU.
func (o *owner) interrupt(line string) {
	if o.current != nil {
		o.abandon(ErrInterrupted)
	}
	o.dirty = true
	o.trace("> ", "<ESC>"+line)
	o.write([]byte{esc})
	o.write([]byte(line + "\r"))
}
