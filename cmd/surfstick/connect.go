package main

import (
	"context"
	"errors"
	"net"
	"time"

	"surfstick-sms/internal/door"
	"surfstick-sms/internal/folder"
	"surfstick-sms/sms/remote"
)

const (
	// dialTime is how long a connection may take: one of Windows waits for a free instance of the pipe.
	dialTime = 5 * time.Second
	// answerTime is how long an answer may take. A person may be asked first, for 60 seconds, and the network
	// takes up to 30 for a code.
	answerTime = 120 * time.Second
)

var (
	// startTime is how long --start waits until Surfstick SMS can be reached.
	startTime = 15 * time.Second
	// lookTime is how often it looks.
	lookTime = 100 * time.Millisecond
	// launch starts Surfstick SMS in the background; tests start something else.
	launch = launchApp
)

// client connects to Surfstick SMS, which it starts first if that was asked for.
func (t *tool) client(ctx context.Context) (*remote.Client, error) {
	data, err := folder.Data(t.data, t.demo)
	if err != nil {
		return nil, err
	}
	c, err := dial(ctx, data)
	if errors.Is(err, door.ErrNotRunning) && t.start {
		c, err = t.startAndDial(ctx, data)
	}
	if err != nil {
		return nil, err
	}
	return remote.NewClient(c), nil
}

func dial(ctx context.Context, data string) (net.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	return door.Dial(limited, data)
}

// startAndDial starts Surfstick SMS and waits until it lets us in.
func (t *tool) startAndDial(ctx context.Context, data string) (net.Conn, error) {
	if err := launch(t.appArgs()); err != nil {
		return nil, remote.Refuse(remote.ReasonNotRunning, "Surfstick SMS cannot be started: %v.", err)
	}
	for end := time.Now().Add(startTime); time.Now().Before(end); {
		c, err := dial(ctx, data)
		if !errors.Is(err, door.ErrNotRunning) {
			return c, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lookTime):
		}
	}
	return nil, remote.Refuse(remote.ReasonOff,
		"Surfstick SMS was started, but lets no programs in after %v.", startTime)
}

// appArgs returns the command line of Surfstick SMS, without its window and for the same messages.
func (t *tool) appArgs() []string { return append([]string{"-background"}, t.passedOn()...) }

// ask connects and asks one thing.
func ask[A any](ctx context.Context, t *tool, f func(context.Context, *remote.Client) (A, error)) (a A, err error) {
	c, err := t.client(ctx)
	if err != nil {
		return a, err
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return f(ctx, c)
}
