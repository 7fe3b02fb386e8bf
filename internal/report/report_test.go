package report

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// sample is a report with everything in it, and with secrets wherever there could be some.
func sample() Input {
	return Input{
		Version: "0.1.0",
		At:      time.Date(2026, 11, 22, 17, 30, 0, 0, time.UTC),
		Data:    `C:\Users\Anna\AppData\Local\SurfstickSMS`,
		Libusb:  "1.0.26",
		System:  "Debian GNU/Linux 13",
		ScanErr: errors.New("second scan: timed out"),
		Snapshot: hw.Snapshot{
			Sticks: []hw.Stick{{
				Location: "1-1.2", ID: hw.ID{Vendor: 0x12d1, Product: 0x1001}, Name: "HUAWEI\x1b[2J Mobile",
				Serial: "ABCDEF", Mode: hw.ModeModem, Driver: hw.DriverSerial, Accessible: true,
				Interfaces: []hw.Interface{
					{Number: 0, Class: 0xff, Driver: hw.DriverNone, Problem: 28},
					{Number: 1, Class: 0x08, SubClass: 0x06, Protocol: 0x50, Driver: hw.DriverStorage},
					{
						Number: 4, Class: 0xff, Driver: hw.DriverWinUSB, DriverName: "WINUSB",
						Inf: "oem42.inf", Provider: "libwdi",
					},
					{Number: 2, Class: 0xff, Driver: hw.DriverSerial, DriverName: "option", Port: "ttyUSB2"},
				},
			}},
			Unsupported: []hw.Stick{{ID: hw.ID{Vendor: 0x3566, Product: 0x2001}, Name: "other"}},
			Lines:       []hw.Line{{Name: "/dev/ttyUSB2", Label: "PC UI", Interface: 2, Rank: 70}},
			Service:     "HWDeviceService", LibusbKMissing: true,
		},
		Facts: &setup.Facts{
			Session: setup.Session{Identity: sms.Identity{
				Manufacturer: "huawei", Model: "E3131", IMEI: "861234567890123",
			}},
			Boot: setup.Boot{Probes: []setup.Probe{
				{Line: hw.Line{Name: "/dev/ttyUSB0"}, Err: errors.New("no answer")},
			}},
		},
		Settings: map[string]string{"region": "DE", "own number": "01711234567"},
		Crash:    "panic: out of luck\n\ngoroutine 1",
		Run:      "page:      driver (cdMode)\nunder way: switch 12d1:1f01 by libusb",
		Log:      "to=+491711234567",
	}
}

var errBroken = errors.New("broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestReport(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"version:       0.1.0\n",
		"time:          2026-11-22T17:30:00Z\n",
		"Last run that ended unexpectedly\n--------------------------------\npage:      driver (cdMode)\n" +
			"under way: switch 12d1:1f01 by libusb\n",
		"system:        Debian GNU/Linux 13\n",
		"usb id:        12d1:1001\n",
		"name:          HUAWEI[2J Mobile\n",
		"mode:          modem\n",
		"interface 0:   class ff:00:00, driver none (-), problem code 28, port -\n",
		"interface 1:   class 08:06:50, driver storage (-), port -\n",
		"interface 2:   class ff:00:00, driver serial (option), port ttyUSB2\n",
		"driver winusb (WINUSB oem42.inf libwdi), port -\n", "libusbK.dll:   missing\n",
		"/dev/ttyUSB2:  rank 70, interface 2, at -, \"PC UI\"\n",
		"Not supported 1\n", "3566:2001",
		"huawei service: HWDeviceService\n",
		"scan failed:   second scan: timed out\n",
		"modem:         huawei E3131",
		"/dev/ttyUSB0:  result 0 no answer\n",
		"own number:    ***567\n", "region:        DE\n",
		"panic: out of luck", "to=+49***567",
		`C:\Users\…\AppData`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("missing %q", want)
		}
	}
	for _, secret := range []string{"Anna", "1711234567", "861234567890123", "ABCDEF", "\x1b"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is in the report", secret)
		}
	}
	if t.Failed() {
		t.Log(b.String())
	}
}

