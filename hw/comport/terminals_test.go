package comport

import (
	"io/fs"
	"reflect"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
)

// tree makes a file system out of paths: text that begins with "->" is a symbolic link.
func tree(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		if len(text) > 2 && text[:2] == "->" {
			m[name] = &fstest.MapFile{Data: []byte(text[2:]), Mode: fs.ModeSymlink | 0o777}
			continue
		}
		m[name] = &fstest.MapFile{Data: []byte(text + "\n"), Mode: 0o444}
	}
	return m
}

const stick = "devices/pci0000:00/0000:00:14.0/usb1/1-1"

// modem is a 12d1:1001 with option's three ports, another with Huawei's protocol codes, an
// Arduino, two UARTs of which one is real, a console and a link that leads nowhere.
func modem() fstest.MapFS {
	files := map[string]string{
		stick + "/idVendor": "12d1", stick + "/idProduct": "1001",
		stick + "/product":               "HUAWEI Mobile",
		stick + ".2/idVendor":            "12d1",
		stick + ".2/idProduct":           "1506",
		stick + ".3/idVendor":            "2341",
		stick + ".3/idProduct":           "0043",
		stick + ".3/product":             "Uno\xff",
		"class/tty/ttyACM0":              "->../../" + stick + ".3/1-1.3:1.0/tty/ttyACM0",
		"class/tty/ttyS0/type":           "4",
		"class/tty/ttyS1/type":           "0",
		"class/tty/ttyAMA0/type":         "32",
		stick + ".3/serial":              "5573",
		"class/tty/console/dev":          "5:1",
		"class/tty/tty1":                 "->../../devices/virtual/tty/tty1",
		"class/tty/ttyUSB9":              "->../../devices/gone/1-7/1-7:1.0/ttyUSB9/tty/ttyUSB9",
		stick + ".2/1-1.2:1.0/interface": "Huawei Mobile Connect - Application Interface",
	}
	port := func(dir, iface, tty, sub, protocol string) {
		at := dir + "/" + iface
		files["class/tty/"+tty] = "->../../" + at + "/" + tty + "/tty/" + tty
		files[at+"/bInterfaceNumber"] = "0" + iface[len(iface)-1:]
		files[at+"/bInterfaceClass"] = "ff"
		files[at+"/bInterfaceSubClass"] = sub
		files[at+"/bInterfaceProtocol"] = protocol
	}
	port(stick, "1-1:1.0", "ttyUSB0", "ff", "ff")
	port(stick, "1-1:1.1", "ttyUSB1", "ff", "ff")
	port(stick, "1-1:1.2", "ttyUSB2", "ff", "ff")
	port(stick+".2", "1-1.2:1.0", "ttyUSB3", "02", "03")
	port(stick+".2", "1-1.2:1.1", "ttyUSB10", "02", "02")
	port(stick+".2", "1-1.2:1.2", "ttyUSB11", "02", "01")
	return tree(files)
}

func TestListTerminals(t *testing.T) {
	lines, err := listTerminals(modem())
	if err != nil {
		t.Fatal(err)
	}
	sortLines(lines)
	application := "Huawei Mobile Connect - Application Interface"
	want := []hw.Line{
		{Name: "/dev/ttyUSB10", Location: "1-1.2", Interface: 1, Rank: 90},
		{Name: "/dev/ttyUSB2", Label: "HUAWEI Mobile", Location: "1-1", Interface: 2, Rank: 80},
		{Name: "/dev/ttyUSB0", Label: "HUAWEI Mobile", Location: "1-1", Interface: 0, Rank: 60},
		{Name: "/dev/ttyUSB11", Location: "1-1.2", Interface: 2, Rank: 60},
		{Name: "/dev/ttyUSB1", Label: "HUAWEI Mobile", Location: "1-1", Interface: 1, Rank: 40},
		{Name: "/dev/ttyUSB3", Label: application, Location: "1-1.2", Interface: 0, Rank: 20},
		{Name: "/dev/ttyS0", Interface: -1},
		{
			Name: "/dev/ttyACM0", Label: "Uno?", Location: "1-1.3", Interface: -1,
			Device: "2341:0043 5573",
		},
		{Name: "/dev/ttyAMA0", Interface: -1},
		{Name: "/dev/ttyUSB9", Location: "1-7", Interface: -1},
	}
	for i := range max(len(want), len(lines)) {
		if i >= len(lines) || i >= len(want) || !reflect.DeepEqual(lines[i], want[i]) {
			t.Fatalf("line %d\n got %+v\nwant %+v", i, lines, want)
		}
	}
}

func TestListTerminalsWithoutAny(t *testing.T) {
	lines, err := listTerminals(fstest.MapFS{})
	if err != nil || len(lines) != 0 {
		t.Errorf("%v, %v; want none", lines, err)
	}
}

func TestLabel(t *testing.T) {
	for _, c := range []struct{ product, iface, want string }{
		{"HUAWEI Mobile", "", "HUAWEI Mobile"},
		{"", "PC UI Interface", "PC UI Interface"},
		{"HUAWEI Mobile", "HUAWEI Mobile PC UI", "HUAWEI Mobile PC UI"},
		{"HUAWEI", "PC UI", "HUAWEI - PC UI"},
		{"", "", ""},
	} {
		if got := label(c.product, c.iface); got != c.want {
			t.Errorf("label(%q, %q) = %q, want %q", c.product, c.iface, got, c.want)
		}
	}
}
