package main

import (
	"context"
	"errors"
	"os"
	"os/exec"

	"surfstick-sms/sms/remote"
)

// serve runs surfstick-serve, which speaks HTTP: a program of its own, because that would double the size of
// this one. What follows the word is its command line.
func serve(ctx context.Context, t *tool, args []string) (int, error) {
	path, err := find("surfstick-serve")
	if err != nil {
		return 0, remote.Refuse(remote.ReasonInternal, "surfstick-serve is not there: %v.", err)
	}
	c := exec.Command(path, append(t.passedOn(), args...)...)
	c.Stdin, c.Stdout, c.Stderr = t.in, t.out, t.err
	if err := c.Start(); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { end(c.Process) })
	defer stop()
	var exit *exec.ExitError
	switch err := c.Wait(); {
	case ctx.Err() != nil:
		return remote.ExitDone, nil // Ctrl-C is the usual end
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode(), nil
	case err != nil:
		return 0, err
	}
	return remote.ExitDone, nil
}

// passedOn returns the options that say which Surfstick SMS is meant.
func (t *tool) passedOn() (args []string) {
	if t.data != "" {
		args = append(args, "--data", t.data)
	}
	if t.demo {
		args = append(args, "--demo")
	}
	return args
}

// end asks a program to end, and where there is no way to ask, it ends it. Ctrl-C has reached it already.
func end(p *os.Process) {
	if p.Signal(os.Interrupt) != nil {
		_ = p.Kill()
	}
}
