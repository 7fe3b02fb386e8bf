package sticks

import (
	"errors"
	"testing"

	"surfstick-sms/hw"
)

// zte is a stick of another maker, in storage mode.
func zte() hw.Stick { return otherStick(0x19d2, 0x1224) }

func otherStick(vendor, product uint16) hw.Stick {
	return hw.Stick{
		ID: hw.ID{Vendor: vendor, Product: product}, Mode: hw.ModeStorage, Driver: hw.DriverStorage,
		CD: hw.CDPresent, CDDrive: "/dev/sr0", CDBytes: 30_000_000,
		Interfaces: []hw.Interface{{Class: 0x08, SubClass: 0x06, Protocol: 0x50}},
	}
}

// and adds an interface.
func and(s hw.Stick, class, sub, protocol uint8) hw.Stick {
	s.Interfaces = append(s.Interfaces, hw.Interface{
		Number: len(s.Interfaces), Class: class, SubClass: sub, Protocol: protocol,
	})
	return s
}

// with is a stick with a change.
func with(s hw.Stick, change func(*hw.Stick)) hw.Stick {
	change(&s)
	return s
}

func onlyFace(class, sub, protocol uint8) func(*hw.Stick) {
	return func(s *hw.Stick) {
		s.Interfaces = []hw.Interface{{Class: class, SubClass: sub, Protocol: protocol}}
	}
}

func cdIs(c hw.CD, d hw.Driver) func(*hw.Stick) {
	return func(s *hw.Stick) { s.CD, s.Driver, s.CDDrive = c, d, "" }
}

func sized(n int64) func(*hw.Stick) { return func(s *hw.Stick) { s.CDBytes = n } }

