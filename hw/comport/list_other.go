//go:build !linux

package comport

import (
	"go.bug.st/serial"

	"surfstick-sms/hw"
)

// listSystem joins the library's detailed list with its plain one. On Windows the first has only
// ports of class Ports and fails as a whole when one is odd; the second (SERIALCOMM) has the
// modem's port, too, but names only. On macOS the first needs cgo and is left out.
func listSystem() ([]hw.Line, error) {
	lines, detailsErr := detailed()
	names, err := serial.GetPortsList()
	if err != nil && detailsErr != nil {
		return nil, err
	}
	return addNames(lines, names), nil
}
