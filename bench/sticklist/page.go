package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// head is the part of the page that is written by hand.
//
//go:embed head.md
var head string

// render returns the whole page.
func render() string {
	var b strings.Builder
	b.WriteString(head)
	brands := byBrand()
	names := slices.SortedFunc(maps.Keys(brands), func(a, b string) int {
		return cmp.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	b.WriteString("\n## In numbers\n\n")
	numbers(&b)
	b.WriteString("\n## Sticks that start as a CD drive\n\nBy maker: ")
	for i, name := range names {
		if i > 0 {
			b.WriteString(" · ")
		}
		fmt.Fprintf(&b, "[%s](#%s)", name, anchor(name))
	}
	b.WriteString("\n")
	for _, name := range names {
		fmt.Fprintf(&b, "\n### %s\n\n", name)
		b.WriteString("| Stick | ID | Windows | Linux | Afterwards | SMS |\n|---|---|---|---|---|---|\n")
		for _, m := range brands[name] {
			row(&b, m)
		}
	}
	b.WriteString("\n## Modems that need no switch\n\n")
	modems(&b)
	return b.String()
}

// byBrand sorts the rows by maker, then by the names of the models.
func byBrand() map[string][]sticks.Model {
	all := map[string][]sticks.Model{}
	for _, m := range sticks.Models() {
		all[m.Brand] = append(all[m.Brand], m)
	}
	for _, rows := range all {
		slices.SortStableFunc(rows, func(a, b sticks.Model) int {
			return cmp.Compare(strings.ToLower(a.Note), strings.ToLower(b.Note))
		})
	}
	return all
}

// anchor is the place of a heading on the page, as GitHub makes it.
func anchor(heading string) string {
	keep := func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return -1
	}
	return strings.Map(keep, strings.ToLower(heading))
}

func row(b *strings.Builder, m sticks.Model) {
	windows, linux, after := "not switched", "not switched", "–"
	if m.Left == hw.RefusalNone {
		windows, linux, after = onWindows(m), onLinux(m), afterwards[m.After()]+targets(m)
	}
	cells := []string{m.Note, identity(m), windows, linux, after, texts(m)}
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// identity is the ID with the string that a stick must have beside it.
func identity(m sticks.Model) string {
	field, text, ok := strings.Cut(m.Match, "=")
	if !ok {
		return m.ID().String()
	}
	what := map[string]string{
		"uMa": "manufacturer", "uPr": "product", "sVe": "vendor of the CD drive",
		"sMo": "model of the CD drive",
	}[field]
	return fmt.Sprintf("%s, %s “%s”", m.ID(), what, strings.ReplaceAll(text, "_", " "))
}

// targets are the IDs that the stick can have afterwards.
func targets(m sticks.Model) string {
	var all []string
	for _, id := range m.Targets {
		all = append(all, id.String())
	}
	switch {
	case len(all) == 0:
		return " (same ID)"
	case len(all) > 8:
		return fmt.Sprintf(" (%s and %d more)", strings.Join(all[:8], ", "), len(all)-8)
	}
	return " (" + strings.Join(all, ", ") + ")"
}

// numbers counts the rows by what is to be expected.
func numbers(b *strings.Builder) {
	sms, windows, left, all := map[string]int{}, map[string]int{}, map[string]int{}, 0
	for _, m := range sticks.Models() {
		all++
		word, _, _ := strings.Cut(texts(m), ":")
		word, _, _ = strings.Cut(word, ",")
		sms[word]++
		if m.Left != hw.RefusalNone {
			left[leftOut[m.Left]]++
			continue
		}
		windows[onWindows(m)]++
	}
	fmt.Fprintf(b, "The tables know %d kinds of device that start as a CD drive. Are SMS to be expected?\n\n", all)
	list(b, sms)
	b.WriteString("\nHow those that are switched are switched on Windows:\n\n")
	list(b, windows)
	b.WriteString("\nThose that are left alone, and why:\n\n")
	list(b, left)
}

func list(b *strings.Builder, counts map[string]int) {
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})
	for _, w := range words {
		fmt.Fprintf(b, "- %d: %s\n", counts[w], w)
	}
}

// modems writes the table of those that need no switch, or are switched already.
func modems(b *strings.Builder) {
	b.WriteString(modemsHead)
	for _, m := range sticks.Modems() {
		windows := "driver of the maker, or WinUSB"
		switch {
		case m.Own:
			windows = "driver of Option's"
		case m.ACM:
			windows = "no driver"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", maker(m), ids(m), windows, interfaces(m.AT), modemTexts(m))
	}
}

const modemsHead = `These are modems from the start, or what a stick of the lists above becomes. Windows makes ports of
those with "no driver" by itself; for the others there is the maker's driver, or WinUSB, for which the
program has a guide. On Linux none needs anything.

| Maker | IDs | Windows | AT commands on interface | SMS |
|---|---|---|---|---|
`

func maker(m sticks.ModemRow) string { return cmp.Or(m.Maker, "–") }

func ids(m sticks.ModemRow) string {
	if len(m.IDs) == 0 {
		return fmt.Sprintf("all others of %04x", m.Vendor)
	}
	var all []string
	for _, id := range m.IDs {
		text := id.String()
		if name := sticks.Name(id); name != "" {
			text += " (" + name + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func interfaces(at []int) string {
	if len(at) == 0 {
		return "is found out"
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(at), " ", ", "), "[]")
}

func modemTexts(m sticks.ModemRow) string {
	switch {
	case m.Own:
		return "hardly: only with Option's own driver"
	case len(m.AT) > 0:
		return "yes"
	}
	return "probably"
}
