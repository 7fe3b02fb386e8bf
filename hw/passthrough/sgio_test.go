package passthrough

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"surfstick-sms/hw"
)

// drives is a tree with the CD drive of a stick, its memory card, that of a flash drive, and a DVD
// drive inside the computer.
func drives() fstest.MapFS {
	const usb = "devices/pci0000:00/0000:00:14.0/usb1"
	link := func(target string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("../../" + target), Mode: fs.ModeSymlink | 0o777}
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text + "\n")} }
	return fstest.MapFS{
		"dev/block/11:0": link(usb + "/1-1/1-1:1.0/host6/target6:0:0/6:0:0:0/block/sr0"),
		"dev/block/8:16": link(usb + "/1-1/1-1:1.0/host6/target6:0:0/6:0:0:1/block/sdb"),
		"dev/block/11:1": link(usb + "/1-2/1-2:1.0/host7/target7:0:0/7:0:0:0/block/sr1"),
		"dev/block/11:2": link("devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sr2"),

		usb + "/1-1/idVendor":                file("12d1"),
		usb + "/1-1/idProduct":               file("1f01"),
		usb + "/1-1/1-1:1.0/bInterfaceClass": file("08"),
		usb + "/1-2/idVendor":                file("0781"),
		usb + "/1-2/idProduct":               file("5567"),
		usb + "/1-2/1-2:1.0/bInterfaceClass": file("08"),
	}
}

