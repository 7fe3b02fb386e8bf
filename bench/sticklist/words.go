package main

import (
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// leftOut says why a row is left out for good.
var leftOut = map[hw.Refusal]string{
	hw.RefusalLeftDangerous: "its message would overwrite data on any other disk with this ID",
	hw.RefusalLeftModule:    "built into a computer; Windows and Linux use it without any switch",
	hw.RefusalLeftWiFi:      "a Wi-Fi adapter",
	hw.RefusalLeftWiMAX:     "for WiMAX, which has no SMS",
	hw.RefusalLeftPhone:     "a telephone",
	hw.RefusalLeftNoModem:   "no modem: a printer, a card reader, a steering wheel or the like",
	hw.RefusalLeftMethod:    "this program does not have its way of switching",
}

// afterwards says what a stick shows once it is switched.
var afterwards = map[sticks.After]string{
	sticks.AfterUnknown:   "not known",
	sticks.AfterPorts:     "serial ports",
	sticks.AfterSomePorts: "serial ports",
	sticks.AfterLikely:    "serial ports, likely",
	sticks.AfterOwnPorts:  "Option's own ports",
	sticks.AfterEither:    "serial ports or web page, as you choose",
	sticks.AfterWeb:       "web page",
	sticks.AfterOtherWeb:  "web page of its own",
}

// onWindows and onLinux say by which way a stick is switched.
func onWindows(m sticks.Model) string {
	by := byDrive(m)
	switch {
	case by == driveOnly:
		return "no driver"
	case by == driveAndReader:
		return "no driver (through its card reader)"
	case configures(m.Request), configures(m.Second):
		return "hardly"
	}
	return "WinUSB"
}

func onLinux(m sticks.Model) string {
	if byDrive(m) == driveNone {
		return "yes, with the password once"
	}
	return "yes"
}

// drive is which of the stick's own drives the message can go through.
type drive int

const (
	driveNone drive = iota
	driveOnly
	driveAndReader
)

func byDrive(m sticks.Model) drive {
	cd := hw.Stick{CDDrive: "/dev/sr0"}
	first := m.Request
	if m.Vendor == hw.HuaweiVendor {
		first = sticks.Messages(hw.Stick{ID: m.ID()})[0]
	}
	if first.Passes(cd) {
		return driveOnly
	}
	cd.Unit1 = "/dev/sda"
	if first.Passes(cd) {
		return driveAndReader
	}
	return driveNone
}

func configures(m hw.Message) bool {
	for _, r := range m.Requests {
		if r.Kind == hw.RequestConfiguration {
			return true
		}
	}
	return false
}

// texts says whether SMS can be expected, and why not.
func texts(m sticks.Model) string {
	if m.Left != hw.RefusalNone {
		return "no: " + leftOut[m.Left]
	}
	switch m.Kind {
	case sticks.KindWiMAX:
		return "no: " + leftOut[hw.RefusalLeftWiMAX]
	case sticks.KindPhone:
		return "perhaps: a telephone; it is switched only when you ask for it"
	case sticks.KindCDMA:
		return "hardly: for CDMA networks (3GPP2), whose SMS are of another kind"
	case sticks.KindTDSCDMA:
		return "hardly: for the TD-SCDMA networks of China only"
	default:
		return textsAfter(m)
	}
}

func textsAfter(m sticks.Model) string {
	return map[sticks.After]string{
		sticks.AfterPorts: "yes", sticks.AfterEither: "yes", sticks.AfterWeb: "yes, by its web page",
		sticks.AfterSomePorts: "probably", sticks.AfterLikely: "probably",
		sticks.AfterOwnPorts: "hardly: only with Option's own driver",
		sticks.AfterOtherWeb: "no: use its web page in the browser",
		sticks.AfterUnknown:  "perhaps: nobody wrote down what it shows after the switch",
	}[m.After()]
}
