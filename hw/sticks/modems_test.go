package sticks

import (
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// TestModemTableIsWhole catches a row that the reader of the table would silently leave out, and an ID
// that two rows claim.
func TestModemTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(modemsTSV) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 7 {
			t.Errorf("%q has %d columns", line, len(f))
			continue
		}
		for p := range strings.SplitSeq(f[1], ",") {
			if seen[f[0]+":"+p] {
				t.Errorf("%s:%s is there twice", f[0], p)
			}
			seen[f[0]+":"+p] = true
		}
	}
	table := parseModems(modemsTSV)
	if got := len(table.layouts) + len(table.makers); got != len(seen) || got < 500 {
		t.Errorf("%d products are known of %d in the table", got, len(seen))
	}
	for id := range table.layouts {
		if id.Vendor == hw.HuaweiVendor || id.Vendor == 0x05c6 {
			t.Errorf("%s does not belong here", id)
		}
	}
}

func TestParseModemsLeavesOut(t *testing.T) {
	for _, row := range []string{
		"", "zz\t0001\tff\t-\t-\tx\tMM", "2c7c\t0001\txx\t-\t-\tx\tMM", "2c7c\t0001\tff\ta\t-\tx\tMM",
		"2c7c\t0001\tff\t-1\t-\tx\tMM", "2c7c\t0001\tff\t-\t1\tx\tMM", "2c7c\t0001\tff\t-\t1=x\tx\tMM",
		"2c7c\t0001\tff\t-\tx=gps\tx\tMM", "2c7c\t0001\tff", "#2c7c\t0001\tff\t-\t-\tx\tMM",
	} {
		if got := parseModems(row); len(got.layouts) != 0 || len(got.makers) != 0 {
			t.Errorf("%q: %+v", row, got)
		}
	}
}

// face is an interface of a modem.
func face(number int, class, sub, protocol uint8) hw.Interface {
	return hw.Interface{Number: number, Class: class, SubClass: sub, Protocol: protocol}
}

func ff(number int) hw.Interface  { return face(number, 0xff, 0xff, 0xff) }
func acm(number int) hw.Interface { return face(number, 0x02, 0x02, 0x01) }

