package main

import (
	"errors"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

func TestKeepNote(t *testing.T) {
	folder := t.TempDir()
	keep := keepNote(folder)
	keep("before")
	keep("after")
	got, err := os.ReadFile(filepath.Join(folder, restoreNote))
	if err != nil || string(got) != "after" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestDriverHelp: where drivers matter there is help for them.
func TestDriverHelp(t *testing.T) {
	c := realHardware(flags{}, t.TempDir(), discard).config
	if (c.Drivers != nil) != driverPage {
		t.Errorf("driver page %v, but %v", driverPage, c)
	}
}

// TestLineOf: the kind of a line follows from its name, and a web server that a person names has no
// adapter.
func TestLineOf(t *testing.T) {
	for name, want := range map[string]hw.LineKind{
		"COM8": hw.LineSerial, "/dev/pts/3": hw.LineSerial, "usb:1-1.2:2": hw.LineUSB,
		"hilink:http://192.168.8.1": hw.LineWeb,
		"zte:http://192.168.0.1":    hw.LineWeb,
	} {
		l := lineOf(name)
		if l.Kind != want || l.Name != name || l.Adapter != nil || l.Interface != -1 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// TestLineSpeed: a speed behind the name of a serial port is that of its line.
func TestLineSpeed(t *testing.T) {
	for port, want := range map[string]hw.Line{
		"COM5":                   {Name: "COM5"},
		"COM5@9600":              {Name: "COM5", Speed: 9600},
		"/dev/ttyUSB0@57600":     {Name: "/dev/ttyUSB0", Speed: 57600},
		"/dev/serial/by-id/a@b":  {Name: "/dev/serial/by-id/a@b"},
		"/dev/serial/by-id/a@b@": {Name: "/dev/serial/by-id/a@b@"},
		"COM5@0":                 {Name: "COM5@0"},
		"@9600":                  {Name: "@9600"},
		"usb:1-1@2:2":            {Kind: hw.LineUSB, Name: "usb:1-1@2:2"},
	} {
		want.Interface = -1
		if got := lineOf(port); got != want {
			t.Errorf("%s: %+v, want %+v", port, got, want)
		}
	}
}

// TestDialWeb: over an adapter only to the stick behind it; without one as the system has it.
func TestDialWeb(t *testing.T) {
	if dial, err := dialWeb(hw.Line{Kind: hw.LineWeb}); dial == nil || err != nil {
		t.Errorf("%v", err)
	}
	ready := hw.Adapter{
		Name: "none", Index: 9999, State: hw.AdapterReady, Gateway: netip.MustParseAddr("192.168.8.1"),
		Addresses: []netip.Prefix{netip.MustParsePrefix("192.168.8.100/24")},
	}
	dial, err := dialWeb(hw.Line{Kind: hw.LineWeb, Adapter: &ready})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dial(t.Context(), "tcp", "127.0.0.1:80"); !errors.Is(err, hw.ErrElsewhere) {
		t.Errorf("another address: %v", err)
	}
	if _, err := dial(t.Context(), "tcp", "192.168.8.1:80"); !errors.Is(err, hw.ErrGone) {
		t.Errorf("an adapter that is not there: %v", err)
	}
	if _, err := dialWeb(hw.Line{Kind: hw.LineWeb, Adapter: &hw.Adapter{}}); !errors.Is(err, hw.ErrGone) {
		t.Errorf("an adapter that is not ready: %v", err)
	}
}

// TestPortFlag: a web server that makes no sense is refused with a sentence that shows how it is written.
func TestPortFlag(t *testing.T) {
	for _, port := range []string{"", "COM8", "/dev/ttyUSB2", "usb:1-1.2:2", "hilink:http://192.168.8.1", "zte:http://192.168.0.1"} {
		if f, err := parseFlags([]string{"-port", port}, io.Discard); err != nil || f.port != port {
			t.Errorf("%q: %q, %v", port, f.port, err)
		}
	}
	for _, port := range []string{"hilink:", "hilink:192.168.8.1", "hilink:https://192.168.8.1"} {
		var said strings.Builder
		if code := run([]string{"-port", port}, io.Discard, &said); code != 2 ||
			!strings.Contains(said.String(), "hilink:http://192.168.8.1") {
			t.Errorf("%q: code %d, says %s", port, code, said.String())
		}
	}
}
