// Package identity makes up computers on which everything says whose they are: sticks with serial
// numbers in every name that a system gives them, modems and SIM cards with their numbers, and errors
// that repeat all that. Tests use it to show that none of it stands in what people hand on: details,
// log and report.
package identity

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Machine is a computer with its user, a stick and a SIM card.
type Machine struct {
	User                              string
	Serial, IMEI, IMSI, ICCID, Number string // Number is in the form +491711234567
	Snapshot                          hw.Snapshot
	errs                              []error
}

// cdClass is the class of CD drives' interfaces, as it stands in their paths.
const cdClass = "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

// Draw makes up a machine.
func Draw(t *rapid.T) Machine {
	digits := func(n int, what string) string {
		return rapid.StringMatching(fmt.Sprintf("[0-9]{%d}", n)).Draw(t, what)
	}
	m := Machine{
		User:   rapid.SampledFrom([]string{"Annabella", "Jörg Müller & Söhne #1"}).Draw(t, "user"),
		Serial: rapid.StringMatching("[0-9A-F]{7,20}|[0-9A-Z]{4}[-_.]?[0-9A-Z]{4}").Draw(t, "serial"),
		IMEI:   "86" + digits(13, "IMEI"),
		IMSI:   "26201" + digits(10, "IMSI"),
		ICCID:  "894902" + digits(13, "ICCID"),
		Number: "+4917" + digits(8, "number"),
	}
	if rapid.Bool().Draw(t, "the IMEI is the serial number") {
		m.Serial = m.IMEI
	}
	m.see(t)
	m.fail(t)
	return m
}

// see makes the snapshot of a scan.
func (m *Machine) see(t *rapid.T) {
	upper := fmt.Sprintf(`USB\VID_12D1&PID_1F01\%s`, m.Serial)
	drive := rapid.SampledFrom([]string{m.Serial + "&0", "7&2b1ae58d&0&" + m.Serial + "&0", m.Serial}).Draw(t, "drive")
	stick := hw.Stick{
		Location: rapid.SampledFrom([]string{upper, "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)", "1-1.2"}).Draw(t, "location"),
		ID:       hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, Name: "HUAWEI Mobile", Serial: m.Serial,
		Mode: hw.ModeStorage, Driver: hw.DriverStorage, CD: hw.CDPresent, Accessible: true,
		CDDrive:    strings.ToLower(`\\?\usbstor#cdrom&ven_huawei&prod_mass_storage&rev_2.31#`+drive) + cdClass,
		Interfaces: []hw.Interface{{Class: 8, SubClass: 6, Protocol: 0x50, Driver: hw.DriverStorage}},
	}
	other := stick
	other.ID, other.Location, other.CDDrive = hw.ID{Vendor: 0x3566, Product: 0x2001}, upper+"&MI_00", ""
	m.Snapshot = hw.Snapshot{
		Sticks: []hw.Stick{stick}, Unsupported: []hw.Stick{other},
		Lines: []hw.Line{{
			Name: "/dev/serial/by-id/usb-HUAWEI_Mobile_" + m.Serial + "-if00-port0", Interface: 0,
			Location: stick.Location, Label: "HUAWEI Mobile Connect - PC UI Interface (" + upper + ")",
		}},
		Bindings: []hw.Binding{{Device: upper, Name: "USB Mass Storage Device", Driver: "USBSTOR", Location: stick.Location}},
	}
}

// fail makes errors that say what they are about.
func (m *Machine) fail(t *rapid.T) {
	national := "0" + m.Number[3:]
	for _, text := range []string{
		"open " + m.Snapshot.Sticks[0].CDDrive, `open \\.\` + m.Snapshot.Lines[0].Name,
		`read C:\Users\` + m.User + `\Downloads\zadig-2.9.exe`, "read C:/Users/" + m.User + "/AppData/Local/x",
		"stat /home/" + m.User + "/.local/share/surfstick-sms/log",
		"send to " + m.Number, "send to " + national, "send to " + national[:4] + "/" + national[4:],
		"send to " + national[:4] + "-" + national[4:8] + "-" + national[8:],
		fmt.Sprintf("send to +49 (0) %s %s %s", national[1:4], national[4:8], national[8:]),
		"card " + m.ICCID, "card " + m.ICCID + "F", "subscriber " + m.IMSI, "modem " + m.IMEI,
		fmt.Sprintf("modem %s-%s-%s-%s", m.IMEI[:2], m.IMEI[2:8], m.IMEI[8:14], m.IMEI[14:]),
		fmt.Sprintf("%q", `\\?\usb#vid_12d1&pid_1f01#`+m.Serial+"#{a5dcbf10-6530-11d2-901f-00c04fb951ed}"),
	} {
		m.errs = append(m.errs, fmt.Errorf("%s: %w", text, errors.New("access denied")))
	}
	m.errs = rapid.Permutation(m.errs).Draw(t, "errors")
}

// Errors are what fails on the machine.
func (m Machine) Errors() []error { return m.errs }

// Events are what the set-up hears of the machine, for setup.Facts.
func (m Machine) Events(at time.Time) []setup.Event {
	line := m.Snapshot.Lines[0]
	events := []setup.Event{
		setup.Seen{Snapshot: m.Snapshot, At: at},
		setup.ScanFailed{Err: m.errs[0], At: at},
		setup.SwitchStarted{Message: "guide-modem", At: at},
		setup.SwitchEnded{Message: "guide-modem", Err: m.errs[1], At: at},
		setup.InstallStarted{},
		setup.InstallEnded{Err: m.errs[2]},
		setup.SessionStarted{Line: line, Modem: m.Modem()},
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at},
		setup.TestChanged{State: setup.TestFailed, Err: m.errs[3]},
	}
	for _, err := range m.errs {
		events = append(events, setup.Probed{Probe: setup.Probe{Line: line, Err: err}})
	}
	return events
}

// Modem is what the modem says of itself and of the card.
func (m Machine) Modem() sms.Identity {
	return sms.Identity{
		IMEI: m.IMEI, IMSI: m.IMSI, Manufacturer: "huawei", Model: "E3531",
		Firmware: "22.521.23.00.00", OwnNumber: m.Number,
	}
}

// Found returns what a text reveals of the machine: numbers in whatever spelling, and names.
func (m Machine) Found(text string) (found []string) {
	upper := strings.ToUpper(text)
	bare := strings.NewReplacer(" ", "", "-", "", "/", "", "(", "", ")", "").Replace(upper)
	for _, secret := range []string{m.IMEI, m.IMSI, m.ICCID, m.Number[3:]} {
		if strings.Contains(bare, secret) {
			found = append(found, secret)
		}
	}
	for _, secret := range []string{m.Serial, m.User, strings.Fields(m.User)[0], lastOf(m.User)} {
		if strings.Contains(upper, strings.ToUpper(secret)) {
			found = append(found, secret)
		}
	}
	return found
}

func lastOf(name string) string {
	parts := strings.Fields(name)
	return parts[max(len(parts)-2, 0)]
}
