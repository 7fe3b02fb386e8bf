package scan

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
)

// readTree reads a recorded tree: "path: text" is a file, "path -> target" a symbolic link.
func readTree(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".tree"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	m := fstest.MapFS{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		if link, target, ok := strings.Cut(line, " -> "); ok {
			m[link] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
		} else if file, text, ok := strings.Cut(line, ": "); ok {
			m[file] = &fstest.MapFile{Data: []byte(text + "\n"), Mode: 0o444}
		} else {
			t.Fatalf("%s: %q is neither file nor link", name, line)
		}
	}
	return m
}

func everything(string) bool { return true }

// scannerOf is a scanner of a recorded tree.
func scannerOf(t testing.TB, name string) hw.Scanner {
	t.Helper()
	return scanner{read: sysfs{readTree(t, name), everything, nil}.read}
}

func scanTree(t *testing.T, name string) hw.Snapshot {
	t.Helper()
	snap, err := scannerOf(t, name).Scan(t.Context())
	if err != nil {
		t.Fatalf("scan %s: %v", name, err)
	}
	return snap
}

func trees(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.tree")
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	for i := range files {
		files[i] = strings.TrimSuffix(filepath.Base(files[i]), ".tree")
	}
	return files
}

func TestScannerContract(t *testing.T) {
	for _, name := range trees(t) {
		t.Run(name, func(t *testing.T) { contract.RunScanner(t, scannerOf(t, name)) })
	}
	t.Run("this computer", func(t *testing.T) { contract.RunScanner(t, New(Options{})) })
}

// seen is what matters of one stick.
type seen struct {
	at, id string
	mode   hw.Mode
	driver hw.Driver
	cd     string
}

func brief(list []hw.Stick) []seen {
	var all []seen
	for _, s := range list {
		all = append(all, seen{s.Location, s.ID.String(), s.Mode, s.Driver, s.CDDrive})
	}
	return all
}

func same(a, b []seen) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestScanTrees(t *testing.T) {
	const storage, modem, network = hw.ModeStorage, hw.ModeModem, hw.ModeNetwork
	const cdDriver, ports, card = hw.DriverStorage, hw.DriverSerial, hw.DriverNetwork
	cases := []struct {
		tree        string
		sticks      []seen
		unsupported []seen
	}{
		{"storage", []seen{{"1-1", "12d1:1f01", storage, cdDriver, "/dev/sr0"}}, nil},
		{"storage-card", []seen{{"1-1", "12d1:1f01", storage, cdDriver, "/dev/sr1"}}, nil},
		{"modem", []seen{{"1-1", "12d1:1001", modem, ports, ""}}, nil},
		{"modem-codes", []seen{{"1-1.2", "12d1:1506", modem, ports, "/dev/sr0"}}, nil},
		{"modem-no-driver", []seen{{"1-1", "12d1:1001", modem, hw.DriverNone, ""}}, nil},
		{"modem-acm", []seen{{"1-1", "12d1:1442", modem, ports, ""}}, nil},
		{"hilink", []seen{{"1-1", "12d1:14dc", network, card, "/dev/sr0"}}, nil},
		{"hilink-rndis", []seen{{"1-1", "12d1:14db", network, card, ""}}, nil},
		{"hilink-rndis-misc", []seen{{"1-1", "12d1:14db", network, card, ""}}, nil},
		{"hilink-bare", []seen{{"1-1", "12d1:14db", network, hw.DriverNone, ""}}, nil},
		{"hilink-two", []seen{
			{"1-1", "12d1:14db", network, card, ""}, {"1-2", "12d1:14db", network, card, ""},
		}, nil},
		{"hilink-at", []seen{{"1-1", "12d1:1566", modem, ports, "/dev/sr0"}}, nil},
		{"rescue", []seen{{"1-1", "12d1:1443", hw.ModeRescue, ports, ""}}, nil},
		{"e169", []seen{{"1-1", "12d1:1001", modem, ports, "/dev/sr0"}}, nil},
		{"e169-storage", []seen{{"1-1", "12d1:1001", storage, cdDriver, "/dev/sr0"}}, nil},
		{"two", []seen{
			{"1-1.4", "12d1:1f01", storage, cdDriver, "/dev/sr0"},
			{"1-2", "12d1:1001", modem, ports, ""},
		}, nil},
		{"others", []seen{{"1-6", "12d1:1030", storage, cdDriver, "/dev/sr1"}}, nil},
		{"brands", []seen{
			{"1-1", "19d2:2000", storage, cdDriver, "/dev/sr0"}, {"1-4", "12d1:abce", modem, ports, ""},
		}, []seen{
			{"1-2", "3566:2001", storage, cdDriver, "/dev/sr1"},
			{"1-3", "12d1:abcd", storage, cdDriver, "/dev/sr2"},
		}},
		{"unconfigured", []seen{{"1-1", "12d1:1f01", hw.ModeUnknown, hw.DriverUnknown, ""}}, nil},
		{"no-usb", nil, nil},
	}
	for _, c := range cases {
		t.Run(c.tree, func(t *testing.T) {
			snap := scanTree(t, c.tree)
			if got := brief(snap.Sticks); !same(got, c.sticks) {
				t.Errorf("sticks\n got %v\nwant %v", got, c.sticks)
			}
			if got := brief(snap.Unsupported); !same(got, c.unsupported) {
				t.Errorf("unsupported\n got %v\nwant %v", got, c.unsupported)
			}
			if want := c.tree == "unconfigured"; snap.Broken != want {
				t.Errorf("broken %v, want %v", snap.Broken, want)
			}
		})
	}
}

