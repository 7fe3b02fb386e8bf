//go:build cgo

package usb

// #cgo pkg-config: libusb-1.0
// #include <libusb.h>
import "C"
import "fmt"

// Version is that of the libusb in use, such as "1.0.26" (libusb_get_version), or "" when the
// program was built without.
func Version() string {
	v := C.libusb_get_version()
	return fmt.Sprintf("%d.%d.%d", v.major, v.minor, v.micro)
}
