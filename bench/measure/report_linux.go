package main

import (
	"fmt"
	"io"
	"slices"
)

// figures are what was measured of one program.
type figures struct {
	window         []float64 // ms until its first frame is painted
	work           []float64 // ms of processor time until then
	rss, pss, idle []float64 // MB, MB, percent of a core
}

// median returns the median, or 0 of no values.
func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[len(sorted)/2] + sorted[(len(sorted)-1)/2]) / 2
}

// line is one row of the report. Its budget is the most that the program may take: a multiple of
// what the bare window takes, or so much on top of it. A row with neither has no budget.
type line struct {
	name          string
	bare, program []float64
	times, more   float64
	unit          string
}

// report writes the figures of a program beside those of the bare window.
func report(to io.Writer, bare, program, chat *figures) {
	fmt.Fprintf(to, "%-48s %9s %9s %13s  %-9s ok\n", "", "bare", "program", "", "budget")
	for _, l := range []line{
		{"first frame painted", bare.window, program.window, 1.25, 0, "ms"},
		{"processor time until then", bare.work, program.work, 0, 0, "ms"},
		{"memory (Rss)", bare.rss, program.rss, 0, 40, "MB"},
		{"memory (Pss)", bare.pss, program.pss, 0, 40, "MB"},
		{"idle, first page, of a core", bare.idle, program.idle, 0, 0.1, "%"},
		{"memory (Rss), chat, simulated stick", bare.rss, chat.rss, 0, 40, "MB"},
		{"idle, chat, simulated stick, of a core", bare.idle, chat.idle, 0, 0.1, "%"},
	} {
		if len(l.program) > 0 {
			fmt.Fprintln(to, l)
		}
	}
}

// String returns the row with its verdict.
func (l line) String() string {
	was, is := median(l.bare), median(l.program)
	difference := fmt.Sprintf("+%.2f %s", is-was, l.unit)
	budget, verdict := "", ""
	switch {
	case l.times > 0:
		difference = fmt.Sprintf("x %.2f", is/was)
		budget, verdict = fmt.Sprintf("x %g", l.times), verdictOf(is <= was*l.times)
	case l.more > 0:
		budget, verdict = fmt.Sprintf("+%g %s", l.more, l.unit), verdictOf(is-was <= l.more)
	}
	return fmt.Sprintf("%-48s %9.2f %9.2f %13s  %-9s %s",
		l.name+", "+l.unit, was, is, difference, budget, verdict)
}

func verdictOf(ok bool) string {
	if ok {
		return "ok"
	}
	return "OVER"
}
