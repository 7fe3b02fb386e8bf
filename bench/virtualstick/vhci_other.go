//go:build !linux

package virtualstick

import (
	"errors"
	"io"
)

// VHCI returns a socket of Linux' virtual host controller; elsewhere there is none.
func VHCI(int) Socket { return noPort{} }

type noPort struct{}

// Attach implements Socket.
func (noPort) Attach(Device) (io.ReadWriteCloser, error) { return nil, errors.ErrUnsupported }