func TestScanDetails(t *testing.T) {
	s := scanTree(t, "modem-codes").Sticks[0]
	if s.Bus != 1 || s.Address != 9 || !s.Accessible || s.Name != "Huawei Technologies HUAWEI Mobile" {
		t.Errorf("stick %+v", s)
	}
	type row struct {
		class, sub, protocol uint8
		driver               hw.Driver
		name, port           string
	}
	want := []row{
		{0xff, 2, 1, hw.DriverSerial, "option", "ttyUSB0"},
		{0xff, 2, 3, hw.DriverSerial, "option", "ttyUSB1"},
		{0xff, 2, 2, hw.DriverSerial, "option", "ttyUSB2"},
		{0xff, 2, 0x16, hw.DriverNetwork, "huawei_cdc_ncm", ""},
		{8, 6, 0x50, hw.DriverStorage, "usb-storage", ""},
		{8, 6, 0x50, hw.DriverStorage, "usb-storage", ""},
	}
	if len(s.Interfaces) != len(want) {
		t.Fatalf("interfaces %+v", s.Interfaces)
	}
	for n, i := range s.Interfaces {
		got := row{i.Class, i.SubClass, i.Protocol, i.Driver, i.DriverName, i.Port}
		if got != want[n] || i.Number != n {
			t.Errorf("interface %d\n got %+v\nwant %+v", n, got, want[n])
		}
	}
}

func TestScanLinesOfStick(t *testing.T) {
	for _, c := range []struct{ tree, best, second string }{
		{"modem", "/dev/ttyUSB2", "/dev/ttyUSB0"},
		{"modem-codes", "/dev/ttyUSB2", "/dev/ttyUSB0"},
		{"hilink-at", "/dev/ttyUSB0", "/dev/ttyUSB1"},
	} {
		lines := scanTree(t, c.tree).Lines
		if len(lines) < 2 || lines[0].Name != c.best || lines[1].Name != c.second {
			t.Errorf("%s: lines %+v, want %s and %s first", c.tree, lines, c.best, c.second)
		}
	}
}

func TestScanNoPermission(t *testing.T) {
	var asked []string
	refuse := func(node string) bool { asked = append(asked, node); return false }
	s := scanner{read: sysfs{readTree(t, "storage"), refuse, nil}.read}
	snap, err := s.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 1 || snap.Sticks[0].Accessible {
		t.Errorf("%+v, %v; want one stick without access", snap.Sticks, err)
	}
	if len(asked) != 1 || asked[0] != "/dev/bus/usb/001/004" {
		t.Errorf("asked for %q", asked)
	}
}

func TestScanGarbage(t *testing.T) {
	snap := scanTree(t, "garbage")
	got := brief(snap.Sticks)
	want := []seen{
		{"1-1", "12d1:1f01", hw.ModeStorage, hw.DriverStorage, "/dev/sr0"},
		{"1-7", "12d1:1f01", hw.ModeUnknown, hw.DriverUnknown, ""},
	}
	if !same(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestScanWithoutSysfs(t *testing.T) {
	s := scanner{read: sysfs{fstest.MapFS{}, everything, nil}.read}
	if _, err := s.Scan(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want fs.ErrNotExist", err)
	}
}

// vanishing is a tree out of which a stick is pulled: reading fails from some call on.
type vanishing struct {
	fstest.MapFS
	left *int
}

func (v vanishing) Open(name string) (fs.File, error) {
	if *v.left--; *v.left < 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.MapFS.Open(name)
}

func (v vanishing) ReadFile(name string) ([]byte, error) {
	if *v.left--; *v.left < 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.MapFS.ReadFile(name)
}

func TestScanVanishing(t *testing.T) {
	tree := readTree(t, "two")
	for calls := 1; calls < 200; calls++ {
		left := calls
		s := scanner{read: sysfs{vanishing{tree, &left}, everything, nil}.read}
		snap, err := s.Scan(t.Context())
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after %d calls: %v", calls, err)
		}
		for _, stick := range snap.Sticks {
			if stick.Mode == hw.ModeStorage && len(stick.Interfaces) == 0 {
				t.Errorf("after %d calls: storage mode without an interface", calls)
			}
		}
	}
}

func FuzzSysfs(f *testing.F) {
	f.Add("12d1", "1f01", "00", "08")
	f.Add("", "\xff", "99999999", "\x00")
	f.Add("12d1", "1001", "00", "ff\n\n")
	f.Add("19d2", "2000", "00", "08")
	f.Add("2c7c", "0125", "00", "ff")
	f.Fuzz(func(t *testing.T, vendor, product, number, class string) {
		file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
		m := fstest.MapFS{
			usbDevices + "/1-1/idVendor":                 file(vendor),
			usbDevices + "/1-1/idProduct":                file(product),
			usbDevices + "/1-1/product":                  file(number),
			usbDevices + "/1-1/1-1:1.0/bInterfaceNumber": file(number),
			usbDevices + "/1-1/1-1:1.0/bInterfaceClass":  file(class),
		}
		s := scanner{read: sysfs{m, everything, nil}.read}
		snap, err := s.Scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, stick := range snap.Sticks {
			if !contract.Known(stick) {
				t.Errorf("%s is supported", stick.ID)
			}
		}
	})
}
