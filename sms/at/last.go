package at

import (
	"context"
	"errors"
)

// ErrInterrupted means that a command was given up for one that cannot wait. Interrupt does that.
var ErrInterrupted = errors.New("interrupted")

// Interrupt writes a command at once, whatever the channel waits for: what runs ends with
// ErrInterrupted. It is the last word to a modem that hangs, when no answer is to be had: nothing
// tells what becomes of it but the line, which may break, and Close is best called soon.
func (c *Channel) Interrupt(ctx context.Context, cmd Command) error {
	line, err := cmd.line()
	if err != nil {
		return err
	}
	select {
	case c.last <- line:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-c.done:
		return c.err
	}
}

// interrupt gives up the command that runs and writes the line, behind an ESC in case the modem
// takes what comes for a text.
func (o *owner) interrupt(line string) {
	if o.cur != nil {
		o.abandon(ErrInterrupted)
	}
	o.dirty = true
	o.trace("> ", "<ESC>"+line)
	o.write([]byte{esc})
	o.write([]byte(line + "\r"))
}
