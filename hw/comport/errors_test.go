package comport

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"surfstick-sms/hw"
)

func TestHWError(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want error
	}{
		{"not there", &fs.PathError{Op: "open", Err: fs.ErrNotExist}, hw.ErrGone},
		{"permission", &fs.PathError{Op: "open", Err: fs.ErrPermission}, hw.ErrAccess},
		{"open hangs", errOpenHangs, hw.ErrNotSerial},
		{"already one of ours", fmt.Errorf("x: %w", hw.ErrBusy), hw.ErrBusy},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := hwError(c.err); !errors.Is(got, c.want) || !errors.Is(got, c.err) {
				t.Errorf("hwError(%v) = %v, want %v", c.err, got, c.want)
			}
		})
	}
	odd := errors.New("odd")
	if got := hwError(odd); !errors.Is(got, odd) {
		t.Errorf("an error without a meaning became %v", got)
	}
}
