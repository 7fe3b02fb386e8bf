//go:build cgo

package usb

// #cgo pkg-config: libusb-1.0
// #include <libusb.h>
import "C"

import (
	"maps"
	"reflect"
	"slices"
	"unsafe"

	"github.com/google/gousb"

	"surfstick-sms/hw"
)

// handle is libusb's own handle of an open device. gousb v1.1.3 keeps it to itself and has no call for
// libusb_clear_halt, which is more than the request of that name (it also resets what the host
// expects next), nor for the configuration -1, which is none. Control requests in place of them would go
// past the kernel, which then would take the device to be in another state than it is.
func handle(d *gousb.Device) *C.libusb_device_handle {
	return (*C.libusb_device_handle)(handleOf(d))
}

// handleType is gousb's name for libusb's type of it.
const handleType = "libusbDevHandle"

// handleOf takes the handle out of a *gousb.Device. It is nil when the field is not there or is of
// another type, as it may be in another version of gousb, or when the device is closed.
func handleOf(device any) unsafe.Pointer {
	field := reflect.ValueOf(device).Elem().FieldByName("handle")
	if !field.IsValid() || field.Kind() != reflect.Pointer || field.Type().Elem().Name() != handleType {
		return nil
	}
	return field.UnsafePointer()
}

// faultOfCode makes a fault of what a function of libusb returned.
func faultOfCode(code C.int) error {
	if code >= 0 {
		return nil
	}
	return faultOf(gousb.Error(code))
}

func (d *gousbDevice) clearHalt(in bool) error {
	h := handle(d.dev)
	switch {
	case h == nil:
	case in && d.in != nil:
		return faultOfCode(C.libusb_clear_halt(h, C.uchar(d.in.Desc.Address)))
	case !in && d.out != nil:
		return faultOfCode(C.libusb_clear_halt(h, C.uchar(d.out.Desc.Address)))
	}
	return hw.ErrUnsupported
}

func (d *gousbDevice) configurations() (active int, all []int, err error) {
	active, err = d.dev.ActiveConfigNum()
	return active, slices.Sorted(maps.Keys(d.dev.Desc.Configs)), faultOf(err)
}

// configure takes the kernel's drivers off first: Linux leaves a configuration alone that is in use.
func (d *gousbDevice) configure(number int) error {
	h := handle(d.dev)
	if h == nil {
		return hw.ErrUnsupported
	}
	active, err := d.dev.ActiveConfigNum()
	if err != nil {
		return faultOf(err)
	}
	for _, i := range d.dev.Desc.Configs[active].Interfaces {
		// Elsewhere than on Linux there is nothing to take off, and nothing of that name.
		C.libusb_detach_kernel_driver(h, C.int(i.Number))
	}
	return faultOfCode(C.libusb_set_configuration(h, C.int(number)))
}
