//go:build cgo

package usb

import (
	"context"
	"errors"
	"strings"

	"github.com/google/gousb"
)

var faults = map[gousb.Error]fault{
	gousb.ErrorAccess: faultAccess, gousb.ErrorBusy: faultBusy,
	gousb.ErrorNotSupported: faultNotSupported, gousb.ErrorNotFound: faultNotFound,
	gousb.ErrorNoDevice: faultNoDevice, gousb.ErrorTimeout: faultTimeout,
	gousb.ErrorIO: faultIO, gousb.ErrorPipe: faultPipe, gousb.ErrorInvalidParam: faultInvalid,
}

// faultOf strips gousb off an error. Some of gousb's functions wrap libusb's error as text only;
// there the text decides.
func faultOf(err error) error {
	if err == nil {
		return nil
	}
	var e gousb.Error
	if errors.As(err, &e) {
		if f, ok := faults[e]; ok {
			return f
		}
		return err
	}
	for e, f := range faults {
		if strings.HasSuffix(err.Error(), e.Error()) {
			return f
		}
	}
	return err
}

// transferFault does the same for the end of a transfer.
func transferFault(ctx context.Context, err error) error {
	var status gousb.TransferStatus
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return faultTimeout
	case !errors.As(err, &status):
		return faultOf(err)
	}
	switch status {
	case gousb.TransferNoDevice:
		return faultNoDevice
	case gousb.TransferStall:
		return faultPipe
	case gousb.TransferTimedOut, gousb.TransferCancelled:
		return faultTimeout
	case gousb.TransferError:
		return faultIO
	default:
		return err
	}
}