// TestReportOfOthers: what a later version learns from is in the report of a stick of another maker; its
// serial number is not.
func TestReportOfOthers(t *testing.T) {
	stick := hw.Stick{
		ID: hw.ID{Vendor: 0x19d2, Product: 0x2000}, Name: "USB Storage", Manufacturer: "ZTE Inc.", Serial: "P680A1",
		Mode: hw.ModeStorage, CD: hw.CDPresent, CDBytes: 30 << 20, CDDrive: "/dev/sr0",
		Inquiry: hw.Inquiry{Vendor: "ZTE", Model: "USB SCSI CD-ROM", Revision: "2.31"},
	}
	facts := setup.Facts{
		Consents: []setup.Consent{{Device: setup.DeviceKey(stick), Switch: true}},
		Run:      setup.Run{Tries: []setup.Try{{Message: "eject", Transport: setup.TransportPassThrough}}},
		Boot: setup.Boot{LineAt: "COM5", Probes: []setup.Probe{
			{Line: hw.Line{Name: "COM5"}, Result: setup.ProbeModem},
		}},
		Session: setup.Session{Identity: sms.Identity{Manufacturer: "ZTE", Model: "MF190", Firmware: "BD_V1"}},
	}
	var b strings.Builder
	err := Write(&b, Input{
		Snapshot: hw.Snapshot{Sticks: []hw.Stick{stick}}, Facts: &facts,
		Refusal: func(hw.Stick) hw.Refusal { return hw.RefusalTooBig },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"usb id:        19d2:2000\n", "name:          USB Storage\n", "maker:         ZTE Inc.\n",
		"cd calls itself: \"ZTE\" \"USB SCSI CD-ROM\" \"2.31\"\n", "cd holds:      30 MB, can be written: no\n",
		"left alone:    too big\n", "allowed:       19d2:2000 switch\n", "eject by passThrough\n",
		"line:          COM5\n", "modem:         ZTE MF190\n", "firmware:      BD_V1\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("missing %q", want)
		}
	}
	if strings.Contains(b.String(), "P680A1") {
		t.Error("the serial number is in the report")
	}
	if t.Failed() {
		t.Log(b.String())
	}
}

func TestReportEmpty(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, Input{}); err != nil {
		t.Fatal(err)
	}
	for _, absent := range []string{"Settings", "Last crash", "End of the log", "Set-up"} {
		if strings.Contains(b.String(), absent) {
			t.Errorf("empty section %q", absent)
		}
	}
	if !strings.Contains(b.String(), "sticks:        0\n") {
		t.Errorf("report:\n%s", b.String())
	}
}

func TestReportUnwritable(t *testing.T) {
	if err := Write(brokenWriter{}, Input{}); !errors.Is(err, errBroken) {
		t.Errorf("got %v, want %v", err, errBroken)
	}
}

// TestEvidence: what each try to switch came to is in the report, and the masking leaves it alone.
func TestEvidence(t *testing.T) {
	at := time.Date(2026, 11, 22, 17, 30, 1, 0, time.UTC)
	refused := hw.Answer{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20}
	in := Input{Facts: &setup.Facts{Run: setup.Run{Tries: []setup.Try{
		{Message: "guide-modem", Transport: setup.TransportPassThrough, Answers: []hw.Answer{refused}, At: at},
		{
			Message: "classic-zero", Transport: setup.TransportPassThrough, At: at.Add(time.Minute),
			Answers: []hw.Answer{{Code: 1167, Lost: true}},
		},
		{
			Message: "old-ppp", Transport: setup.TransportPassThrough, At: at.Add(2 * time.Minute),
			Answers: []hw.Answer{{Code: 170}}, Err: hw.ErrBusy,
		},
	}}}}
	var text strings.Builder
	if err := Write(&text, in); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"try 17:30:01:  guide-modem by passThrough: code 0, status 2, sense 5:20:00",
		"try 17:31:01:  classic-zero by passThrough: code 1167, no answer",
		"try 17:32:01:  old-ppp by passThrough: code 170: not sent, in use by another program",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, text.String())
		}
	}
}

