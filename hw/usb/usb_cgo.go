//go:build cgo

package usb

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/gousb"

	"surfstick-sms/hw"
)

// openLibrary starts libusb. It panics when that fails; the caller recovers.
func openLibrary() (library, error) { return gousbLibrary{gousb.NewContext()}, nil }

type gousbLibrary struct{ ctx *gousb.Context }

func (l gousbLibrary) close() error { return l.ctx.Close() }

func (l gousbLibrary) list() ([]descriptor, error) {
	var all []descriptor
	devices, err := l.ctx.OpenDevices(func(d *gousb.DeviceDesc) bool {
		all = append(all, describe(d))
		return false
	})
	closeAll(devices)
	return all, faultOf(err)
}

func closeAll(devices []*gousb.Device) {
	for _, d := range devices {
		_ = d.Close()
	}
}

func describe(d *gousb.DeviceDesc) descriptor {
	out := descriptor{
		bus: d.Bus, address: d.Address, ports: d.Path,
		id: hw.ID{Vendor: uint16(d.Vendor), Product: uint16(d.Product)},
	}
	for _, c := range d.Configs {
		for _, i := range c.Interfaces {
			for _, a := range i.AltSettings {
				out.storage = out.storage || a.Class == gousb.ClassMassStorage
			}
		}
	}
	if len(d.Configs) > 0 {
		out.ifaces = interfacesOf(d.Configs[slices.Min(slices.Collect(maps.Keys(d.Configs)))])
	}
	return out
}

// interfacesOf returns what the descriptors say of the interfaces. Where they are asked for, no
// driver takes those of the vendor class.
func interfacesOf(c gousb.ConfigDesc) []hw.Interface {
	var all []hw.Interface
	for _, i := range c.Interfaces {
		if len(i.AltSettings) == 0 {
			continue
		}
		s := i.AltSettings[0]
		out := hw.Interface{
			Number: s.Number, Class: uint8(s.Class), SubClass: uint8(s.SubClass),
			Protocol: uint8(s.Protocol),
		}
		if s.Class == gousb.ClassVendorSpec {
			out.Driver = hw.DriverNone
		}
		all = append(all, out)
	}
	return all
}

// open opens exactly the device that was listed. The error of OpenDevices can belong to an
// unrelated device; it counts only when none came back.
func (l gousbLibrary) open(want descriptor) (device, error) {
	devices, err := l.ctx.OpenDevices(func(d *gousb.DeviceDesc) bool {
		have := describe(d)
		return have.id == want.id && have.bus == want.bus && have.address == want.address &&
			have.storage == want.storage
	})
	if len(devices) == 0 {
		if err == nil {
			return nil, faultNoDevice
		}
		return nil, faultOf(err)
	}
	closeAll(devices[1:])
	devices[0].ControlTimeout = 2 * time.Second
	return &gousbDevice{dev: devices[0]}, nil
}

// gousbDevice is an open device and what was claimed of it.
type gousbDevice struct {
	dev    *gousb.Device
	config *gousb.Config
	intf   *gousb.Interface
	out    *gousb.OutEndpoint
	in     *gousb.InEndpoint
}

func (d *gousbDevice) interfaces() ([]iface, error) {
	active, err := d.dev.ActiveConfigNum()
	if err != nil {
		return nil, faultOf(err)
	}
	var all []iface
	for _, i := range d.dev.Desc.Configs[active].Interfaces {
		if len(i.AltSettings) > 0 {
			all = append(all, interfaceOf(i.AltSettings[0]))
		}
	}
	return all, nil
}

func interfaceOf(s gousb.InterfaceSetting) iface {
	i := iface{
		number: s.Number, class: uint8(s.Class), subClass: uint8(s.SubClass),
		protocol: uint8(s.Protocol),
	}
	for _, e := range s.Endpoints {
		switch {
		case e.TransferType != gousb.TransferTypeBulk:
		case e.Direction == gousb.EndpointDirectionOut && i.bulkOut == 0:
			i.bulkOut = e.Number
		case e.Direction == gousb.EndpointDirectionIn && i.bulkIn == 0:
			i.bulkIn, i.packet = e.Number, e.MaxPacketSize
		}
	}
	return i
}

// claim takes an interface away from the kernel's driver, where there is such a notion; libusb
// returns it on release. Auto-detach is switched on after the configuration was taken: gousb v1.1.3
// would else detach the drivers of all interfaces, and nothing would attach them again.
func (d *gousbDevice) claim(i iface) error {
	active, err := d.dev.ActiveConfigNum()
	if err != nil {
		return faultOf(err)
	}
	if d.config, err = d.dev.Config(active); err != nil {
		return faultOf(err)
	}
	d.config.Desc.Interfaces = byNumber(d.config.Desc.Interfaces)
	_ = d.dev.SetAutoDetach(true)
	if d.intf, err = d.config.Interface(i.number, 0); err != nil {
		return faultOf(err)
	}
	if d.out, err = d.intf.OutEndpoint(i.bulkOut); err != nil {
		return faultOf(err)
	}
	if i.bulkIn != 0 {
		d.in, _ = d.intf.InEndpoint(i.bulkIn)
	}
	return nil
}

// byNumber puts every interface at the index of its number: gousb v1.1.3 takes the one for the
// other, and would panic on a device with gaps.
func byNumber(all []gousb.InterfaceDesc) []gousb.InterfaceDesc {
	var sorted []gousb.InterfaceDesc
	for _, i := range all {
		for len(sorted) <= i.Number {
			sorted = append(sorted, gousb.InterfaceDesc{Number: -1})
		}
		sorted[i.Number] = i
	}
	return sorted
}

func (d *gousbDevice) write(ctx context.Context, b []byte) (int, error) {
	n, err := d.out.WriteContext(ctx, b)
	return n, transferFault(ctx, err)
}

func (d *gousbDevice) read(ctx context.Context, b []byte) (int, error) {
	if d.in == nil {
		return 0, faultNotFound
	}
	n, err := d.in.ReadContext(ctx, b)
	return n, transferFault(ctx, err)
}

func (d *gousbDevice) setLines(number int, value uint16) error {
	const toInterface, setControlLineState = 0x21, 0x22 // USB CDC PSTN 1.2, clause 6.3.12
	_, err := d.dev.Control(toInterface, setControlLineState, value, uint16(number), nil)
	return faultOf(err)
}

func (d *gousbDevice) control(c hw.Control) error {
	data := []byte(c.Data)
	if c.Type&0x80 != 0 {
		data = make([]byte, c.Length)
	}
	_, err := d.dev.Control(c.Type, c.Request, c.Value, c.Index, data)
	return faultOf(err)
}

// close lets everything go in the reverse order.
func (d *gousbDevice) close() error {
	d.release()
	return d.dev.Close()
}

func (d *gousbDevice) release() {
	if d.intf != nil {
		d.intf.Close()
	}
	if d.config != nil {
		_ = d.config.Close()
	}
	d.config, d.intf, d.out, d.in = nil, nil, nil, nil
}