func TestProvenBySysfs(t *testing.T) {
	elsewhere, other := cdStick(), cdStick()
	elsewhere.Location, other.ID.Product = "1-2", 0x14fe
	modem := drives()
	modem["devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/bInterfaceClass"].Data = []byte("ff\n")
	rescue, inRescue := drives(), cdStick()
	rescue["devices/pci0000:00/0000:00:14.0/usb1/1-1/idProduct"].Data = []byte("1443\n")
	inRescue.ID.Product = 0x1443
	nameless := drives()
	delete(nameless, "devices/pci0000:00/0000:00:14.0/usb1/1-1/idVendor")
	for _, c := range []struct {
		name         string
		tree         fstest.MapFS
		major, minor uint32
		stick        hw.Stick
		want         error
	}{
		{"the stick's", drives(), 11, 0, cdStick(), nil},
		{"its memory card", drives(), 8, 16, cdStick(), hw.ErrNotOurs},
		{"a flash drive's", drives(), 11, 1, cdStick(), hw.ErrNotOurs},
		{"the computer's DVD drive", drives(), 11, 2, cdStick(), hw.ErrNotOurs},
		{"not there", drives(), 11, 9, cdStick(), hw.ErrGone},
		{"stick elsewhere", drives(), 11, 0, elsewhere, hw.ErrNotOurs},
		{"other product", drives(), 11, 0, other, hw.ErrNotOurs},
		{"no storage any more", modem, 11, 0, cdStick(), hw.ErrNotOurs},
		{"in rescue mode", rescue, 11, 0, inRescue, hw.ErrNotOurs},
		{"vanished meanwhile", nameless, 11, 0, cdStick(), hw.ErrNotOurs},
	} {
		err := provenBySysfs(c.tree, node{major: c.major, minor: c.minor}, c.stick)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// withGeneric is the same tree with the character devices of the module sg.
func withGeneric() fstest.MapFS {
	const one = "devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host6/target6:0:0/"
	const two = "devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host7/target7:0:0/"
	tree := drives()
	for name, c := range map[string]struct{ in, kind string }{
		"0": {one + "6:0:0:0", "5"}, "1": {one + "6:0:0:1", "0"}, "2": {two + "7:0:0:0", "5"},
	} {
		tree[c.in+"/type"] = &fstest.MapFile{Data: []byte(c.kind + "\n")}
		tree[c.in+"/scsi_generic/sg"+name] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
		tree["dev/char/21:"+name] = &fstest.MapFile{
			Data: []byte("../../" + c.in + "/scsi_generic/sg" + name), Mode: fs.ModeSymlink | 0o777,
		}
	}
	tree["dev/char/4:64"] = &fstest.MapFile{
		Data: []byte("../../devices/platform/serial8250/tty/ttyS0"), Mode: fs.ModeSymlink | 0o777,
	}
	return tree
}

func TestGenericProvesItself(t *testing.T) {
	elsewhere := cdStick()
	elsewhere.Location = "1-2"
	for _, c := range []struct {
		name  string
		node  node
		stick hw.Stick
		want  error
	}{
		{"the stick's", node{generic: true, major: 21, minor: 0}, cdStick(), nil},
		{"its memory card", node{generic: true, major: 21, minor: 1}, cdStick(), hw.ErrNotOurs},
		{"a flash drive's", node{generic: true, major: 21, minor: 2}, cdStick(), hw.ErrNotOurs},
		{"stick elsewhere", node{generic: true, major: 21, minor: 0}, elsewhere, hw.ErrNotOurs},
		{"a terminal", node{generic: true, major: 4, minor: 64}, cdStick(), hw.ErrNotOurs},
		{"not there", node{generic: true, major: 21, minor: 9}, cdStick(), hw.ErrGone},
		{"block for character device", node{major: 21, minor: 0}, cdStick(), hw.ErrGone},
	} {
		if err := provenBySysfs(withGeneric(), c.node, c.stick); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestGenericOf(t *testing.T) {
	strange := withGeneric()
	strange["devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host6/target6:0:0/6:0:0:0/"+
		"scsi_generic/tty"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	for _, c := range []struct {
		name string
		tree fstest.MapFS
		node node
		want string
	}{
		{"the stick's", withGeneric(), node{major: 11, minor: 0}, "/dev/sg0"},
		{"another drive's", withGeneric(), node{major: 11, minor: 1}, "/dev/sg2"},
		{"without sg", drives(), node{major: 11, minor: 0}, ""},
		{"two names", strange, node{major: 11, minor: 0}, ""},
		{"gone", withGeneric(), node{major: 11, minor: 9}, ""},
	} {
		if got := genericOf(c.tree, c.node); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestUnit1ProvesItself: a command for unit 1 goes to the drive on that unit of the same stick only,
// whatever kind of drive it is.
func TestUnit1ProvesItself(t *testing.T) {
	elsewhere := cdStick()
	elsewhere.Location = "1-2"
	for _, c := range []struct {
		name  string
		node  node
		stick hw.Stick
		want  error
	}{
		{"its memory card", node{unit: 1, major: 8, minor: 16}, cdStick(), nil},
		{"the same by sg", node{unit: 1, generic: true, major: 21, minor: 1}, cdStick(), nil},
		{"its CD drive", node{unit: 1, major: 11}, cdStick(), hw.ErrNotOurs},
		{"the same by sg", node{unit: 1, generic: true, major: 21}, cdStick(), hw.ErrNotOurs},
		{"stick elsewhere", node{unit: 1, major: 8, minor: 16}, elsewhere, hw.ErrNotOurs},
		{"a flash drive's", node{unit: 1, major: 11, minor: 1}, cdStick(), hw.ErrNotOurs},
		{"a terminal", node{unit: 1, generic: true, major: 4, minor: 64}, cdStick(), hw.ErrNotOurs},
		{"unit 2", node{unit: 2, major: 8, minor: 16}, cdStick(), hw.ErrNotOurs},
	} {
		if err := provenBySysfs(withGeneric(), c.node, c.stick); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// TestMediumBySysfs reads the kind of a drive and the size of what lies in it.
func TestMediumBySysfs(t *testing.T) {
	const cd = "devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host6/target6:0:0/6:0:0:0/"
	for name, c := range map[string]struct {
		kind, size string
		want       medium
		fails      bool
	}{
		"a stick's software": {"5", "61440\n", medium{cd: true, bytes: 30 << 20}, false},
		"a large disc":       {"5", "16777216\n", medium{cd: true, bytes: 8 << 30}, false},
		"no disc":            {"5", "2097151\n", medium{cd: true}, false},
		"empty":              {"5", "0\n", medium{cd: true}, false},
		"optical memory":     {"7", "61440\n", medium{bytes: 30 << 20}, false},
		"strange":            {"5", "many\n", medium{}, true},
		"negative":           {"5", "-1\n", medium{}, true},
	} {
		tree := withGeneric()
		tree[cd+"type"] = &fstest.MapFile{Data: []byte(c.kind + "\n")}
		tree[cd+"block/sr0/size"] = &fstest.MapFile{Data: []byte(c.size)}
		got, err := mediumBySysfs(tree, node{major: 11})
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := mediumBySysfs(withGeneric(), node{major: 11}); !errors.Is(err, hw.ErrGone) {
		t.Errorf("without a size: %v", err)
	}
}

// TestByHost: what the adapter never sent out counts as not sent, everything else as sent.
func TestByHost(t *testing.T) {
	for host, want := range map[int]error{
		0: nil, 1: hw.ErrGone, 2: hw.ErrBusy, 3: nil, 4: hw.ErrGone, 5: nil, 7: nil, 8: nil, 0xd: hw.ErrBusy,
	} {
		if got := byHost(host); !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("host %d: %v, want %v", host, got, want)
		}
	}
}
