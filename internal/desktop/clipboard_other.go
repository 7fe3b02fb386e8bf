//go:build !windows

package desktop

import "errors"

// CopyPrivately is for Windows only, which keeps what is copied.
func CopyPrivately(string) error { return errors.ErrUnsupported }
