package main

import (
	"context"
	"fmt"
	"io"

	"surfstick-sms/hw"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup/runner"
)

// mark marks the run, and reports whether the one before ended unexpectedly. The demo has no mark:
// there nothing can be lost.
func mark(f flags, data string) (run *applog.Run, unexpected bool) {
	if f.demo {
		return nil, false
	}
	return applog.BeginRun(data)
}

// markCalls has every call that reaches drivers noted in the mark of the run, so that the next start
// knows during what this one ended if it does not end as it should.
func markCalls(c *runner.Config, o hw.Opener, run *applog.Run) hw.Opener {
	if c.PassThrough != nil {
		c.PassThrough = markedSwitcher{c.PassThrough, "the CD drive", run}
	}
	if c.Libusb != nil {
		c.Libusb = markedSwitcher{c.Libusb, "libusb", run}
	}
	if c.Drivers != nil {
		c.Drivers = markedDrivers{c.Drivers, run}
	}
	return markedOpener{o, run}
}

type markedSwitcher struct {
	hw.Switcher
	way string
	run *applog.Run
}

// Switch implements hw.Switcher.
func (m markedSwitcher) Switch(ctx context.Context, s hw.Stick, message hw.Message) error {
	defer m.run.Doing(fmt.Sprintf("switch %s by %s, message %s", s.ID, m.way, message.Name))()
	return m.Switcher.Switch(ctx, s, message)
}

type markedDrivers struct {
	runner.Drivers
	run *applog.Run
}

// Install implements runner.Drivers.
func (m markedDrivers) Install(ctx context.Context, job hw.DriverJob) error {
	defer m.run.Doing(fmt.Sprintf("help with the driver of %s, interface %d", job.Stick.ID, job.Interface))()
	return m.Drivers.Install(ctx, job)
}

type markedOpener struct {
	hw.Opener
	run *applog.Run
}

// Open implements hw.Opener. The line is noted as long as it is open.
func (m markedOpener) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	opened := m.run.Doing("open " + l.Name)
	line, err := m.Opener.Open(ctx, l)
	opened()
	if err != nil {
		return nil, err
	}
	marked := &markedLine{line, m.run.Doing("talk on " + l.Name)}
	if setter, ok := line.(hw.SpeedSetter); ok {
		return struct {
			*markedLine
			hw.SpeedSetter
		}{marked, setter}, nil
	}
	return marked, nil
}

type markedLine struct {
	io.ReadWriteCloser
	done func()
}

// Close implements io.Closer.
func (l *markedLine) Close() error {
	err := l.ReadWriteCloser.Close()
	l.done()
	return err
}
