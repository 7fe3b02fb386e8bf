package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/folder"
	"surfstick-sms/internal/report"
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
	data, _ := folder.Data(f.data, f.demo) // "" when there is none, which the report shows
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
