package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// speeds are those at which modems behind serial adapters answer, in bits per second, the likeliest
// first. A modem that finds out the speed by itself (SIM800, Siemens and Cinterion with AT+IPR=0) takes
// the first one; 9600 is that of many boards and of Wavecom's terminals, 57600 the one at which Siemens'
// talk before they have found it out, 460800 that of some USB bridges, and the last two those of older
// terminals.
var speeds = []int{hw.DefaultSpeed, 9600, 57600, 460800, 19200, 38400}

// speedsFrom returns them with another one first; 0 is none.
func speedsFrom(first int) []int {
	if first == 0 {
		return speeds
	}
	rest := slices.DeleteFunc(slices.Clone(speeds), func(s int) bool { return s == first })
	return append([]int{first}, rest...)
}

// Search implements runner.Searcher. The line stays open while its speed is changed: closing it would
// drop DTR, with which some boards restart. At a line that cannot change its speed, only that of the line
// is tried.
func (c Connector) Search(
	ctx context.Context, line hw.Line, trying func(speed int),
) (runner.Session, int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	all := speedsFrom(line.Speed)
	line.Speed = all[0]
	trying(all[0])
	opened, err := c.Opener.Open(ctx, line)
	if err != nil {
		return nil, 0, err
	}
	setter, _ := opened.(hw.SpeedSetter)
	rw := punctually(opened)
	stop := context.AfterFunc(ctx, func() { _ = rw.Close() })
	speed, err := search(ctx, openLine{rw, setter}, all, trying)
	stop()
	if err = errors.Join(ctx.Err(), err); err != nil {
		_ = rw.Close()
		return nil, 0, fmt.Errorf("search %s: %w", line.Name, err)
	}
	line.Speed = speed
	sn, err := c.start(ctx, rw, line)
	return sn, speed, err
}

// openLine is a line that is searched; its SpeedSetter is nil where the speed cannot be changed.
type openLine struct {
	io.ReadWriter
	hw.SpeedSetter
}

// search asks an open line at one speed after the other, the first of which it has, and returns the one
// at which a modem answered.
func search(ctx context.Context, line openLine, all []int, trying func(int)) (int, error) {
	best := at.HeardNothing
	for i, speed := range all {
		if i > 0 {
			if line.SpeedSetter == nil {
				break
			}
			trying(speed)
			if err := line.SetSpeed(speed); errors.Is(err, hw.ErrGone) {
				return 0, err
			} else if err != nil {
				continue // this adapter has no such speed
			}
		}
		heard, err := at.Probe(ctx, line)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return 0, fmt.Errorf("%w: %w", sms.ErrStuck, err)
		case err != nil:
			return 0, err
		case heard == at.HeardModem:
			return speed, nil
		}
		best = max(best, heard)
	}
	return 0, unheard(best)
}

// unheard is what it means that no modem answered at any speed.
func unheard(best at.Heard) error {
	switch best {
	case at.HeardNoise:
		return runner.ErrGarbled
	case at.HeardText:
		return sms.ErrNotModem
	case at.HeardNothing, at.HeardModem:
	}
	return sms.ErrSilent
}
