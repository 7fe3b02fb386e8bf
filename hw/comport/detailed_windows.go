package comport

import (
	"strconv"

	"go.bug.st/serial/enumerator"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// detailed lists the ports of class Ports with their friendly names. It asks without a filter, so
// that no device is probed.
func detailed() ([]hw.Line, error) {
	details, err := enumerator.GetDetailedPortsList()
	var lines []hw.Line
	for _, d := range details {
		if d != nil && d.Name != "" {
			lines = append(lines, detailedLine(d))
		}
	}
	return lines, err
}

func detailedLine(d *enumerator.PortDetails) hw.Line {
	id := hw.ID{Vendor: hex16(d.VID), Product: hex16(d.PID)}
	l := hw.Line{Name: d.Name, Label: chipOf(id.Vendor, d.Product), Interface: -1}
	port := sticks.Port{ID: id, Label: l.Label, Interface: hw.Interface{Number: -1}}
	if l.Rank = sticks.Rank(port); l.Rank == 0 && d.IsUSB {
		l.Device = deviceName(id, d.SerialNumber)
	}
	return l
}

func hex16(s string) uint16 {
	n, err := strconv.ParseUint(s, 16, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
}
