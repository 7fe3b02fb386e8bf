package scan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
)

// tty is an interface with a port by this driver; cdc_acm puts it in another folder than option.
func tty(class, sub, protocol, driver, name string) face {
	return face{class, sub, protocol, driver, name}
}

// made is a sysfs with one device of another maker in it.
func made(id, class, maker, product string, faces ...face) fstest.MapFS {
	tree := layout(id[5:], class, faces...)
	put := func(name, text string) {
		tree[usbDevices+"/3-1/"+name] = &fstest.MapFile{Data: []byte(text + "\n"), Mode: 0o444}
	}
	put("idVendor", id[:4])
	put("manufacturer", maker)
	put("product", product)
	return tree
}

// TestSysfsOtherMakers: what is read of a device first does not keep a modem from being found, nor a
// device that only looks like one.
func TestSysfsOtherMakers(t *testing.T) {
	ec25 := make([]face, 4)
	for n := range ec25 {
		ec25[n] = option("ff", "ff", fmt.Sprintf("ttyUSB%d", n))
	}
	ec25 = append(ec25, face{"ff", "ff", "ff", "qmi_wwan", ""})
	acmPort := tty("02", "02", "01", "cdc_acm", "ttyACM0")
	data := face{"0a", "00", "00", "cdc_acm", ""}
	card := face{"02", "06", "00", "cdc_ether", ""}
	const stick, looks, nothing = "stick", "looks like one", ""
	for _, c := range []struct {
		name string
		tree fstest.MapFS
		want string
		best string
	}{
		{"EC25", made("2c7c:0125", "ef", "Quectel", "EC25-E", ec25...), stick, "/dev/ttyUSB2"},
		{"u-blox", made("1546:1102", "ef", "u-blox", "Wireless Module", acmPort, data), stick, "/dev/ttyACM0"},
		{"Nokia", made("0421:0612", "02", "Nokia", "CS-15", acmPort, data), stick, "/dev/ttyACM0"},
		{"without a driver", made("2c7c:0125", "ef", "Quectel", "EC25-E", coded("ff", "ff"), coded("ff", "ff"), coded("ff", "ff")), stick, "usb:3-1:2"},
		{"ACM without a driver", made("1546:1102", "ef", "u-blox", "", face{"02", "02", "01", "", ""}, face{"0a", "00", "00", "", ""}), stick, ""},
		{"ZTE's web stick", made("19d2:1405", "02", "ZTE", "ZTE Mobile Broadband", card, data), stick, ""},
		{"by its name", made("1234:5678", "00", "Maker", "HSPA Modem", acmPort, data), looks, ""},
		{"by its interfaces", made("1234:5678", "ef", "Maker", "Thing", acmPort, data, card), looks, ""},
		{"by its interfaces, class 02", made("1234:5678", "02", "Maker", "Thing", acmPort, data, card), looks, ""},
		{"Linux' own gadget", made("1d6b:0104", "ef", "Linux", "Multifunction Composite Gadget", acmPort, data, card), nothing, ""},
		{"Arduino", made("2341:0043", "02", "Arduino", "Uno", acmPort, data), nothing, ""},
		{"GPS receiver", made("1546:01a8", "02", "u-blox AG", "u-blox GNSS receiver", acmPort, data), nothing, ""},
		{"serial adapter", made("1a86:7523", "ff", "", "USB Serial", tty("ff", "01", "02", "ch341", "ttyUSB0")), nothing, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scanner{read: sysfs{c.tree, everything, nil}.read}
			snap, err := s.Scan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			is := strings.Join(slices.Concat(
				slices.Repeat([]string{stick}, len(snap.Sticks)),
				slices.Repeat([]string{looks}, len(snap.Unsupported))), ", ")
			best := ""
			if len(snap.Lines) > 0 && snap.Lines[0].Rank > 0 {
				best = snap.Lines[0].Name
			}
			if is != c.want || best != c.best {
				t.Errorf("%q, asked first %q; want %q, %q: %+v", is, best, c.want, c.best, snap)
			}
			for _, l := range snap.Lines {
				if l.Kind == hw.LineSerial && l.Location != "3-1" {
					t.Errorf("%+v belongs to nobody", l)
				}
			}
		})
	}
}
