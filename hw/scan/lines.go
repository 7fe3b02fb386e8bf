package scan

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// portName is a port with the name that the system shows for it.
type portName struct{ port, label string }

// joinLines brings the listed ports and those of the devices together: a port that belongs to a stick
// gets its location, interface and rank, one of a device that only looks like a stick the same but the
// rank, and a port that the list does not have (Windows' list leaves out those of class Modem) is added.
// Best first.
func joinLines(listed []hw.Line, all sorted, names []portName) []hw.Line {
	lines := slices.Clone(listed)
	for _, n := range names {
		lines = joinName(lines, n)
	}
	for _, s := range all.sticks {
		lines = joinPorts(lines, s, sticks.Rank)
	}
	never := func(sticks.Port) int { return 0 }
	for _, s := range all.unsupported {
		lines = joinPorts(lines, s, never)
	}
	for _, s := range all.others {
		if s.ID.Vendor != hw.HuaweiVendor { // a telephone, with the ID of a modem
			lines = joinPorts(lines, s, never)
		}
	}
	slices.SortStableFunc(lines, func(a, b hw.Line) int { return cmp.Compare(b.Rank, a.Rank) })
	return lines
}

func joinPorts(lines []hw.Line, s hw.Stick, rank func(sticks.Port) int) []hw.Line {
	for _, i := range s.Interfaces {
		if i.Port != "" {
			var l *hw.Line
			lines, l = lineOf(lines, i.Port)
			l.Location, l.Interface = s.Location, i.Number
			l.Rank = rank(sticks.Port{ID: s.ID, Label: l.Label, Interface: i})
		}
	}
	return lines
}

// without leaves out the lines of some ports.
func without(lines []hw.Line, ports []string) []hw.Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l hw.Line) bool {
		return slices.ContainsFunc(ports, func(port string) bool {
			return strings.EqualFold(l.Name, port)
		})
	})
}

// addDirect adds the lines that libusb can open; free is whether it takes interfaces without a
// driver.
func addDirect(lines []hw.Line, found []hw.Stick, free bool) []hw.Line {
	for _, s := range found {
		lines = append(lines, directLines(s, free)...)
	}
	slices.SortStableFunc(lines, func(a, b hw.Line) int { return cmp.Compare(b.Rank, a.Rank) })
	return lines
}

// directPenalty puts the lines by libusb behind the serial port of the same interface.
const directPenalty = 10

// directLines returns the lines that libusb can open to a stick in modem mode: over interfaces with
// a driver of libusb's, and, where no driver is needed for that, over interfaces that none has
// taken, as long as the stick has no serial port at all.
func directLines(s hw.Stick, free bool) []hw.Line {
	if s.Mode != hw.ModeModem || !sticks.Modem(s.ID, s.Interfaces) {
		return nil
	}
	ports := slices.ContainsFunc(s.Interfaces, func(i hw.Interface) bool { return i.Port != "" })
	var lines []hw.Line
	for _, i := range s.Interfaces {
		open := free && !ports && i.Driver == hw.DriverNone
		if !sticks.Direct(s.ID, i) || !open && !i.Driver.Libusb() {
			continue
		}
		rank := sticks.Rank(sticks.Port{ID: s.ID, Interface: i})
		lines = append(lines, hw.Line{
			Kind: hw.LineUSB, Name: hw.USBLineName(s.Location, i.Number),
			Location: s.Location, Interface: i.Number, Rank: max(rank-directPenalty, 1),
		})
	}
	return lines
}

func joinName(lines []hw.Line, n portName) []hw.Line {
	lines, l := lineOf(lines, n.port)
	if l.Label == "" {
		l.Label = n.label
	}
	port := sticks.Port{Label: l.Label, Interface: hw.Interface{Number: -1}}
	l.Rank = max(l.Rank, sticks.Rank(port))
	return lines
}

// lineOf finds the line of a port or adds it. The pointer is good until the next one is added.
func lineOf(lines []hw.Line, port string) ([]hw.Line, *hw.Line) {
	same := func(l hw.Line) bool { return strings.EqualFold(path.Base(l.Name), path.Base(port)) }
	at := slices.IndexFunc(lines, same)
	if at < 0 {
		at = len(lines)
		lines = append(lines, hw.Line{Name: portPath(port), Interface: -1})
	}
	return lines, &lines[at]
}

// portPath makes the name that opens a port: Linux calls it ttyUSB2 and opens /dev/ttyUSB2.
func portPath(port string) string {
	if strings.HasPrefix(port, "tty") {
		return "/dev/" + port
	}
	return port
}
