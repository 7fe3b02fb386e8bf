package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/report"
	"surfstick-sms/internal/setup"
)

// scanTime is how long a report waits for the scan.
const scanTime = 10 * time.Second

// reportOnly writes the diagnostic report to the file of -report and returns the exit code. It opens
// no window, no device and no store.
func reportOnly(f flags, stdout, stderr io.Writer) int {
	file, err := os.Create(f.report)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	defer file.Close()
	ctx, cancel := context.WithTimeout(context.Background(), scanTime)
	defer cancel()
	data, _ := desktop.DataFolder(f.data, f.demo) // "" when there is none, which the report shows
	in := newReport(f, data)
	c := realHardware(f, data, slog.New(slog.DiscardHandler)).config
	in.Snapshot, in.ScanErr = c.Scanner.Scan(ctx)
	if err := report.Write(file, in); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	fmt.Fprintln(stdout, f.report)
	return 0
}

// reportOf returns the report of the running program, with what the set-up knows.
func reportOf(w *window, facts setup.Facts) string {
	in := newReport(w.flags, w.next.data)
	in.Snapshot, in.Facts, in.Settings = facts.Scan.Snapshot, &facts, w.program.choices()
	var text strings.Builder
	if err := report.Write(&text, in); err != nil {
		return err.Error()
	}
	return text.String()
}

// newReport returns a report without devices, facts and settings.
func newReport(f flags, data string) report.Input {
	in := report.Input{
		Version: version, At: time.Now(), Demo: f.demo, Data: data, System: desktop.SystemName(),
		Libusb: usb.Version(), Refusal: sticks.Refusal,
	}
	if data != "" {
		in.Crash, in.Log = applog.LastCrash(data), applog.Tail(data)
		in.Run = applog.LastRun(data)
	}
	return in
}
