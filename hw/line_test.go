package hw_test

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

type namedOpener string

func (o namedOpener) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) {
	return nil, errors.New(string(o))
}

func TestOpeners(t *testing.T) {
	both := hw.Openers{hw.LineSerial: namedOpener("serial"), hw.LineUSB: namedOpener("usb")}
	for kind, want := range map[hw.LineKind]string{hw.LineSerial: "serial", hw.LineUSB: "usb"} {
		if _, err := both.Open(t.Context(), hw.Line{Kind: kind}); err == nil || err.Error() != want {
			t.Errorf("kind %d: %v, want %s", kind, err, want)
		}
	}
	_, err := hw.Openers{}.Open(t.Context(), hw.Line{Name: "x"})
	if !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("error %v, want hw.ErrUnsupported", err)
	}
}

func TestUSBLineName(t *testing.T) {
	for _, location := range []string{"1-1.2", "PCIROOT(0)#USBROOT(0)#USB(2)", `USB\VID_12D1\a:b`} {
		got, number, ok := hw.ParseUSBLine(hw.USBLineName(location, 3))
		if got != location || number != 3 || !ok {
			t.Errorf("%q: %q, %d, %v", location, got, number, ok)
		}
	}
}

// FuzzParseUSBLine: a name that is taken for a line is the name of that line.
func FuzzParseUSBLine(f *testing.F) {
	for _, name := range []string{"usb:1-1.2:2", "usb:", "usb::2", "usb:PCIROOT(0)#USB(2):0", "COM8"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		location, number, ok := hw.ParseUSBLine(name)
		if !ok {
			return
		}
		again, same, ok := hw.ParseUSBLine(hw.USBLineName(location, number))
		if location == "" || number < 0 || !ok || again != location || same != number {
			t.Errorf("%q: %q and %d, then %q and %d", name, location, number, again, same)
		}
	})
}

func TestWebLine(t *testing.T) {
	ready := hw.Adapter{
		Interface: 1, Name: "enx0", Index: 4, Label: "Ethernet 3", State: hw.AdapterReady,
		Gateway: netip.MustParseAddr("192.168.8.1"), Source: hw.GatewayRoute,
	}
	stick := hw.Stick{Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor}, Mode: hw.ModeNetwork, Adapter: ready}
	l, ok := stick.WebLine()
	if !ok || l.Kind != hw.LineWeb || l.Web != hw.WebHiLink || l.Address != "192.168.8.1" || l.Location != "1-1" ||
		l.Adapter == nil || !reflect.DeepEqual(*l.Adapter, ready) || l.Rank <= 0 {
		t.Errorf("%+v, %v", l, ok)
	}
	other := stick
	other.Location = "1-2"
	if o, _ := other.WebLine(); o.Name == l.Name {
		t.Errorf("two sticks have one line %q", o.Name)
	}
	zte := stick
	zte.ID.Vendor = hw.ZTEVendor
	if o, ok := zte.WebLine(); !ok || o.Web != hw.WebGoform || o.Name == l.Name {
		t.Errorf("a stick of ZTE's: %+v, %v", o, ok)
	}
	for name, change := range map[string]func(*hw.Stick){
		"other maker": func(s *hw.Stick) { s.ID.Vendor = 0x1bbb },
		"modem":       func(s *hw.Stick) { s.Mode = hw.ModeModem },
		"no address":  func(s *hw.Stick) { s.Adapter.State = hw.AdapterNoAddress },
		"no gateway":  func(s *hw.Stick) { s.Adapter.Gateway = netip.Addr{} },
	} {
		s := stick
		change(&s)
		if l, ok := s.WebLine(); ok {
			t.Errorf("%s: line %+v", name, l)
		}
	}
}

func TestParseWebLine(t *testing.T) {
	for name, want := range map[string]string{
		"zte:http://192.168.0.1":       "192.168.0.1",
		"hilink:http://192.168.8.1":    "192.168.8.1",
		"hilink:http://192.168.8.1/":   "192.168.8.1",
		"hilink:http://127.0.0.1:8080": "127.0.0.1:8080",
		"hilink:http://hi.link":        "hi.link",
	} {
		l, ok, err := hw.ParseWebLine(name)
		if !ok || err != nil || l.Kind != hw.LineWeb || l.Address != want || l.Adapter != nil || l.Name != name ||
			(l.Web == hw.WebGoform) != strings.HasPrefix(name, "zte:") {
			t.Errorf("%s: %+v, %v, %v", name, l, ok, err)
		}
	}
	for _, name := range []string{
		"hilink:", "hilink:192.168.8.1", "hilink:https://192.168.8.1", "hilink:http://",
		"hilink:http://192.168.8.1/html/home.html", "hilink:http://a:b@192.168.8.1", "hilink:http://1.2.3.4?x",
		"hilink:http://1.2.3.4:99999", "hilink:http://1.2.3.4:", "hilink:http://1.2.3.4:0", "hilink:http://%zz",
		"zte:", "zte:192.168.0.1", "zte:https://192.168.0.1", "zte:http://192.168.0.1/index.html",
	} {
		if l, ok, err := hw.ParseWebLine(name); !ok || err == nil {
			t.Errorf("%s: %+v, %v, %v", name, l, ok, err)
		}
	}
	for _, name := range []string{"COM8", "/dev/ttyUSB2", "usb:1-1:2", "http://192.168.8.1", ""} {
		if _, ok, err := hw.ParseWebLine(name); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

func TestSpeedMatters(t *testing.T) {
	for l, want := range map[*hw.Line]bool{
		{Name: "COM3"}:                                 true,
		{Name: "/dev/ttyUSB0", Location: "1-3"}:        true, // a serial adapter
		{Name: "COM8", Location: "1-1", Rank: 90}:      false,
		{Kind: hw.LineUSB, Name: "usb:1-1:2"}:          false,
		{Kind: hw.LineWeb, Name: "hilink:192.168.8.1"}: false,
	} {
		if got := l.SpeedMatters(); got != want {
			t.Errorf("%+v: %v", *l, got)
		}
	}
}
