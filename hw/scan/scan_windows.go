package scan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// The classes and interfaces that are asked for, and the properties that have no SPDRP number
// (Windows SDK, devguid.h, ntddstor.h, devpkey.h).
var (
	classPorts = windows.GUID{
		Data1: 0x4d36e978, Data2: 0xe325, Data3: 0x11ce,
		Data4: [8]byte{0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18},
	}
	classModem = windows.GUID{
		Data1: 0x4d36e96d, Data2: 0xe325, Data3: 0x11ce,
		Data4: [8]byte{0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18},
	}
	classNet = windows.GUID{
		Data1: 0x4d36e972, Data2: 0xe325, Data3: 0x11ce,
		Data4: [8]byte{0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18},
	}
	interfaceDisk = windows.GUID{
		Data1: 0x53f56307, Data2: 0xb6bf, Data3: 0x11d0,
		Data4: [8]byte{0x94, 0xf2, 0x00, 0xa0, 0xc9, 0x1e, 0xfb, 0x8b},
	}
	interfaceCD = windows.GUID{
		Data1: 0x53f56308, Data2: 0xb6bf, Data3: 0x11d0,
		Data4: [8]byte{0x94, 0xf2, 0x00, 0xa0, 0xc9, 0x1e, 0xfb, 0x8b},
	}
	propertyParent = windows.DEVPROPKEY{PID: 8, FmtID: windows.DEVPROPGUID{
		Data1: 0x4340a6c5, Data2: 0x93fa, Data3: 0x4706,
		Data4: [8]byte{0x97, 0x2c, 0x7b, 0x64, 0x80, 0x08, 0xa5, 0xa7},
	}}
	propertyInf      = driverProperty(5)
	propertyProvider = driverProperty(9)
	propertyProduct  = windows.DEVPROPKEY{PID: 4, FmtID: windows.DEVPROPGUID{
		Data1: 0x540b947e, Data2: 0x8b40, Data3: 0x45bc,
		Data4: [8]byte{0xa8, 0xa2, 0x6a, 0x0b, 0x89, 0x4c, 0xbd, 0xa2},
	}}
)

// driverProperty is one of the properties of the driver that is bound.
func driverProperty(number windows.DEVPROPID) windows.DEVPROPKEY {
	return windows.DEVPROPKEY{PID: number, FmtID: windows.DEVPROPGUID{
		Data1: 0xa8b865dd, Data2: 0x2e3d, Data3: 0x4094,
		Data4: [8]byte{0xad, 0x97, 0xe5, 0x93, 0xa7, 0x0c, 0x75, 0xd6},
	}}
}

// systemReader asks SetupAPI, which needs no rights, no driver and opens no device.
func systemReader(Options) func(context.Context) (found, error) {
	services := &serviceList{}
	return func(ctx context.Context) (found, error) {
		nodes, err := presentNodes(ctx)
		if err != nil {
			return found{}, err
		}
		f := sortPnP(nodes)
		if adapterMissing(f.devices) {
			f = sortPnP(addNodes(ctx, nodes, &classNet, ""))
		}
		f.adapters = true
		f.service = huaweiService(services.names())
		f.remote = remoteSession()
		f.noK = noLibusbK()
		f.installs = installs()
		return f, nil
	}
}

// presentNodes lists USB devices and interfaces, the drives on them, and all ports and modems. The
// latter three may be missing: a computer can have none.
func presentNodes(ctx context.Context) ([]pnpDevice, error) {
	nodes, err := list(ctx, nil, "USB")
	if err != nil && !errors.Is(err, windows.ERROR_INVALID_DATA) {
		return nil, fmt.Errorf("list USB devices: %w", err)
	}
	nodes = addNodes(ctx, nodes, nil, "USBSTOR")
	nodes = addNodes(ctx, nodes, &classPorts, "")
	nodes = addNodes(ctx, nodes, &classModem, "")
	return nodes, ctx.Err()
}

