// Package zadig helps a person through Zadig, the program that binds a libusb driver to a USB
// device on Windows: it makes sure that the file which the person picked is Zadig, writes
// zadig.ini beside it so that one row and one button are left to click, starts it, and watches the
// scan until Windows has bound the driver. It also knows the way back.
//
// Zadig stays a program of its own that the person starts knowingly: it asks for an administrator
// itself, this program never does. Nothing but the path of the checked file is handed to Windows.
// Checking and writing build and are tested everywhere; only starting needs Windows.
package zadig

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"surfstick-sms/hw"
)

const (
	// scanEvery is the pause between two scans while Zadig is open.
	scanEvery = time.Second
	// afterClose is how long Windows may need to show the driver once Zadig has ended.
	afterClose = 8 * time.Second
	// sizeLimit is far above every Zadig so far (5 MB).
	sizeLimit = 100 << 20
)

// Helper does a DriverJob. Scanner must be set.
type Helper struct {
	Scanner hw.Scanner
	// Start starts the program and returns a channel that is closed when it has ended; nil when
	// that cannot be known. By default it is Start of this package.
	Start func(exe string) (<-chan struct{}, error)
	// Keep takes the note about the way back, before Zadig starts and again when the driver is
	// there; nil keeps none.
	Keep func(note string)
}

// Install checks the file, writes the settings, starts Zadig and waits until the driver is bound.
// Errors: hw.ErrNotZadig, hw.ErrNoSettings, hw.ErrDeclined, hw.ErrClosed, hw.ErrUnsupported, or
// that of the context.
func (h Helper) Install(ctx context.Context, job hw.DriverJob) error {
	exe, err := Check(job.Zadig)
	if err != nil {
		return err
	}
	if !job.NoSettings {
		if err := WriteIni(exe); err != nil {
			return err
		}
	}
	h.keep(job, hw.Interface{})
	start := h.Start
	if start == nil {
		start = Start
	}
	closed, err := start(exe)
	if err != nil {
		return fmt.Errorf("start Zadig: %w", err)
	}
	return h.wait(ctx, job, closed)
}

func (h Helper) keep(job hw.DriverJob, now hw.Interface) {
	if h.Keep != nil {
		h.Keep(Note(job, now))
	}
}

// wait scans until the driver is bound. Zadig that was closed before gets some seconds: Windows
// shows a driver a little later than it is installed.
func (h Helper) wait(ctx context.Context, job hw.DriverJob, closed <-chan struct{}) error {
	tick := time.NewTicker(scanEvery)
	defer tick.Stop()
	var late <-chan time.Time
	for {
		if s, err := h.Scanner.Scan(ctx); err == nil {
			if i, ok := Bound(s, job); ok {
				h.keep(job, i)
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-closed:
			closed, late = nil, time.After(afterClose)
		case <-late:
			return hw.ErrClosed
		case <-tick.C:
		}
	}
}

// Bound reports whether the job is done: the interface that it is about has a libusb driver.
func Bound(s hw.Snapshot, job hw.DriverJob) (hw.Interface, bool) {
	for _, stick := range s.Sticks {
		if stick.Location != job.Stick.Location || stick.ID != job.Stick.ID {
			continue
		}
		for _, i := range stick.Interfaces {
			if i.Number == job.Interface && i.Driver.Libusb() {
				return i, true
			}
		}
	}
	return hw.Interface{}, false
}

// Check reports whether the file at path is Zadig, by the name in its version resource, and returns
// its full path. Any other file is hw.ErrNotZadig, whatever it is called.
func Check(path string) (exe string, err error) {
	path = strings.Trim(strings.TrimSpace(path), `"`)
	if strings.ContainsAny(path, "\x00\"") || !strings.EqualFold(filepath.Ext(path), ".exe") {
		return "", fmt.Errorf("%w: no .exe file", hw.ErrNotZadig)
	}
	exe, err = filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	file, err := os.Open(exe)
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > sizeLimit {
		return "", fmt.Errorf("%w: no program", hw.ErrNotZadig)
	}
	names, err := versionStrings(file)
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	if !isZadig(names) {
		return "", fmt.Errorf("%w: it calls itself %.40q", hw.ErrNotZadig, names["ProductName"])
	}
	return exe, nil
}

// isZadig goes by the names that Zadig has had in its version resource since 2.0.
func isZadig(names map[string]string) bool {
	return strings.EqualFold(names["ProductName"], "Zadig") ||
		names["ProductName"] == "" && strings.EqualFold(names["FileDescription"], "Zadig")
}

// ours marks a zadig.ini as written by this program; another one is left alone.
const ours = "; Written by Surfstick SMS. It may be deleted."

// Ini is what goes into zadig.ini: every device is listed, WinUSB is chosen, and Zadig ends when
// the driver is there (the names are those that Zadig 2.x reads).
func Ini() string {
	return strings.Join([]string{
		ours,
		"[general]", "advanced_mode = false", "exit_on_success = true", "log_level = 0",
		"[device]", "list_all = true", "include_hubs = false", "trim_whitespaces = true",
		"[driver]", "default_driver = 0", "extract_only = false", "",
	}, "\r\n")
}

// IniName is the name of the file that Zadig reads from its own folder.
const IniName = "zadig.ini"

// WriteIni writes zadig.ini beside the program. Settings that a person wrote are kept. An error is
// hw.ErrNoSettings.
func WriteIni(exe string) error {
	path := filepath.Join(filepath.Dir(exe), IniName)
	old, err := os.ReadFile(path)
	switch {
	case err == nil && !strings.HasPrefix(string(old), ours):
		return nil
	case err == nil && string(old) == Ini():
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", hw.ErrNoSettings, err)
	}
	if err := os.WriteFile(path, []byte(Ini()), 0o644); err != nil {
		return fmt.Errorf("%w: %w", hw.ErrNoSettings, err)
	}
	return nil
}