// TestReportAdapter: a stick in network mode comes with its adapter, without the computer's addresses.
func TestReportAdapter(t *testing.T) {
	stick := hw.Stick{ID: hw.ID{Vendor: 0x12d1, Product: 0x14db}, Mode: hw.ModeNetwork, Adapter: hw.Adapter{
		Name: "enx0c5b8f279a64", Label: "Ethernet 3", MAC: "0c:5b:8f:27:9a:64", State: hw.AdapterReady,
		Addresses: []netip.Prefix{netip.MustParsePrefix("192.168.8.100/24")},
		Gateway:   netip.MustParseAddr("192.168.8.1"), Source: hw.GatewayRoute,
	}}
	bare := hw.Stick{Mode: hw.ModeNetwork, Adapter: hw.Adapter{State: hw.AdapterAbsent, Problem: 28}}
	modem := hw.Stick{Mode: hw.ModeModem}
	for name, c := range map[string]struct {
		stick        hw.Stick
		want, absent []string
	}{
		"ready": {
			stick,
			[]string{"network adapter: ready, Ethernet 3\n", "gateway:       192.168.8.1 (route)\n"},
			[]string{"192.168.8.100", "9a:64", "279a64"},
		},
		"no driver": {bare, []string{"network adapter: absent, problem code 28, -\n", "gateway:       -\n"}, nil},
		"modem":     {modem, nil, []string{"network adapter", "gateway"}},
	} {
		var text strings.Builder
		if err := Write(&text, Input{Snapshot: hw.Snapshot{Sticks: []hw.Stick{c.stick}}}); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: %q is missing in:\n%s", name, want, text.String())
			}
		}
		for _, absent := range c.absent {
			if strings.Contains(text.String(), absent) {
				t.Errorf("%s: %q is in:\n%s", name, absent, text.String())
			}
		}
	}
}

// TestReportSerial: the serial port in use comes with its speed, without the adapter's serial number.
func TestReportSerial(t *testing.T) {
	f := setup.New(setup.Platform{}, nil).Apply(setup.SerialRecalled{
		Port: setup.SerialPort{Name: "COM5", Device: "0403:6001 A50285BI", Speed: 9600},
	})
	var b strings.Builder
	if err := Write(&b, Input{Facts: &f}); err != nil {
		t.Fatal(err)
	}
	if want := "serial port:   COM5, 9600 bit/s, not seen in 0 scans\n"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
	if strings.Contains(b.String(), "A50285BI") {
		t.Errorf("the serial number is in\n%s", b.String())
	}
}

// TestReportWeb: what a stick in network mode says about itself.
func TestReportWeb(t *testing.T) {
	f := setup.New(setup.Platform{}, nil)
	for _, e := range []setup.Event{
		setup.SessionStarted{Modem: sms.Identity{IMEI: "861234567890123"}},
		setup.TraitsSeen{Traits: []setup.Trait{
			{Name: "web interface", Value: "10.0.3.1"}, {Name: "boxes", Value: "in 1, serial 861234567890123"},
		}},
		setup.LoginSeen{State: setup.LoginState{Wanted: true}},
	} {
		f = f.Apply(e)
	}
	var b strings.Builder
	if err := Write(&b, Input{Facts: &f}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"web interface: 10.0.3.1", "boxes:         in 1", "wanted, last one: none"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "861234567890123") {
		t.Errorf("the IMEI is in\n%s", text)
	}
}

// TestReportMode: which mode was chosen, what is remembered, and how things stand with mobile data.
func TestReportMode(t *testing.T) {
	stick := hw.Stick{Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, Mode: hw.ModeStorage}
	at := time.Date(2026, 11, 22, 17, 30, 1, 0, time.UTC)
	f := setup.New(setup.Platform{}, nil)
	for _, e := range []setup.Event{
		setup.WayRecalled{Known: setup.Known{Model: stick.ID, Way: setup.WayInternet, NoCard: true}},
		setup.Seen{Snapshot: hw.Snapshot{Sticks: []hw.Stick{stick}}, At: at},
		setup.WayChosen{Way: setup.WayModem},
		setup.SessionStarted{Modem: sms.Identity{IMEI: "861234567890123"}},
		setup.DataChosen{Choice: setup.DataOff},
		setup.DataSeen{On: true},
	} {
		f = f.Apply(e)
	}
	var b strings.Builder
	if err := Write(&b, Input{Facts: &f}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"mode chosen:   modem, remembered: modem nocard\n", "mobile data:   yes, chosen: off\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
