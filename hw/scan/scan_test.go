package scan

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"surfstick-sms/hw"
)

func reading(f found, err error) func(context.Context) (found, error) {
	return func(context.Context) (found, error) { return f, err }
}

func TestScanPassesOn(t *testing.T) {
	s := scanner{
		read:    reading(found{broken: true, service: "mbbService", remote: true}, nil),
		options: Options{LibusbMissing: true},
	}
	got, err := s.Scan(t.Context())
	want := hw.Snapshot{Broken: true, Service: "mbbService", Remote: true, LibusbMissing: true}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

func TestScanFails(t *testing.T) {
	odd := errors.New("odd")
	if _, err := (scanner{read: reading(found{}, odd)}).Scan(t.Context()); !errors.Is(err, odd) {
		t.Errorf("error %v, want %v", err, odd)
	}
}

func TestScanSurvivesPanic(t *testing.T) {
	s := scanner{read: func(context.Context) (found, error) { panic("index out of range") }}
	if _, err := s.Scan(t.Context()); !errors.Is(err, errPanicked) {
		t.Errorf("error %v, want errPanicked", err)
	}
}

func TestScanWithoutPortList(t *testing.T) {
	s := scanner{read: reading(found{devices: []hw.Stick{modemStick}}, nil)}
	s.options.Lines = func(context.Context) ([]hw.Line, error) { return nil, errors.New("odd") }
	snap, err := s.Scan(t.Context())
	if err != nil || len(snap.Lines) != 2 {
		t.Errorf("lines %+v, %v; want the two of the stick", snap.Lines, err)
	}
}

var modemStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x1001},
	Interfaces: []hw.Interface{
		{Number: 0, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Port: "COM4"},
		{Number: 1, Class: 0xff, SubClass: 0xff, Protocol: 0xff},
		{Number: 2, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Port: "COM5"},
	},
}

