//go:build !nowindow

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup"
)

// oneScan is a scanner that always sees the same.
type oneScan struct {
	seen hw.Snapshot
	err  error
}

func (s oneScan) Scan(context.Context) (hw.Snapshot, error) { return s.seen, s.err }

// TestCDDrives: AutoPlay is refused for the CD drives of sticks of the table, and for no others.
func TestCDDrives(t *testing.T) {
	seen := hw.Snapshot{
		Sticks:      []hw.Stick{{CDDrive: `\\?\usbstor#cdrom&1`}, {}, {CDDrive: `\\?\usbstor#cdrom&2`}},
		Unsupported: []hw.Stick{{CDDrive: `\\?\usbstor#cdrom&3`}},
	}
	if got := cdDrives(oneScan{seen: seen})(); !slices.Equal(got, []string{
		`\\?\usbstor#cdrom&1`, `\\?\usbstor#cdrom&2`,
	}) {
		t.Errorf("%q", got)
	}
	if got := cdDrives(oneScan{seen, errors.New("no")})(); len(got) > 0 {
		t.Errorf("after a scan that failed: %q", got)
	}
}

// TestSeen: the mark of the run says what the window shows.
func TestSeen(t *testing.T) {
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, "log"), 0o700); err != nil {
		t.Fatal(err)
	}
	run, _ := applog.BeginRun(data)
	defer run.End()
	w := &window{run: run, program: &program{}}
	w.seen(setup.New(setup.Platform{}, nil).Apply(setup.ScanFailed{Err: errCalled}))
	await(t, "the page in the mark", func() bool {
		text, _ := os.ReadFile(filepath.Join(data, "log", "running.txt"))
		return strings.Contains(string(text), "stick (scanFailed)")
	})
}
