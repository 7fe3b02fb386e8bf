package scan

import (
	"strings"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
)

// withDrive adds what Linux 6 shows of a drive below a storage interface.
func withDrive(tree fstest.MapFS, unit, block string, files map[string]string) {
	dir := "devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host6/target6:0:0/6:0:0:" + unit
	put := func(name, text string) {
		tree[dir+"/"+name] = &fstest.MapFile{Data: []byte(text + "\n"), Mode: 0o444}
	}
	put("block/"+block+"/dev", "11:0")
	for name, text := range files {
		put(strings.ReplaceAll(name, "BLOCK", "block/"+block), text)
	}
}

// TestSysfsDrives: what the CD drive calls itself and how large its medium is, and the card reader on
// the other logical unit.
func TestSysfsDrives(t *testing.T) {
	cd := map[string]string{
		"type": "5", "vendor": "HUAWEI  ", "model": "Mass Storage    ", "rev": "2.31",
		"BLOCK/size": "73728", "BLOCK/ro": "0",
	}
	for _, c := range []struct {
		name, size string
		want       int64
	}{
		{"a medium", "73728", 36 << 20},
		{"not looked at yet", "2097151", 0},
		{"nonsense", "-1", 0},
		{"no number", "", 0},
		{"larger than any", "99999999999999999999", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := drivesOf(t)
			cd["BLOCK/size"] = c.size
			withDrive(tree, "0", "sr0", cd)
			withDrive(tree, "1", "sdb", map[string]string{
				"type": "0", "vendor": "HUAWEI", "model": "TF CARD Storage", "BLOCK/size": "62333952",
			})
			snap, err := scanner{read: sysfs{tree, everything, nil}.read}.Scan(t.Context())
			if err != nil || len(snap.Sticks) != 1 {
				t.Fatalf("%+v, %v", snap, err)
			}
			s := snap.Sticks[0]
			inquiry := hw.Inquiry{Vendor: "HUAWEI", Model: "Mass Storage", Revision: "2.31"}
			if s.Inquiry != inquiry || s.CDBytes != c.want || s.CDDrive != "/dev/sr0" ||
				s.Unit1 != "/dev/sdb" || s.Writable || s.CD != hw.CDPresent || s.Manufacturer == "" {
				t.Errorf("%+v", s)
			}
		})
	}
}

// TestSysfsInquiryOfTheCD: the card reader, which may come first, does not name the stick.
func TestSysfsInquiryOfTheCD(t *testing.T) {
	tree := drivesOf(t)
	withDrive(tree, "0", "sdb", map[string]string{"type": "0", "vendor": "ZTE", "model": "MMC Storage"})
	withDrive(tree, "1", "sr0", map[string]string{"type": "5", "vendor": "ZTE", "model": "USB SCSI CD-ROM"})
	snap, err := scanner{read: sysfs{tree, everything, nil}.read}.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 1 {
		t.Fatalf("%+v, %v", snap, err)
	}
	if s := snap.Sticks[0]; s.Inquiry.Model != "USB SCSI CD-ROM" || s.CDDrive != "/dev/sr0" ||
		s.Unit1 != "/dev/sr0" {
		t.Errorf("%+v", s)
	}
}

func TestInquiryOf(t *testing.T) {
	for instance, want := range map[string]struct {
		hw.Inquiry
		unit string
	}{
		drive: {hw.Inquiry{Vendor: "HUAWEI", Model: "MASS STORAGE", Revision: "2.31"}, "0"},
		`USBSTOR\CdRom&Ven_ZTE&Prod_USB_SCSI_CD-ROM&Rev_2.31\P673A2TELSTRA&0`: {
			hw.Inquiry{Vendor: "ZTE", Model: "USB SCSI CD-ROM", Revision: "2.31"}, "0",
		},
		`USBSTOR\Disk&Ven_ZTE&Prod_MMC_Storage&Rev_2.31\P673A2TELSTRA&1`: {
			hw.Inquiry{Vendor: "ZTE", Model: "MMC Storage", Revision: "2.31"}, "1",
		},
		`USBSTOR\CDROM&VEN_&PROD_&REV_\6&1234&0`:        {hw.Inquiry{}, "0"},
		`USBSTOR\CDROM&VEN_SSMART_&PROD_CD\6&1234&0`:    {hw.Inquiry{Vendor: "SSMART", Model: "CD"}, "0"},
		`SCSI\CDROM&VEN_HL-DT-ST&PROD_X&REV_1\4&1&0&10`: {},
		storage: {},
		"":      {},
	} {
		got, unit, ok := inquiryOf(instance)
		if got != want.Inquiry || unit != want.unit || ok != (want.unit != "") {
			t.Errorf("%s: %+v, %q, %v", instance, got, unit, ok)
		}
	}
}

// TestPnPDrives: the same on Windows, by the instances of the drives.
func TestPnPDrives(t *testing.T) {
	card := pnpDevice{
		instance: `USBSTOR\DISK&VEN_HUAWEI&PROD_TF_CARD_STORAGE&REV_2.31\7&1F3D4B5&1`,
		parent:   storage, class: "DiskDrive", service: "disk", drivePath: `\\?\usbstor#disk&ven_huawei`,
	}
	nodes := append([]pnpDevice{card}, cdStickNodes("USBSTOR", 0)...)
	snap := scanNodes(t, nodes)
	if len(snap.Sticks) != 1 {
		t.Fatalf("%+v", snap)
	}
	s := snap.Sticks[0]
	want := hw.Inquiry{Vendor: "HUAWEI", Model: "MASS STORAGE", Revision: "2.31"}
	if s.Inquiry != want || s.Unit1 != card.drivePath || s.CDDrive != cd || s.CDBytes != 0 || s.Writable {
		t.Errorf("%+v", s)
	}
}

// info is what Linux 6.1 tells of a burner, a stick and a drive that reads only.
const info = `CD-ROM information, Id: cdrom.c 3.20 2003/12/17

drive name:		sr2	sr1	sr0
drive speed:		24	1	1
drive # of slots:	1	1	1
Can close tray:		1	1	1
Can open tray:		1	1	1
Can read multisession:	1	1	1
Can write CD-R:		1	0	0
Can write CD-RW:	1	0	0
Can read DVD:		1	1	1
Can write DVD-R:	1	0	0
Can write DVD-RAM:	0	1	0
Can read MRW:		1	1	1
Can write MRW:		0	0	0
Can write RAM:		0	0	0

`

// TestWrites: a disk in CD format with the ID of a stick is told from one by what its drive can do.
func TestWrites(t *testing.T) {
	for drive, want := range map[string]bool{"sr2": true, "sr1": true, "sr0": false, "sr3": false, "": false} {
		if got := writes(info, drive); got != want {
			t.Errorf("%s: %v", drive, got)
		}
		if writes("", drive) || writes("Can write CD-R: 1\ndrive name:\n", drive) {
			t.Errorf("%s writes, of which nothing is known", drive)
		}
	}
	for block, want := range map[string]bool{"sr1": true, "sr0": false} {
		tree := drivesOf(t)
		withDrive(tree, "0", block, map[string]string{"type": "5"})
		s := scanner{read: sysfs{tree, everything, func() string { return info }}.read}
		snap, err := s.Scan(t.Context())
		if err != nil || len(snap.Sticks) != 1 || snap.Sticks[0].Writable != want {
			t.Errorf("%s: %+v, %v", block, snap, err)
		}
	}
}
