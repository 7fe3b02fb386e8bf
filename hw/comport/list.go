package comport

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"surfstick-sms/hw"
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
