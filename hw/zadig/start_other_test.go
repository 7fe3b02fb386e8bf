//go:build !windows

package zadig

import (
	"errors"
	"testing"

	"surfstick-sms/hw"
)

func TestStartElsewhere(t *testing.T) {
	if _, err := Start("/tmp/zadig.exe"); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}
