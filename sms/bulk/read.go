package bulk

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"surfstick-sms/sms"
	"surfstick-sms/sms/charset"
)

// The errors of Read.
var (
	// ErrLarge means that there are more than MaxBytes.
	ErrLarge = errors.New("table is too large")
	// ErrNothing means that there is no line in it.
	ErrNothing = errors.New("table is empty")
	// ErrNoTable means that it is a file of another kind, such as a workbook.
	ErrNoTable = errors.New("not a table of text")
)

// Read reads a table as spreadsheets save or copy it: cells between semicolons, commas or tabs, in
// quotation marks where they need them.
func Read(data []byte) (Table, error) {
	if len(data) > MaxBytes {
		return Table{}, ErrLarge
	}
	if strings.HasPrefix(string(data), "PK\x03\x04") || strings.HasPrefix(string(data), "\xD0\xCF\x11\xE0") {
		return Table{}, ErrNoTable // a workbook: .xlsx is a ZIP file, .xls an OLE one
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(charset.Text(data))
	lines := strings.Split(strings.TrimRight(text, "\n\x00"), "\n")
	separator, skip := separatorOf(lines)
	r := reader{separator: separator, first: skip}
	r.read(lines[skip:])
	if len(r.table.Rows) == 0 {
		if len(r.table.Faults) > 0 {
			return r.table, nil
		}
		return Table{}, ErrNothing
	}
	r.table.nameColumns()
	return r.table, nil
}

// separatorOf returns what stands between the cells, and how many lines at the top say only that
// ("sep=;", which Excel understands).
func separatorOf(lines []string) (separator rune, skip int) {
	if s, ok := strings.CutPrefix(strings.ToLower(lines[0]), "sep="); ok && len([]rune(s)) == 1 {
		if r := []rune(s)[0]; strings.ContainsRune("\t;,|", r) {
			return r, 1
		}
	}
	best := 0
	separator = ';'
	for _, candidate := range "\t;," {
		counts, most := map[int]int{}, 0
		for _, line := range lines[:min(len(lines), 50)] {
			if n := strings.Count(line, string(candidate)); n > 0 {
				counts[n]++
				most = max(most, counts[n])
			}
		}
		if most > best {
			best, separator = most, candidate
		}
	}
	return separator, 0
}

// reader reads the lines of a table.
type reader struct {
	separator rune
	first     int // lines before the first
	table     Table
}

func (r *reader) read(lines []string) {
	for i := 0; i < len(lines); {
		end, closed := r.end(lines, i)
		line := r.first + i + 1
		switch {
		case !closed:
			r.table.Faults = append(r.table.Faults, Fault{line, shown(lines[i]), WhyQuote})
		case len(r.table.Rows) > MaxRows: // one more than allowed: the first may be a heading
			r.table.Faults = append(r.table.Faults, Fault{line, shown(lines[i]), WhyMany})
			return
		default:
			r.add(line, strings.Join(lines[i:end], "\n"))
		}
		i = end
	}
}

// end returns the line after those that belong together because a cell has several lines. Where a
// quotation mark is not closed it is the next line.
func (r *reader) end(lines []string, from int) (end int, closed bool) {
	open := false
	for i := from; i < min(len(lines), from+maxLines); i++ {
		if open = r.open(lines[i], open); !open {
			return i + 1, true
		}
	}
	return from + 1, false
}

// open reports whether a cell in quotation marks goes on after the end of a line. A mark inside of a
// cell without marks is a character like any other.
func (r *reader) open(line string, open bool) bool {
	start, runes := !open, []rune(line)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case open && c == '"':
			if i+1 < len(runes) && runes[i+1] == '"' {
				i++
			} else if i+1 == len(runes) || runes[i+1] == r.separator {
				open = false
			}
		case open:
		case c == '"' && start:
			open = true
		default:
			start = c == r.separator
		}
	}
	return open
}

// add adds the lines of one row.
func (r *reader) add(line int, text string) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = r.separator, true, -1
	records, err := c.ReadAll()
	if err != nil {
		r.table.Faults = append(r.table.Faults, Fault{line, shown(text), WhyQuote})
		return
	}
	for _, cells := range records {
		cells = cells[:min(len(cells), maxColumns)]
		empty := true
		for i := range cells {
			cells[i] = clean(cells[i])
			empty = empty && cells[i] == ""
		}
		if !empty {
			r.table.Rows = append(r.table.Rows, Row{Line: line, Cells: cells})
		}
	}
}

// clean returns a cell in one line and without what cannot be seen.
func clean(cell string) string {
	if len(cell) > 4*maxCell {
		cell = strings.ToValidUTF8(cell[:4*maxCell], "")
	}
	return strings.TrimSpace(sms.SanitiseLine(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, cell), maxCell))
}

// shown returns the beginning of a line for a list of faults.
func shown(line string) string {
	const most = 60
	line = clean(line)
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return line
}

// nameColumns takes the names from the first row if that is a heading.
func (t *Table) nameColumns() {
	width := 0
	for _, row := range t.Rows {
		width = max(width, len(row.Cells))
	}
	var heads []string
	if t.headed() {
		heads = t.Rows[0].Cells
		t.Rows = t.Rows[1:]
	}
	if len(t.Rows) > MaxRows {
		t.Faults = append(t.Faults, Fault{t.Rows[MaxRows].Line, "", WhyMany})
		t.Rows = t.Rows[:MaxRows]
	}
	taken := map[string]bool{}
	for i := range width {
		name := letters(i)
		if i < len(heads) && heads[i] != "" {
			name = strings.NewReplacer("{", "(", "}", ")").Replace(heads[i])
		}
		whole := name
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s %d", whole, n)
		}
		taken[strings.ToLower(name)] = true
		t.Columns = append(t.Columns, name)
	}
}

// headed reports whether the first row is a heading: it holds no number, and words.
func (t *Table) headed() bool {
	words := false
	for _, cell := range t.Rows[0].Cells {
		if rounded(cell) || strings.IndexFunc(cell, unicode.IsDigit) >= 0 && digits(cell) >= 5 {
			return false
		}
		words = words || strings.IndexFunc(cell, unicode.IsLetter) >= 0
	}
	return words && (len(t.Rows) > 1 || len(t.Rows[0].Cells) > 1)
}

// digits counts those in a cell.
func digits(cell string) int {
	n := 0
	for _, r := range cell {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// letters returns the name that a spreadsheet gives a column: A, B, … Z, AA.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + letters(i%26)
}
