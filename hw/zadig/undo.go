package zadig

import (
	"fmt"
	"regexp"
	"strings"

	"surfstick-sms/hw"
)

// oemInf is what Windows calls the INF files of drivers that did not come with it.
var oemInf = regexp.MustCompile(`^(?i:oem[0-9]{1,6}\.inf)$`)

// UndoLine returns the command that removes a driver which Zadig installed, for a terminal with an
// administrator's rights. It is false for a driver of Windows itself, which must stay.
func UndoLine(inf string) (string, bool) {
	if !oemInf.MatchString(inf) {
		return "", false
	}
	return "pnputil /delete-driver " + strings.ToLower(inf) + " /uninstall", true
}

// Note says in English what was there before, and how to get back to it. now is the interface
// with its new driver, or empty while that is not known.
func Note(job hw.DriverJob, now hw.Interface) string {
	var b strings.Builder
	line := func(name, value string) {
		if value = plain(value); value == "" {
			value = "-"
		}
		fmt.Fprintf(&b, "%-14s %s\r\n", name+":", value)
	}
	line("stick", job.Stick.Name)
	line("usb id", fmt.Sprintf("%s, interface %d", job.Stick.ID, job.Interface))
	line("place", job.Stick.Location)
	for _, i := range job.Stick.Interfaces {
		if i.Number == job.Interface {
			line("driver before", i.DriverName)
			line("its file", i.Inf)
		}
	}
	line("driver now", now.DriverName)
	line("its file", now.Inf)
	undo, ok := UndoLine(now.Inf)
	if !ok {
		undo = "find the oemNN.inf of the provider libwdi with: pnputil /enum-drivers"
	}
	line("way back", undo)
	line("or", "Device Manager, right-click the stick, Uninstall device, tick the box that "+
		"deletes the driver, then plug the stick in again")
	return b.String()
}

// plain keeps a text from a device on one line.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}
