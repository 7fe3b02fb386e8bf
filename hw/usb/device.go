package usb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// library is the part of libusb that is used; usb_cgo.go has the real one.
type library interface {
	// list returns the devices on the bus, opening none.
	list() ([]descriptor, error)
	// open opens one of the list.
	open(d descriptor) (device, error)
	close() error
}

// device is one open device.
type device interface {
	// interfaces returns those of the active configuration.
	interfaces() ([]iface, error)
	// claim takes one interface, and no other; write, read and clearHalt then use its endpoints.
	claim(i iface) error
	// release gives it back; nothing happens when there is none.
	release()
	write(ctx context.Context, b []byte) (int, error)
	// read waits until something comes; b holds a multiple of the largest packet.
	read(ctx context.Context, b []byte) (int, error)
	// clearHalt has an endpoint that stalled work again: that for reading, or that for writing.
	clearHalt(in bool) error
	// setLines sends SET_CONTROL_LINE_STATE to an interface.
	setLines(number int, value uint16) error
	// control sends a control request, and takes what the device sends back.
	control(c hw.Control) error
	// configurations returns the number of the active configuration and those of all.
	configurations() (active int, all []int, err error)
	// configure makes a configuration the active one, -1 none; the kernel's drivers are taken off
	// first. Nothing is claimed then.
	configure(number int) error
	close() error
}

// descriptor is a device as listed.
type descriptor struct {
	bus, address int
	// ports are the port numbers from the root hub on, such as [1 2] for "1-1.2".
	ports []int
	id    hw.ID
	// storage reports whether some configuration has an interface of the mass storage class.
	storage bool
	// ifaces are the interfaces of the first configuration; their drivers are not known.
	ifaces []hw.Interface
}

// iface is an interface of an open device. bulkOut and bulkIn are endpoint numbers, 0 for none;
// packet is how much can come in one packet.
type iface struct {
	number                    int
	class, subClass, protocol uint8
	bulkOut, bulkIn           int
	packet                    int
}

// fault is an error of libusb, or of a transfer, stripped of gousb.
type fault int

const (
	faultOther fault = iota
	faultAccess
	faultBusy
	faultNotSupported
	faultNotFound
	faultNoDevice
	faultTimeout
	faultIO
	faultPipe
	faultInvalid
)

var faultNames = [...]string{
	"other error", "access denied", "busy", "not supported", "not found", "no device",
	"time-out", "input/output error", "pipe error", "invalid parameter",
}

// Error implements error.
func (f fault) Error() string {
	if f < 0 || int(f) >= len(faultNames) {
		return "libusb: " + strconv.Itoa(int(f))
	}
	return "libusb: " + faultNames[f]
}

// meaning wraps a fault that came before anything was sent in the error of package hw. Not
// supported and not found both mean that no driver is bound that libusb can use (libusb 769, gousb
// 20).
func meaning(err error) error {
	var f fault
	if !errors.As(err, &f) {
		return err
	}
	switch f {
	case faultAccess:
		return fmt.Errorf("%w: %w", hw.ErrAccess, err)
	case faultBusy:
		return fmt.Errorf("%w: %w", hw.ErrBusy, err)
	case faultNotSupported, faultNotFound:
		return fmt.Errorf("%w: %w", hw.ErrNoDriver, err)
	case faultNoDevice:
		return fmt.Errorf("%w: %w", hw.ErrGone, err)
	default:
		return err
	}
}

// choose finds the one device that is the stick of the scan, and checks it again.
func choose(lib library, s hw.Stick) (descriptor, error) {
	all, err := lib.list()
	if err != nil && len(all) == 0 {
		return descriptor{}, fmt.Errorf("list devices: %w", meaning(err))
	}
	var fits []descriptor
	for _, d := range all {
		if d.id == s.ID && samePlace(d, s) {
			fits = append(fits, d)
		}
	}
	switch {
	case len(fits) == 0:
		return descriptor{}, fmt.Errorf("find: %w", hw.ErrGone)
	case len(fits) > 1:
		return descriptor{}, fmt.Errorf("%w: %d sticks look the same", hw.ErrNotOurs, len(fits))
	case !sticks.Switchable(s), !fits[0].storage:
		return descriptor{}, fmt.Errorf("%w: no mass storage interface", hw.ErrNotOurs)
	}
	return fits[0], nil
}

// samePlace compares bus and address where the scan knows them (Linux), else what the location
// says.
func samePlace(d descriptor, s hw.Stick) bool {
	if s.Bus != 0 || s.Address != 0 {
		return d.bus == s.Bus && d.address == s.Address
	}
	return atLocation(d, s.Location)
}

// atLocation compares the way of ports from the root hub, which libusb, Linux' names and Windows'
// location paths have, and the bus where the location has it. A location without ports fits.
func atLocation(d descriptor, location string) bool {
	if bus, ports, ok := linuxPlace(location); ok {
		return d.bus == bus && slices.Equal(ports, d.ports)
	}
	ports := portsOf(location)
	return len(ports) == 0 || slices.Equal(ports, d.ports)
}

// linuxPlace reads "1-1.2": bus 1, ports [1 2].
func linuxPlace(location string) (bus int, ports []int, ok bool) {
	head, way, ok := strings.Cut(location, "-")
	bus, err := strconv.Atoi(head)
	if !ok || err != nil || bus <= 0 {
		return 0, nil, false
	}
	for part := range strings.SplitSeq(way, ".") {
		port, err := strconv.Atoi(part)
		if err != nil || port <= 0 {
			return 0, nil, false
		}
		ports = append(ports, port)
	}
	return bus, ports, true
}

// portsOf reads the ports out of "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)#USB(1)": [2 1]. An
// interface at the end, "#USBMI(2)", is no port.
func portsOf(location string) []int {
	var ports []int
	for part := range strings.SplitSeq(location, "#") {
		number, ok := strings.CutPrefix(part, "USB(")
		if !ok {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSuffix(number, ")")); err == nil {
			ports = append(ports, n)
		}
	}
	return ports
}

// storage finds the interface of the CD drive: mass storage that takes SCSI commands (06) or those
// of CD drives (02) in command block wrappers (50), which is what the messages are.
func storage(all []iface) (iface, bool) {
	at := slices.IndexFunc(all, func(i iface) bool {
		return i.class == 0x08 && (i.subClass == 0x06 || i.subClass == 0x02) &&
			i.protocol == 0x50 && i.bulkOut != 0
	})
	if at < 0 {
		return iface{}, false
	}
	return all[at], true
}
