// Package scan looks at what is plugged in: which sticks, in which mode, with which driver, and
// which ways lead to them. It opens no device and needs no rights: Linux is read from sysfs,
// Windows from SetupAPI, so that a stick is found whatever driver is bound to it or none.
//
// The part that knows an operating system only collects plain facts into devices; what they mean
// is decided in files that build and are tested everywhere: modeOf (interface classes decide, the
// product ID is a hint), sortDevices (only sticks and modems that the tables know are sticks,
// everything else that looks like one is unsupported and never touched, a disk without a CD drive is
// neither) and joinLines (serial ports are assigned to their device) and joinAdapters (what is known of the network
// adapter of a stick in network mode).
//
// A network adapter is found through the USB device that it belongs to, never by its addresses, which
// two sticks and the router of the house may share: Linux has it below the interface in sysfs,
// Windows' device node names it. macOS tells it to programs with cgo only (IOKit): the state is
// AdapterUnknown there.
//
// The scanner imports neither comport nor netcard; the list of serial ports and what reads the
// addresses of an adapter are handed in.
package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"surfstick-sms/hw"
)

// Lister lists the serial ports of the system, ranked.
type Lister func(ctx context.Context) ([]hw.Line, error)

// Options are what a scanner needs from outside.
type Options struct {
	// Lines lists the serial ports; nil leaves those that belong to a stick.
	Lines Lister
	// Devices lists the USB devices where the system itself does not list them (macOS); nil leaves
	// them out.
	Devices func(ctx context.Context) ([]hw.Stick, error)
	// Adapter adds to the network adapter of a name and number what the system knows of it; nil
	// leaves it with the state AdapterUnknown.
	Adapter func(hw.Adapter) hw.Adapter
	// LibusbMissing is passed on into every snapshot.
	LibusbMissing bool
}

// New returns the scanner of this operating system.
func New(o Options) hw.Scanner { return scanner{read: systemReader(o), options: o} }

// found is what reading the system brings, before it is sorted.
type found struct {
	devices []hw.Stick // every USB device that is no hub, mode and driver not yet decided
	ports   []portName // friendly names of ports that the system lists along with the devices
	dead    []string   // ports that are listed, but whose driver did not start
	broken  bool
	service string
	remote  bool
	// free is whether libusb opens interfaces that have no driver.
	free bool
	noK  bool // there is no libusbK.dll
	// adapters is whether the devices come with their network adapters.
	adapters bool
	// installs is whether drivers are being installed.
	installs hw.Installs
	// bindings are the drivers of every USB device, where the system lists them.
	bindings []hw.Binding
}

type scanner struct {
	read    func(context.Context) (found, error)
	options Options
}

// readListed reads the list that was handed in, where the system has none of its own. Without
// one the serial ports are listed all the same, so that a stick in modem mode can be used.
func (o Options) readListed(ctx context.Context) (found, error) {
	if o.Devices == nil {
		return found{}, nil
	}
	devices, err := o.Devices(ctx)
	return found{devices: devices, free: true}, err
}

// Scan implements hw.Scanner. Serial ports that cannot be listed are no reason to fail: the ports
// of the sticks themselves are known without.
func (s scanner) Scan(ctx context.Context) (snap hw.Snapshot, err error) {
	if err := ctx.Err(); err != nil {
		return hw.Snapshot{}, fmt.Errorf("scan: %w", err)
	}
	f, err := readSafely(ctx, s.read)
	if err != nil {
		return hw.Snapshot{}, fmt.Errorf("scan: %w", err)
	}
	snap = hw.Snapshot{
		Broken: f.broken, Service: f.service, Remote: f.remote, Installs: f.installs,
		Bindings: f.bindings, LibusbKMissing: f.noK, LibusbMissing: s.options.LibusbMissing,
	}
	all := sortDevices(f.devices)
	snap.Sticks, snap.Unsupported = all.sticks, all.unsupported
	for _, list := range [][]hw.Stick{snap.Sticks, snap.Unsupported} {
		joinAdapters(list, f.adapters, s.options.Adapter)
	}
	snap.Lines = joinLines(without(s.listLines(ctx), f.dead), all, f.ports)
	if !s.options.LibusbMissing {
		snap.Lines = addDirect(snap.Lines, snap.Sticks, f.free)
	}
	return snap, nil
}

func (s scanner) listLines(ctx context.Context) []hw.Line {
	if s.options.Lines == nil {
		return nil
	}
	lines, err := s.options.Lines(ctx)
	if err != nil {
		return nil
	}
	return lines
}

var errPanicked = errors.New("the device list broke off")

// readSafely turns a panic into an error: x/sys panics when a device property is empty.
func readSafely(
	ctx context.Context, read func(context.Context) (found, error),
) (f found, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = found{}, fmt.Errorf("%w: %v", errPanicked, r)
		}
	}()
	return read(ctx)
}

func byLocation(a, b hw.Stick) int { return cmp.Compare(a.Location, b.Location) }

// sorted are the devices by what they are to this program.
type sorted struct{ sticks, unsupported, others []hw.Stick }

// sortDevices tells the known sticks and those that look like one from others, each in order of
// location.
func sortDevices(devices []hw.Stick) (all sorted) {
	for _, d := range devices {
		d.Mode = modeOf(d.ID, d.Interfaces)
		if d.Mode == hw.ModeStorage && d.CD == hw.CDNone {
			d.Mode = hw.ModeUnknown // a card reader, whatever its ID says
		}
		d.Driver = mainDriver(d)
		if d.Mode != hw.ModeNetwork {
			d.Adapter = hw.Adapter{}
		}
		switch verdictOn(d) {
		case supported:
			all.sticks = append(all.sticks, d)
		case unknownStick:
			all.unsupported = append(all.unsupported, d)
		case notAStick:
			all.others = append(all.others, d)
		}
	}
	slices.SortFunc(all.sticks, byLocation)
	slices.SortFunc(all.unsupported, byLocation)
	return all
}
