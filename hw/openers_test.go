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