// TestRefusal has both sides of every rule.
func TestRefusal(t *testing.T) {
	huaweis := cd(huawei(0x1f01))
	mode := func(m hw.Mode) func(*hw.Stick) { return func(s *hw.Stick) { s.Mode = m } }
	option := with(otherStick(0x05c6, 0x1000), func(s *hw.Stick) { s.Manufacturer = "Option N.V." })
	for _, c := range []struct {
		name  string
		stick hw.Stick
		want  hw.Refusal
	}{
		{"stick of another maker", zte(), hw.RefusalNone},
		{"Huawei", huaweis, hw.RefusalNone},

		{"unknown product", otherStick(0x19d2, 0xabcd), hw.RefusalUnknown},
		{"unknown vendor", otherStick(0x0781, 0x1224), hw.RefusalUnknown},
		{"unknown Huawei", cd(huawei(0x107e)), hw.RefusalUnknown},
		{"nothing", hw.Stick{}, hw.RefusalUnknown},

		{"string", option, hw.RefusalNone},
		{"another string", with(option, func(s *hw.Stick) { s.Manufacturer = "Xiaomi" }), hw.RefusalMatch},
		{"no string", otherStick(0x05c6, 0x1000), hw.RefusalMatch},

		{"module of Huawei", cd(huawei(0x1573)), hw.RefusalLeftModule},
		{"modem mode", with(zte(), mode(hw.ModeModem)), hw.RefusalNotStorage},
		{"no mode", with(zte(), mode(hw.ModeUnknown)), hw.RefusalNotStorage},
		{"Huawei in modem mode", with(huaweis, mode(hw.ModeModem)), hw.RefusalNotStorage},
		{"no interface", with(zte(), func(s *hw.Stick) { s.Interfaces = nil }), hw.RefusalNotStorage},
		{"another class", with(zte(), onlyFace(0xff, 0x06, 0x50)), hw.RefusalNotStorage},
		{"floppy drive", with(zte(), onlyFace(0x08, 0x04, 0x00)), hw.RefusalNotStorage},
		{"UAS", with(zte(), onlyFace(0x08, 0x06, 0x62)), hw.RefusalNotStorage},
		{"commands of CD drives", with(zte(), onlyFace(0x08, 0x02, 0x50)), hw.RefusalNotStorage},
		{"storage is second", and(with(zte(), onlyFace(0xff, 0xff, 0xff)), 0x08, 0x06, 0x50), hw.RefusalNotStorage},
		{"Huawei without interfaces", huaweis, hw.RefusalNone},

		{"adb", and(zte(), 0xff, 0x42, 0x01), hw.RefusalPhone},
		{"fastboot", and(zte(), 0xff, 0x42, 0x03), hw.RefusalPhone},
		{"MTP, PTP", and(zte(), 0x06, 0x01, 0x01), hw.RefusalPhone},
		{"keys", and(zte(), 0x03, 0x01, 0x01), hw.RefusalPhone},
		{"modem beside", and(zte(), 0x02, 0x02, 0x01), hw.RefusalPhone},
		{"data beside", and(zte(), 0x0a, 0x00, 0x00), hw.RefusalPhone},
		{"second storage", and(zte(), 0x08, 0x06, 0x50), hw.RefusalNone},
		{"vendor's interface", and(zte(), 0xff, 0xff, 0xff), hw.RefusalNone},
		{"Huawei with adb", and(huaweis, 0xff, 0x42, 0x01), hw.RefusalNone},

		{"no CD drive", with(zte(), cdIs(hw.CDNone, hw.DriverStorage)), hw.RefusalNoCD},
		{"no CD drive yet", with(zte(), cdIs(hw.CDUnknown, hw.DriverStorage)), hw.RefusalNoCD},
		{"no driver", with(zte(), cdIs(hw.CDUnknown, hw.DriverNone)), hw.RefusalNoCD},
		{"WinUSB", with(zte(), cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNone},
		{"libusbK", with(zte(), cdIs(hw.CDUnknown, hw.DriverLibusbK)), hw.RefusalNone},
		{"WinUSB, surely none", with(zte(), cdIs(hw.CDNone, hw.DriverWinUSB)), hw.RefusalNoCD},
		{"WinUSB, an ID of everybody", with(option, cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNoCD},
		{
			"WinUSB, 85 after the eject",
			with(otherStick(0x19d2, 0x2000), cdIs(hw.CDUnknown, hw.DriverWinUSB)), hw.RefusalNoCD,
		},
		{
			"WinUSB, 85", with(otherStick(0x19d2, 0x1421), cdIs(hw.CDUnknown, hw.DriverWinUSB)),
			hw.RefusalNoCD,
		},
		{"85 to a CD drive", otherStick(0x19d2, 0x1421), hw.RefusalNone},
		{"Huawei, card reader", with(huaweis, cdIs(hw.CDNone, hw.DriverStorage)), hw.RefusalNoCD},
		{"Huawei, nothing seen", with(huaweis, cdIs(hw.CDUnknown, hw.DriverStorage)), hw.RefusalNone},

		{"size not known", with(zte(), sized(0)), hw.RefusalNone},
		{"as big as can be", with(zte(), sized(999_999_999)), hw.RefusalNone},
		{"1 GB", with(zte(), sized(1_000_000_000)), hw.RefusalTooBig},
		{"Huawei, 1 GB", with(huaweis, sized(1_000_000_000)), hw.RefusalNone},
		{"writable", with(zte(), func(s *hw.Stick) { s.Writable = true }), hw.RefusalWritable},
		{"Huawei, writable", with(huaweis, func(s *hw.Stick) { s.Writable = true }), hw.RefusalNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Refusal(c.stick); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
			for _, m := range Messages(c.stick) {
				if err := Guard(c.stick, m); RefusalOf(err) != c.want || (err == nil) != (c.want == hw.RefusalNone) {
					t.Errorf("%s: %v, want %v", m.Name, err, c.want)
				}
			}
		})
	}
}

// TestRefusalOrder: the first rule that is broken is the one that is told.
func TestRefusalOrder(t *testing.T) {
	broken := with(and(zte(), 0xff, 0x42, 0x01), func(s *hw.Stick) {
		s.CD, s.CDBytes, s.Writable, s.Mode = hw.CDNone, 1<<40, true, hw.ModeModem
	})
	for _, c := range []struct {
		want hw.Refusal
		mend func(*hw.Stick)
	}{
		{hw.RefusalNotStorage, func(s *hw.Stick) { s.Mode = hw.ModeStorage }},
		{hw.RefusalPhone, func(s *hw.Stick) { s.Interfaces = s.Interfaces[:1] }},
		{hw.RefusalNoCD, func(s *hw.Stick) { s.CD = hw.CDPresent }},
		{hw.RefusalTooBig, func(s *hw.Stick) { s.CDBytes = 1 }},
		{hw.RefusalWritable, func(s *hw.Stick) { s.Writable = false }},
		{hw.RefusalNone, func(*hw.Stick) {}},
	} {
		if got := Refusal(broken); got != c.want {
			t.Errorf("%v, want %v", got, c.want)
		}
		c.mend(&broken)
	}
}

// TestGuardMessages: no message but those of the row, byte for byte, and never an empty one.
func TestGuardMessages(t *testing.T) {
	guide, _ := Message("guide-modem")
	eject := hw.Eject()
	short := hw.Message{Name: "eject", Requests: eject.Requests[:3]}
	bent := hw.Eject()
	bent.Requests[1].Wrapper[19] = 3
	for _, c := range []struct {
		name    string
		stick   hw.Stick
		message hw.Message
		want    hw.Refusal
	}{
		{"its own", zte(), eject, hw.RefusalNone},
		{"without its name", zte(), hw.Message{Requests: eject.Requests}, hw.RefusalNone},
		{"Huawei's", zte(), guide, hw.RefusalMessage},
		{"less", zte(), short, hw.RefusalMessage},
		{"one bit", zte(), bent, hw.RefusalMessage},
		{"nothing", zte(), hw.Message{}, hw.RefusalMessage},
		{"the eject alone where more belongs to it", otherStick(0x19d2, 0x2000), eject, hw.RefusalMessage},
		{"eject to Option", otherStick(0x0af0, 0x6711), eject, hw.RefusalMessage},
		{"eject to Huawei", cd(huawei(0x1f01)), eject, hw.RefusalMessage},
		{"a wait", zte(), hw.Message{Requests: []hw.Request{{Kind: hw.RequestWait}}}, hw.RefusalMessage},
		{"to a stranger", otherStick(0x0781, 0x5567), eject, hw.RefusalUnknown},
	} {
		err := Guard(c.stick, c.message)
		if RefusalOf(err) != c.want || errors.Is(err, hw.ErrNotOurs) != (c.want != hw.RefusalNone) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if r := RefusalOf(hw.ErrNotOurs); r != hw.RefusalNone {
		t.Errorf("another error has refusal %v", r)
	}
}
