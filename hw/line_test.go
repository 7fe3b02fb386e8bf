package hw_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"surfstick-sms/hw"
)

type namedOpener string

func (o namedOpener) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) {
	return nil, errors.New(string(o))
}

func TestOpeners(t *testing.T) {
	both := hw.Openers{hw.LineSerial: namedOpener("serial"), hw.LineUSB: namedOpener("usb")}
	for kind, want := range map[hw.LineKind]string{hw.LineSerial: "serial", hw.LineUSB: "usb"} {
		if _, err := both.Open(t.Context(), hw.Line{Kind: kind}); err == nil || err.Error() != want {
			t.Errorf("kind %d: %v, want %s", kind, err, want)
		}
	}
	_, err := hw.Openers{}.Open(t.Context(), hw.Line{Name: "x"})
	if !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("error %v, want hw.ErrUnsupported", err)
	}
}

func TestUSBLineName(t *testing.T) {
	for _, location := range []string{"1-1.2", "PCIROOT(0)#USBROOT(0)#USB(2)", `USB\VID_12D1\a:b`} {
		got, number, ok := hw.ParseUSBLine(hw.USBLineName(location, 3))
		if got != location || number != 3 || !ok {
			t.Errorf("%q: %q, %d, %v", location, got, number, ok)
		}
	}
}

// FuzzParseUSBLine: a name that is taken for a line is the name of that line.
func FuzzParseUSBLine(f *testing.F) {
	for _, name := range []string{"usb:1-1.2:2", "usb:", "usb::2", "usb:PCIROOT(0)#USB(2):0", "COM8"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		location, number, ok := hw.ParseUSBLine(name)
		if !ok {
			return
		}
		again, same, ok := hw.ParseUSBLine(hw.USBLineName(location, number))
		if location == "" || number < 0 || !ok || again != location || same != number {
			t.Errorf("%q: %q and %d, then %q and %d", name, location, number, again, same)
		}
	})
}
