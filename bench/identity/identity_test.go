package identity_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/bench/identity"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/report"
	"surfstick-sms/internal/setup"
)

// TestFound: the test below would notice each of them.
func TestFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := identity.Draw(t)
		for _, secret := range []string{m.User, m.Serial, m.IMEI, m.IMSI, m.ICCID, m.Number} {
			if len(m.Found("x "+strings.ToLower(secret)+" y")) == 0 {
				t.Errorf("%q is not found", secret)
			}
		}
		for _, err := range m.Errors() {
			if len(m.Found(err.Error())) == 0 {
				t.Errorf("%v reveals nothing", err)
			}
		}
	})
}

// TestReport: a report, and the log in it, reveals nothing.
func TestReport(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		m := identity.Draw(t)
		facts := setup.New(setup.Platform{DriverPage: true}, nil)
		for _, e := range m.Events(at) {
			facts = facts.Apply(e)
		}
		var text strings.Builder
		for _, f := range []*setup.Facts{&facts, nil} {
			if err := report.Write(&text, report.Input{
				At: at, Data: `C:\Users\` + m.User + `\AppData\Local\SurfstickSMS`, Snapshot: m.Snapshot,
				ScanErr: m.Errors()[0], Facts: f, Crash: m.Errors()[1].Error(), Log: m.Errors()[2].Error(),
			}); err != nil {
				t.Fatal(err)
			}
		}
		if found := m.Found(text.String()); len(found) > 0 {
			t.Errorf("%q in\n%s", found, text.String())
		}
		for _, kept := range []string{"12d1:1f01", "2026-11-27T12:00:00Z", "HUAWEI Mobile", "access denied", "huawei E3531", "22.521.23.00.00"} {
			if !strings.Contains(text.String(), kept) {
				t.Errorf("%q is hidden as well", kept)
			}
		}
	})
}

// TestLog: whatever is logged in whatever form, nothing of it is revealed.
func TestLog(t *testing.T) {
	data := t.TempDir()
	log, err := applog.Open(data, true)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	file := filepath.Join(data, "log", "surfstick.log")
	rapid.Check(t, func(t *rapid.T) {
		m := identity.Draw(t)
		before := size(file)
		for _, err := range m.Errors() {
			log.Warn("failed", "err", err, slog.Group("stick", "place", m.Snapshot.Sticks[0].Location, "line", m.Snapshot.Lines[0]))
		}
		log.Info("seen", "snapshot", m.Snapshot, "modem", m.Modem())
		log.Info("said " + m.Errors()[0].Error())
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if before > len(text) { // a new file was begun
			before = 0
		}
		if found := m.Found(string(text[before:])); len(found) > 0 {
			t.Errorf("%q in\n%s", found, text[before:])
		}
	})
}

func size(file string) int {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return int(info.Size())
}