// addNodes adds the nodes of a class or of an enumerator that are not there yet; what cannot be listed
// is not there.
func addNodes(
	ctx context.Context, nodes []pnpDevice, class *windows.GUID, enumerator string,
) []pnpDevice {
	more, _ := list(ctx, class, enumerator)
	for _, n := range more {
		same := func(o pnpDevice) bool { return o.instance == n.instance }
		if !slices.ContainsFunc(nodes, same) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func list(ctx context.Context, class *windows.GUID, enumerator string) ([]pnpDevice, error) {
	flags := windows.DIGCF_PRESENT
	if class == nil {
		flags |= windows.DIGCF_ALLCLASSES
	}
	set, err := windows.SetupDiGetClassDevsEx(class, enumerator, 0, flags, 0, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = set.Close() }()
	var nodes []pnpDevice
	for i := 0; ctx.Err() == nil; i++ {
		data, err := set.EnumDeviceInfo(i)
		if errors.Is(err, windows.ERROR_NO_MORE_ITEMS) {
			break
		}
		if err != nil {
			return nodes, err
		}
		if n, ok := readNode(node{set, data}); ok {
			nodes = append(nodes, n)
		}
	}
	return nodes, ctx.Err()
}

// node is one entry of a device list.
type node struct {
	set  windows.DevInfo
	data *windows.DevInfoData
}

func readNode(n node) (pnpDevice, bool) {
	instance, err := n.set.DeviceInstanceID(n.data)
	if err != nil {
		return pnpDevice{}, false
	}
	d := pnpDevice{
		instance:   instance,
		parent:     n.property(&propertyParent),
		class:      n.text(windows.SPDRP_CLASS),
		service:    n.text(windows.SPDRP_SERVICE),
		compatible: n.texts(windows.SPDRP_COMPATIBLEIDS),
		locations:  n.texts(windows.SPDRP_LOCATION_PATHS),
		name:       n.text(windows.SPDRP_FRIENDLYNAME),
		product:    n.property(&propertyProduct),
		problem:    n.problem(),
		inf:        n.property(&propertyInf),
		provider:   n.property(&propertyProvider),
		drivePath:  drivePath(instance),
	}
	switch d.class {
	case "Ports", "Modem":
		d.port = n.key(windows.DIREG_DEV, "PortName")
	case "Net":
		d.adapter = n.key(windows.DIREG_DRV, "NetCfgInstanceId")
		d.parent = n.usbParent(d.parent)
	}
	if d.name == "" {
		d.name = n.text(windows.SPDRP_DEVICEDESC)
	}
	return d, true
}

// guarded reads one property of a device. x/sys panics where one is there but empty: then the
// value is empty, too, and the other devices are still seen.
func guarded[T any](read func() (T, error)) (v T) {
	defer func() { _ = recover() }()
	if got, err := read(); err == nil {
		return got
	}
	return v
}

func (n node) value(p windows.SPDRP) any {
	return guarded(func() (any, error) { return n.set.DeviceRegistryProperty(n.data, p) })
}

func (n node) text(p windows.SPDRP) string {
	s, _ := n.value(p).(string)
	return s
}

func (n node) texts(p windows.SPDRP) []string {
	switch v := n.value(p).(type) {
	case []string:
		return v
	case string:
		return []string{v}
	}
	return nil
}

func (n node) property(key *windows.DEVPROPKEY) string {
	s, _ := guarded(func() (any, error) {
		return windows.SetupDiGetDeviceProperty(n.set, n.data, key)
	}).(string)
	return s
}

func (n node) problem() int {
	var status, problem uint32
	err := windows.CM_Get_DevNode_Status(&status, &problem, n.data.DevInst, 0)
	if err != nil || status&windows.DN_HAS_PROBLEM == 0 {
		return 0
	}
	return int(problem)
}

// key reads a value of the device's registry key (DIREG_DEV) or of its driver's (DIREG_DRV). Windows
// keeps the name of the COM port that a node of class Ports or Modem is in the first, and the name of
// the network adapter that one of class Net is in the second.
func (n node) key(of windows.DIREG, value string) string {
	h, err := n.set.OpenDevRegKey(n.data, windows.DICS_FLAG_GLOBAL, 0, of, windows.KEY_READ)
	if err != nil {
		return ""
	}
	key := registry.Key(h)
	defer func() { _ = key.Close() }()
	text, _, err := key.GetStringValue(value)
	if err != nil {
		return ""
	}
	return text
}

// drivePath returns the path under which a CD drive, or the drive of logical unit 1, can be opened; ""
// for anything else.
func drivePath(instance string) string {
	kind := interfaceCD
	if !isCDDrive(instance) {
		if _, unit, _ := inquiryOf(instance); unit != "1" {
			return ""
		}
		kind = interfaceDisk
	}
	paths := guarded(func() ([]string, error) {
		return windows.CM_Get_Device_Interface_List(instance, &kind,
			windows.CM_GET_DEVICE_INTERFACE_LIST_PRESENT)
	})
	if len(paths) == 0 {
		return ""
	}
	return paths[0]
}