// TestModemPorts: the first AT interface of the table is the best, what is no serial interface is none,
// and what is nobody's is left alone.
func TestModemPorts(t *testing.T) {
	const none = -1 // not a serial interface
	network := ff(4)
	network.Driver = hw.DriverNetwork
	for _, c := range []struct {
		name  string
		id    hw.ID
		i     hw.Interface
		label string
		rank  int
	}{
		{"EC25, AT", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, ff(2), "", RankHinted},
		{"EC25, second AT", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, ff(3), "", RankModem - 1},
		{"EC25, diagnostics", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, ff(0), "", RankDiag},
		{"EC25, GPS", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, ff(1), "", RankGPS},
		{"EC25, network", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, network, "", none},
		{"EC25, adb", hw.ID{Vendor: 0x2c7c, Product: 0x0125}, face(5, 0xff, 0x42, 1), "", none},
		{"another Quectel", hw.ID{Vendor: 0x2c7c, Product: 0x7777}, ff(2), "", RankUnknown},
		{"by its name", hw.ID{Vendor: 0x2c7c, Product: 0x7777}, ff(2), "Quectel USB AT Port (COM5)", RankHinted},
		{"diagnostics by name", hw.ID{Vendor: 0x2c7c, Product: 0x7777}, ff(2), "Quectel USB DM Port", RankDiag},
		{"diagnostics by code", hw.ID{Vendor: 0x2c7c, Product: 0x7777}, face(3, 0xff, 0xff, 0x30), "", RankDiag},
		{"GPS by code", hw.ID{Vendor: 0x1bc7, Product: 0x7777}, face(3, 0xff, 0xff, 0x60), "", RankGPS},
		{"AT by code", hw.ID{Vendor: 0x1bc7, Product: 0x7777}, face(3, 0xff, 0xff, 0x40), "", RankModem - 5},
		{"SIM7600, AT", hw.ID{Vendor: 0x1e0e, Product: 0x9001}, ff(2), "SimTech HS-USB NMEA", RankHinted},
		{"SIM7600, audio", hw.ID{Vendor: 0x1e0e, Product: 0x9001}, ff(4), "", RankOther},
		{"SARA-U2", hw.ID{Vendor: 0x1546, Product: 0x1102}, acm(0), "", RankHinted},
		{"SARA-U2, second", hw.ID{Vendor: 0x1546, Product: 0x1102}, acm(2), "", RankModem - 1},
		{"SARA-U2, no AT", hw.ID{Vendor: 0x1546, Product: 0x1102}, acm(6), "", RankOther},
		{"SARA-U2, data", hw.ID{Vendor: 0x1546, Product: 0x1102}, face(1, 0x0a, 0, 0), "", none},
		{"SARA-U2, RNDIS", hw.ID{Vendor: 0x1546, Product: 0x1102}, face(0, 2, 2, 0xff), "", none},
		{"u-blox GPS", hw.ID{Vendor: 0x1546, Product: 0x01a8}, acm(0), "", none},
		{"BGS2", hw.ID{Vendor: 0x1e2d, Product: 0x0061}, acm(2), "", RankHinted},
		{"ZTE", hw.ID{Vendor: 0x19d2, Product: 0x0031}, ff(3), "ZTE NMEA Device (COM4)", RankHinted},
		{"ZTE, second", hw.ID{Vendor: 0x19d2, Product: 0x0031}, ff(1), "", RankModem - 1},
		{"unknown ZTE", hw.ID{Vendor: 0x19d2, Product: 0x7777}, ff(1), "ZTE Modem", none},
		{"Option HSO", hw.ID{Vendor: 0x0af0, Product: 0x7401}, ff(0), "", none},
		{"Option modem", hw.ID{Vendor: 0x0af0, Product: 0x6600}, ff(0), "", RankUnknown},
		{"Sierra", hw.ID{Vendor: 0x1199, Product: 0x68a3}, ff(3), "Sierra Wireless AT Command Port", RankHinted},
		{"Arduino", hw.ID{Vendor: 0x2341, Product: 0x0043}, acm(0), "Arduino Uno (COM5)", none},
		{"FTDI", hw.ID{Vendor: 0x0403, Product: 0x6001}, ff(0), "USB Serial Port (COM3)", none},
		{"telephone", hw.ID{Vendor: 0x05c6, Product: 0x9024}, ff(0), "Android Modem", none},
	} {
		if got := Serial(c.id, c.i); got != (c.rank != none) {
			t.Errorf("%s: serial %v", c.name, got)
		}
		if got := Modem(c.id, []hw.Interface{c.i}); got != (c.rank != none) {
			t.Errorf("%s: modem %v", c.name, got)
		}
		rank := Rank(Port{ID: c.id, Interface: c.i, Label: c.label})
		if c.rank != none && rank != c.rank {
			t.Errorf("%s: rank %d, want %d", c.name, rank, c.rank)
		}
		if _, known := layoutOf(c.id); !known && rank != 0 {
			t.Errorf("%s: rank %d of a port that is nobody's", c.name, rank)
		}
	}
}

// TestDirectOfOthers: WinUSB belongs on the AT interface of the table; on one of CDC ACM it would be no
// use, as the commands go through the interface beside it.
func TestDirectOfOthers(t *testing.T) {
	ec25 := hw.Stick{
		ID:         hw.ID{Vendor: 0x2c7c, Product: 0x0125},
		Interfaces: []hw.Interface{ff(0), ff(1), ff(2), ff(3), ff(4)},
	}
	if i, ok := DirectInterface(ec25); !ok || i.Number != 2 {
		t.Errorf("EC25: %+v, %v", i, ok)
	}
	sara := hw.Stick{
		ID: hw.ID{Vendor: 0x1546, Product: 0x1102}, Interfaces: []hw.Interface{acm(0), face(1, 0x0a, 0, 0)},
	}
	if i, ok := DirectInterface(sara); ok {
		t.Errorf("SARA-U2: %+v", i)
	}
}

func FuzzParseModems(f *testing.F) {
	f.Add(modemsTSV)
	f.Add("2c7c\t0001,,zz\tff,acm\t1/\t0=gps,\tx\tMM")
	f.Fuzz(func(t *testing.T, tsv string) {
		for id, l := range parseModems(tsv).layouts {
			if !l.vendor && !l.acm && !l.hso && !l.data {
				t.Errorf("%s has no class", id)
			}
		}
	})
}
