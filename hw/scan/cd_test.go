package scan

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
)

// drivesOf is the tree of a 12d1:1f01 with drives of these SCSI types and nothing else below
// its storage interface.
func drivesOf(t *testing.T, types ...string) fstest.MapFS {
	t.Helper()
	tree := readTree(t, "storage")
	maps.DeleteFunc(tree, func(name string, _ *fstest.MapFile) bool {
		return strings.Contains(name, "/host6/")
	})
	for unit, scsi := range types {
		dir := "devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host6/target6:0:0/6:0:0:" +
			string(rune('0'+unit))
		tree[dir+"/type"] = &fstest.MapFile{Data: []byte(scsi + "\n"), Mode: 0o444}
		if scsi == "0" {
			tree[dir+"/block/sdb/dev"] = &fstest.MapFile{Data: []byte("8:16\n"), Mode: 0o444}
		}
	}
	return tree
}

// TestSysfsCD: a device with the ID 12d1:1f01 is in storage mode as long as nothing shows
// that it has no CD drive, which may come after the others, and a kernel may not make /dev/sr0 of.
func TestSysfsCD(t *testing.T) {
	for _, c := range []struct {
		name  string
		types []string
		cd    hw.CD
		mode  hw.Mode
	}{
		{"no drive yet", nil, hw.CDUnknown, hw.ModeStorage},
		{"a CD drive", []string{"5"}, hw.CDPresent, hw.ModeStorage},
		{"a card reader and a CD drive", []string{"0", "5"}, hw.CDPresent, hw.ModeStorage},
		{"a card reader", []string{"0"}, hw.CDNone, hw.ModeUnknown},
		{"two card readers", []string{"0", "0"}, hw.CDNone, hw.ModeUnknown},
		{"nonsense", []string{"55"}, hw.CDNone, hw.ModeUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scanner{read: sysfs{drivesOf(t, c.types...), everything, nil}.read}
			snap, err := s.Scan(t.Context())
			if err != nil || len(snap.Sticks) != 1 {
				t.Fatalf("%+v, %v", snap, err)
			}
			if k := snap.Sticks[0]; k.CD != c.cd || k.Mode != c.mode || k.CDDrive != "" {
				t.Errorf("%+v", k)
			}
		})
	}
}

// TestSysfsCDOfInterfaces: one interface with a CD drive is enough, whichever comes first.
func TestSysfsCDOfInterfaces(t *testing.T) {
	for _, swap := range []bool{false, true} {
		reader, drive := "0", "5"
		if swap {
			reader, drive = drive, reader
		}
		tree := drivesOf(t, reader)
		for name, file := range maps.Clone(tree) {
			second := strings.ReplaceAll(name, "1-1:1.0", "1-1:1.1")
			if second == name {
				continue
			}
			file := *file
			switch {
			case strings.HasSuffix(name, "/bInterfaceNumber"):
				file.Data = []byte("01\n")
			case strings.HasSuffix(name, "/type"):
				file.Data = []byte(drive + "\n")
			}
			tree[second] = &file
		}
		snap, err := scanner{read: sysfs{tree, everything, nil}.read}.Scan(t.Context())
		if err != nil || len(snap.Sticks) != 1 || len(snap.Sticks[0].Interfaces) != 2 {
			t.Fatalf("%+v, %v", snap, err)
		}
		if k := snap.Sticks[0]; k.CD != hw.CDPresent || k.Mode != hw.ModeStorage {
			t.Errorf("the CD drive first is %v: %+v", swap, k)
		}
	}
}

// TestPnPCD: the same on Windows, where USBSTOR names the drives that it makes by their kind, and
// other drivers make none.
func TestPnPCD(t *testing.T) {
	card := pnpDevice{
		instance: `UsbStor\Disk&Ven_HUAWEI&Prod_SD_Storage&Rev_2.31\7&1F3D4B5&0&1`,
		parent:   storage, class: "DiskDrive", service: "disk",
	}
	elsewhere := card
	elsewhere.parent = `USB\VID_0781&PID_5567\4C53`
	for _, c := range []struct {
		name    string
		service string
		drives  []pnpDevice
		cd      hw.CD
		mode    hw.Mode
	}{
		{"a CD drive", "USBSTOR", nil, hw.CDPresent, hw.ModeStorage},
		{"and a card reader", "USBSTOR", []pnpDevice{card}, hw.CDPresent, hw.ModeStorage},
		{"WinUSB", "WinUSB", nil, hw.CDUnknown, hw.ModeStorage},
		{"WinUSB, drives of others", "WinUSB", []pnpDevice{elsewhere}, hw.CDUnknown, hw.ModeStorage},
		{"a card reader", "", []pnpDevice{card}, hw.CDNone, hw.ModeUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			snap := scanNodes(t, append(cdStickNodes(c.service, 0), c.drives...))
			if len(snap.Sticks) != 1 || snap.Sticks[0].CD != c.cd || snap.Sticks[0].Mode != c.mode {
				t.Errorf("%+v", snap.Sticks)
			}
		})
	}
}

// TestPnPCDWithoutPath: a CD drive that cannot be opened yet is one all the same.
func TestPnPCDWithoutPath(t *testing.T) {
	nodes := cdStickNodes("USBSTOR", 0)
	nodes[1].drivePath = ""
	snap := scanNodes(t, nodes)
	if k := snap.Sticks[0]; k.CD != hw.CDPresent || k.CDDrive != "" || k.Mode != hw.ModeStorage {
		t.Errorf("%+v", k)
	}
}
