package scan

import (
	"context"
	"strings"
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// nodesOf reads a device tree: a line is a node, its fields are separated by "|". The parent is the
// number of another line, so that there are circles and nodes below themselves.
func nodesOf(text string) []pnpDevice {
	lines := strings.Split(text, "\n")
	nodes := make([]pnpDevice, len(lines))
	for i, line := range lines {
		f := append(strings.Split(line, "|"), make([]string, 6)...)
		nodes[i] = pnpDevice{
			instance: f[0], service: f[2], class: f[3], port: f[4], name: f[5],
			compatible: strings.Split(f[5], ","), problem: len(f[2]),
		}
		if isCDDrive(f[0]) {
			nodes[i].drivePath = `\\?\` + f[0]
		}
	}
	for i, line := range lines {
		f := append(strings.Split(line, "|"), "", "")
		if n := len(f[1]); n > 0 {
			nodes[i].parent = nodes[int(f[1][0])%len(nodes)].instance
		}
	}
	return nodes
}

// FuzzPnP: however Windows' device tree looks, the scan ends, offers nothing that the
// tables do not know, and calls nothing a stick in storage mode that has drives but no CD drive.
func FuzzPnP(f *testing.F) {
	f.Add(storage + "|b|USBSTOR|USB||USB\\Class_08&SubClass_06&Prot_50\n" + drive + "|0")
	f.Add(storage + "|b|USBSTOR|USB\nUSBSTOR\\DISK&VEN_HUAWEI\\1|0")
	f.Add(`USB\VID_19D2&PID_2000\1|b|USBSTOR` + "\nUSBSTOR\\CDROM&VEN_ZTE&PROD_CD&REV_1\\1&0|0")
	f.Add(modem + "|a|usbccgp\nUSB\\VID_12D1&PID_1001&MI_02\\6|0|hwdatacard|Ports|COM8")
	f.Add(`USB\VID_0000&PID_0002\5|a` + "\n" + `USB\VID_0781&PID_5567\1|b|USBSTOR` + "\n" + drive + "|b")
	f.Fuzz(func(t *testing.T, text string) {
		s := scanner{read: reading(sortPnP(nodesOf(text)), nil)}
		snap, err := s.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range snap.Sticks {
			if !contract.Known(k) {
				t.Errorf("%s is offered", k.ID)
			}
			if k.CD == hw.CDNone && (k.Mode == hw.ModeStorage || k.CDDrive != "") {
				t.Errorf("%+v has no CD drive", k)
			}
			if guide, _ := sticks.Message("guide-modem"); k.Mode != hw.ModeStorage &&
				sticks.Guard(k, guide) == nil {
				t.Errorf("%+v may be written to", k)
			}
		}
	})
}

// TestBetterCD: one CD drive is enough, nothing known takes nothing away.
func TestBetterCD(t *testing.T) {
	const unknown, present, none = hw.CDUnknown, hw.CDPresent, hw.CDNone
	for _, c := range [][3]hw.CD{
		{unknown, unknown, unknown},
		{unknown, present, present},
		{unknown, none, none},
		{present, unknown, present},
		{present, none, present},
		{none, unknown, none},
		{none, present, present},
		{none, none, none},
	} {
		if got := betterCD(c[0], c[1]); got != c[2] {
			t.Errorf("%v and %v: %v, want %v", c[0], c[1], got, c[2])
		}
	}
}

// TestCardReadersOfOthers: a disk of a brand that makes sticks, or of an unknown Huawei ID, is not
// even shown as a stick; with a CD drive it is.
func TestCardReadersOfOthers(t *testing.T) {
	for _, id := range []hw.ID{
		{Vendor: 0x19d2, Product: 0x7777}, {Vendor: hw.HuaweiVendor, Product: 0x1c0f},
	} {
		for cd, shown := range map[hw.CD]int{hw.CDNone: 0, hw.CDPresent: 1, hw.CDUnknown: 1} {
			f := found{devices: []hw.Stick{{
				Location: "1-1", ID: id, CD: cd,
				Interfaces: []hw.Interface{{Class: 8, SubClass: 6, Protocol: 0x50}},
			}}}
			read := func(context.Context) (found, error) { return f, nil }
			snap, err := scanner{read: read}.Scan(t.Context())
			if err != nil || len(snap.Sticks) != 0 || len(snap.Unsupported) != shown {
				t.Errorf("%s, CD drive %v: %+v, %v", id, cd, snap, err)
			}
		}
	}
}
