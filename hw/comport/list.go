package comport

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// List lists the serial ports of this computer, likeliest first. It opens none of them.
func List(ctx context.Context) ([]hw.Line, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("list serial ports: %w", err)
	}
	lines, err := listSystem()
	if err != nil {
		return nil, fmt.Errorf("list serial ports: %w", err)
	}
	sortLines(lines)
	return lines, nil
}

// sortLines puts the best rank first and the ports of a rank in the order of their numbers: COM9
// before COM10.
func sortLines(lines []hw.Line) {
	slices.SortStableFunc(lines, func(a, b hw.Line) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(len(a.Name), len(b.Name)),
			cmp.Compare(a.Name, b.Name))
	})
}

// namedLine returns the line of a port of which only the name is known. On macOS that is enough:
// Huawei's driver makes /dev/cu.HUAWEIMobile-Pcui and the like.
func namedLine(name string) hw.Line {
	l := hw.Line{Name: name, Label: chipByName(name), Interface: -1}
	l.Rank = sticks.Rank(sticks.Port{Label: name, Interface: hw.Interface{Number: -1}})
	return l
}

// addNames adds the ports that are not among the lines yet.
func addNames(lines []hw.Line, names []string) []hw.Line {
	for _, n := range names {
		known := func(l hw.Line) bool { return strings.EqualFold(l.Name, n) }
		if n != "" && !slices.ContainsFunc(lines, known) {
			lines = append(lines, namedLine(n))
		}
	}
	return lines
}

// deviceName makes the name by which a USB device is known again. What Windows gives a device without a
// serial number in its place has a "&", and is another one in another socket.
func deviceName(id hw.ID, serial string) string {
	serial = strings.TrimSpace(serial)
	if serial == "" || strings.Contains(serial, "&") {
		return id.String()
	}
	return id.String() + " " + serial
}