func TestJoinLines(t *testing.T) {
	const pcui = "HUAWEI Mobile Connect - 3G PC UI Interface (COM5)"
	listed := []hw.Line{
		{Name: "COM1", Label: "Communications Port (COM1)", Interface: -1},
		{Name: "COM5", Label: pcui, Interface: -1, Rank: 90},
		{Name: "COM4", Interface: -1},
		{Name: "COM9", Interface: -1},
	}
	names := []portName{
		{"COM4", "HUAWEI Mobile Connect - 3G Modem"},
		{"COM7", "HUAWEI Mobile Connect - 3G Application Interface (COM7)"},
		{"COM3", "Agere Systems HDA Modem"},
	}
	got := joinLines(listed, sorted{sticks: []hw.Stick{modemStick}}, names)
	want := []hw.Line{
		{Name: "COM5", Label: pcui, Location: "1-1", Interface: 2, Rank: 90},
		{Name: "COM4", Label: names[0].label, Location: "1-1", Interface: 0, Rank: 60},
		{Name: "COM7", Label: names[1].label, Interface: -1, Rank: 20},
		{Name: "COM1", Label: "Communications Port (COM1)", Interface: -1},
		{Name: "COM9", Interface: -1},
		{Name: "COM3", Label: names[2].label, Interface: -1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if listed[1].Location != "" {
		t.Error("the list that was handed in was changed")
	}
}

func TestModeOf(t *testing.T) {
	huawei := func(product uint16) hw.ID { return hw.ID{Vendor: hw.HuaweiVendor, Product: product} }
	iface := func(class, sub, protocol uint8) hw.Interface {
		return hw.Interface{Class: class, SubClass: sub, Protocol: protocol}
	}
	cd, ff := iface(8, 6, 0x50), iface(0xff, 0xff, 0xff)
	rndis := iface(2, 2, 0xff)
	bound := rndis
	bound.Driver = hw.DriverNetwork
	for _, c := range []struct {
		name string
		id   hw.ID
		all  []hw.Interface
		want hw.Mode
	}{
		{"CD drive", huawei(0x1f01), []hw.Interface{cd}, hw.ModeStorage},
		{"modem ID, CD drive only", huawei(0x1001), []hw.Interface{cd}, hw.ModeStorage},
		{"storage ID, ports", huawei(0x1f01), []hw.Interface{ff}, hw.ModeModem},
		{"ports and CD drive", huawei(0x1001), []hw.Interface{ff, cd}, hw.ModeModem},
		{"network ID, ports", huawei(0x14dc), []hw.Interface{ff}, hw.ModeModem},
		{"rescue", huawei(0x1443), []hw.Interface{cd}, hw.ModeRescue},
		{
			"rescue ID of another vendor",
			hw.ID{Vendor: 1, Product: 0x1443},
			[]hw.Interface{cd},
			hw.ModeStorage,
		},
		{"Ethernet", huawei(0x14dc), []hw.Interface{iface(2, 6, 0), cd}, hw.ModeNetwork},
		{"NCM", huawei(0x1500), []hw.Interface{iface(2, 0x0d, 0)}, hw.ModeNetwork},
		{"MBIM", huawei(0x1573), []hw.Interface{iface(2, 0x0e, 0)}, hw.ModeNetwork},
		{"RNDIS", huawei(0x14db), []hw.Interface{iface(0xe0, 1, 3)}, hw.ModeNetwork},
		{"RNDIS as Windows takes it", huawei(0x14db), []hw.Interface{iface(0xef, 4, 1)}, hw.ModeNetwork},
		{"RNDIS as Active Sync", huawei(0x14db), []hw.Interface{iface(0xef, 1, 1)}, hw.ModeNetwork},
		{"RNDIS and card reader", huawei(0x14dc), []hw.Interface{iface(0xef, 4, 1), cd}, hw.ModeNetwork},
		{"RNDIS and ports", huawei(0x1442), []hw.Interface{iface(0xef, 4, 1), ff}, hw.ModeModem},
		{"a camera", huawei(0xabcd), []hw.Interface{iface(0xef, 2, 1)}, hw.ModeUnknown},
		{"no RNDIS", huawei(0xabcd), []hw.Interface{iface(0xef, 4, 2)}, hw.ModeUnknown},
		{
			"Huawei NCM alone", huawei(0x1506),
			[]hw.Interface{iface(0xff, 2, 0x16)},
			hw.ModeNetwork,
		},
		{"02/02/ff of a network ID", huawei(0x14dc), []hw.Interface{rndis}, hw.ModeNetwork},
		{"02/02/ff of a modem ID", huawei(0x1442), []hw.Interface{rndis}, hw.ModeModem},
		{"02/02/ff, network driver", huawei(0x1442), []hw.Interface{bound}, hw.ModeNetwork},
		{"nothing yet, storage ID", huawei(0x1f01), nil, hw.ModeUnknown},
		{"nothing yet, modem ID", huawei(0x1506), nil, hw.ModeModem},
		{"nothing yet, unknown", huawei(0xabcd), nil, hw.ModeUnknown},
		{"keyboard", hw.ID{Vendor: 0x046d}, []hw.Interface{iface(3, 1, 1)}, hw.ModeUnknown},
	} {
		if got := modeOf(c.id, c.all); got != c.want {
			t.Errorf("%s: mode %v, want %v", c.name, got, c.want)
		}
	}
}

// TestReadListed: where the system lists nothing, a stick without ports is found by the list that
// was handed in, and can be talked to directly.
func TestReadListed(t *testing.T) {
	bare := modemStick
	bare.Interfaces = []hw.Interface{
		{Number: 2, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone},
	}
	odd := errors.New("odd")
	o := Options{Devices: func(context.Context) ([]hw.Stick, error) { return []hw.Stick{bare}, nil }}
	snap, err := scanner{read: o.readListed, options: o}.Scan(t.Context())
	if err != nil || len(snap.Sticks) != 1 || len(snap.Lines) != 1 ||
		snap.Lines[0].Name != "usb:1-1:2" {
		t.Errorf("%+v, %v", snap, err)
	}
	o.Devices = func(context.Context) ([]hw.Stick, error) { return nil, odd }
	if _, err := (scanner{read: o.readListed}).Scan(t.Context()); !errors.Is(err, odd) {
		t.Errorf("error %v, want %v", err, odd)
	}
	o.Devices = nil
	if snap, err := (scanner{read: o.readListed}).Scan(t.Context()); err != nil || snap.Sticks != nil {
		t.Errorf("%+v, %v", snap, err)
	}
}
