//go:build !nowindow

package main

import (
	"strings"
	"testing"

	"surfstick-sms/gui/settings"
	"surfstick-sms/hw/usb"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/fakemodem"
)

// TestReportOfTheProgram wants the choices and the version of libusb in a report, and no other
// setting.
func TestReportOfTheProgram(t *testing.T) {
	data := t.TempDir()
	p, _ := startOn(t, fakemodem.New(fakemodem.Options{}), data)
	for key, value := range map[string]string{settings.KeyLanguage: "de", "private": "Bertha"} {
		if err := p.texts.SetSetting(t.Context(), key, value); err != nil {
			t.Fatal(err)
		}
	}
	report := reportOf(&window{program: p, next: &pendingAction{data: data}}, setup.Facts{})
	p.close()
	for _, want := range []string{"language:      de\n", "libusb:        " + usb.Version() + "\n"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if strings.Contains(report, "Bertha") {
		t.Errorf("a setting that is nobody's business:\n%s", report)
	}
}
