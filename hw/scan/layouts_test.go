package scan

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// face is one interface: class, subclass, protocol, driver, tty.
type face struct{ class, sub, protocol, driver, tty string }

// option is an interface that Linux' option driver has made a port of, coded one that it has not.
func option(sub, protocol, tty string) face { return face{"ff", sub, protocol, "option", tty} }

func coded(sub, protocol string) face { return face{"ff", sub, protocol, "", ""} }

var (
	disk = face{"08", "06", "50", "usb-storage", ""}
	ncm  = face{"ff", "03", "16", "huawei_cdc_ncm", ""}
)

// layout is a sysfs with one device in it.
func layout(product, class string, faces ...face) fstest.MapFS {
	m := fstest.MapFS{}
	put := func(p, s string) { m[p] = &fstest.MapFile{Data: []byte(s + "\n"), Mode: 0o444} }
	const d = usbDevices + "/3-1"
	for f, s := range map[string]string{
		"idVendor": "12d1", "idProduct": product, "bDeviceClass": class, "bConfigurationValue": "1",
		"bNumInterfaces": fmt.Sprintf(" %d", len(faces)), "busnum": "3", "devnum": "2",
	} {
		put(d+"/"+f, s)
	}
	for n, i := range faces {
		p := fmt.Sprintf("%s/3-1:1.%d", d, n)
		put(p+"/bInterfaceNumber", fmt.Sprintf("%02x", n))
		put(p+"/bInterfaceClass", i.class)
		put(p+"/bInterfaceSubClass", i.sub)
		put(p+"/bInterfaceProtocol", i.protocol)
		if i.driver != "" {
			link := []byte("../../../bus/usb/drivers/" + i.driver)
			m[p+"/driver"] = &fstest.MapFile{Data: link, Mode: fs.ModeSymlink | 0o777}
		}
		switch {
		case i.tty == "":
		case i.driver == "cdc_acm":
			put(p+"/tty/"+i.tty+"/dev", "166:0")
		default:
			put(p+"/"+i.tty+"/port_number", "0")
			put(p+"/"+i.tty+"/tty/"+i.tty+"/dev", "188:0")
		}
	}
	return m
}

// TestReportedLayouts are devices as their owners described them in public.
func TestReportedLayouts(t *testing.T) {
	const storage, modem, network = hw.ModeStorage, hw.ModeModem, hw.ModeNetwork
	ethernet := face{"02", "06", "00", "cdc_ether", ""}
	data := face{"0a", "06", "00", "cdc_ether", ""}
	at, dial, bare := coded("03", "12"), coded("03", "10"), coded("ff", "ff")
	for _, c := range []struct {
		name   string
		tree   fstest.MapFS
		mode   hw.Mode
		best   string // the line tried first
		direct int    // interface for WinUSB, -1 for none
	}{
		{"CD and card reader as two interfaces", layout("1446", "00", disk, disk), storage, "", -1},
		{"ME909u", layout("1573", "00", option("01", "10", "ttyUSB0"), option("01", "12", "ttyUSB1"),
			option("01", "13", "ttyUSB2"), ncm), modem, "/dev/ttyUSB1", 1},
		{"network card and CD", layout("14dc", "02", ethernet, data, disk), network, "", -1},
		{
			"E3272", layout("155e", "00", option("03", "12", "ttyUSB0"), ncm, disk),
			modem, "/dev/ttyUSB0", 0,
		},
		{
			"15b6 without a driver", layout("15b6", "00", at, dial, coded("03", "16"), disk),
			modem, "usb:3-1:0", 0,
		},
		{
			"MS2372h without a driver", layout("1596", "00", coded("02", "12"), coded("02", "01")),
			modem, "usb:3-1:0", 0,
		},
		{"E220 family without a driver", layout("1401", "00", bare, bare), modem, "usb:3-1:0", 0},
		{
			"in no table, by its codes", layout("abcd", "00", coded("01", "31"), coded("01", "32")),
			modem, "usb:3-1:1", 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			snap, err := scanner{read: sysfs{c.tree, everything, nil}.read}.Scan(t.Context())
			if err != nil || len(snap.Sticks) != 1 {
				t.Fatalf("%+v, %v", snap, err)
			}
			s, best, direct := snap.Sticks[0], "", -1
			if len(snap.Lines) > 0 {
				best = snap.Lines[0].Name
			}
			if i, ok := sticks.DirectInterface(s); ok {
				direct = i.Number
			}
			if s.Mode != c.mode || best != c.best || direct != c.direct {
				t.Errorf("mode %v, best %q, direct %d", s.Mode, best, direct)
			}
		})
	}
}
