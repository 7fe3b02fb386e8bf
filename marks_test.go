package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup/runner"
)

// calls is hardware that looks into the mark while it is called.
type calls struct {
	t    *testing.T
	file string
	seen []string
}

var errCalled = errors.New("called")

func (c *calls) look() {
	c.t.Helper()
	text, err := os.ReadFile(c.file)
	if err != nil {
		c.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if what, ok := strings.CutPrefix(line, "under way: "); ok {
			c.seen = append(c.seen, strings.TrimSpace(what))
		}
	}
}

func (c *calls) Switch(context.Context, hw.Stick, hw.Message) error { c.look(); return errCalled }

func (c *calls) Install(context.Context, hw.DriverJob) error { c.look(); return errCalled }

func (c *calls) Check(context.Context, string) (hw.DriverFile, error) {
	return hw.DriverFileNone, errCalled
}

func (c *calls) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) { c.look(); return c, nil }

func (c *calls) Read([]byte) (int, error) { c.look(); return 0, io.EOF }

func (c *calls) Write(p []byte) (int, error) { return len(p), nil }

func (c *calls) Close() error { return errCalled }

func (c *calls) SetSpeed(int) error { return errCalled }

// TestMarkedSpeed: the speed of a line that can change it can be changed under the mark, too.
func TestMarkedSpeed(t *testing.T) {
	for name, c := range map[string]struct {
		line io.ReadWriteCloser
		can  bool
	}{"serial": {&calls{t: t}, true}, "other": {struct{ io.ReadWriteCloser }{&calls{t: t}}, false}} {
		opener := markCalls(&runner.Config{}, opens{c.line}, nil)
		line, err := opener.Open(t.Context(), hw.Line{Name: "COM5"})
		if err != nil {
			t.Fatal(err)
		}
		setter, can := line.(hw.SpeedSetter)
		if can != c.can || can && !errors.Is(setter.SetSpeed(9600), errCalled) {
			t.Errorf("%s: can change its speed: %v", name, can)
		}
	}
}

type opens struct{ io.ReadWriteCloser }

func (o opens) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) {
	return o.ReadWriteCloser, nil
}

// TestMarkCalls: whatever reaches a driver stands in the mark before it is called, and comes back as
// it was.
func TestMarkCalls(t *testing.T) {
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "log"), 0o700); err != nil {
		t.Fatal(err)
	}
	run, _ := applog.BeginRun(data)
	defer run.End()
	below := &calls{t: t, file: filepath.Join(data, "log", "running.txt")}
	c := runner.Config{PassThrough: below, Libusb: below, Drivers: below}
	opener := markCalls(&c, below, run)
	stick := hw.Stick{ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}}
	for _, err := range []error{
		c.PassThrough.Switch(t.Context(), stick, hw.Message{Name: "new"}),
		c.Libusb.Switch(t.Context(), stick, hw.Message{Name: "old"}),
		c.Drivers.Install(t.Context(), hw.DriverJob{Stick: stick, Interface: 2}),
	} {
		if !errors.Is(err, errCalled) {
			t.Errorf("came back as %v", err)
		}
	}
	line, err := opener.Open(t.Context(), hw.Line{Name: "COM8"})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = line.Read(nil)
	if err := line.Close(); !errors.Is(err, errCalled) {
		t.Errorf("closed: %v", err)
	}
	below.look()
	want := []string{
		"switch 12d1:1f01 by the CD drive, message new", "switch 12d1:1f01 by libusb, message old",
		"help with the driver of 12d1:1f01, interface 2", "open COM8", "talk on COM8", "nothing",
	}
	if got := strings.Join(below.seen, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("marked:\n%s", got)
	}
	var none runner.Config
	markCalls(&none, below, nil)
	if none.PassThrough != nil || none.Libusb != nil || none.Drivers != nil {
		t.Error("what is missing was put there")
	}
}
