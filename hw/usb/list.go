package usb

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// listPatience is how long a listing waits for another operation inside libusb.
const listPatience = time.Second

// Lister lists the USB devices by libusb, for systems that have no other list of them (macOS). It
// opens no device: names, serial numbers and drivers stay unknown.
type Lister struct {
	open func() (library, error)
	last chan []hw.Stick // holds what the last listing saw, whenever nobody is at it
}

// NewLister makes a Lister.
func NewLister() *Lister { return newLister(openLibrary) }

func newLister(open func() (library, error)) *Lister {
	l := &Lister{open, make(chan []hw.Stick, 1)}
	l.last <- nil
	return l
}

// List returns the devices; while a stick is being switched, those that it saw last.
func (l *Lister) List(ctx context.Context) (devices []hw.Stick, err error) {
	select {
	case devices = <-l.last:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { l.last <- devices }()
	mine := turn // tests put another one there
	patience := time.NewTimer(listPatience)
	defer patience.Stop()
	select {
	case mine <- struct{}{}:
		defer func() { <-mine }()
	case <-patience.C:
		return devices, nil
	case <-ctx.Done():
		return devices, ctx.Err()
	}
	seen, err := l.read()
	if err != nil {
		return devices, fmt.Errorf("list USB devices: %w", err)
	}
	return seen, nil
}

func (l *Lister) read() (devices []hw.Stick, err error) {
	defer recovered(&err)
	lib, err := guarded(l.open)
	if err != nil {
		return nil, err
	}
	defer func() { _ = lib.close() }()
	all, err := lib.list()
	if err != nil && len(all) == 0 {
		return nil, meaning(err)
	}
	for _, d := range all {
		if sticks.Maker(d.id.Vendor) {
			devices = append(devices, d.stick())
		}
	}
	return devices, nil
}

// stick is the device as a scan sees it, in a place named as Linux names it.
func (d descriptor) stick() hw.Stick {
	way := make([]string, len(d.ports))
	for i, p := range d.ports {
		way[i] = strconv.Itoa(p)
	}
	return hw.Stick{
		Location: fmt.Sprintf("%d-%s", d.bus, strings.Join(way, ".")), ID: d.id,
		Interfaces: d.ifaces, Bus: d.bus, Address: d.address, Accessible: true,
	}
}
