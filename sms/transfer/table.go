package transfer

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms"
)

// tableReader reads tables.
type tableReader struct {
	input
	rows    *csv.Reader
	columns []column
	first   []string // a row that is no heading
	own     bool
	exact   time.Duration // of the time read last
	monthly bool          // dates with slashes have the month first
}

// newTable reads the heading of a table, or guesses the columns by the first row.
func newTable(in input, head string) (Reader, error) {
	r := &tableReader{input: in, rows: csv.NewReader(in.text)}
	r.rows.FieldsPerRecord, r.rows.LazyQuotes = -1, true
	line, _, _ := strings.Cut(head, "\n")
	r.rows.Comma = separatorOf(line)
	row, err := r.rows.Read()
	if err != nil {
		return nil, ErrUnknown
	}
	if len(row) > 0 && strings.HasPrefix(strings.ToLower(row[0]), "sep=") {
		if row, err = r.rows.Read(); err != nil {
			return nil, ErrUnknown
		}
	}
	for _, cell := range row {
		r.columns = append(r.columns, columnNames[strings.ToLower(strings.TrimSpace(cell))])
	}
	if !r.complete() {
		if r.columns = r.guessed(row); r.columns == nil {
			return nil, ErrUnknown
		}
		r.first = row
	}
	r.own = r.has(columnState) && r.has(columnISO)
	r.lookAhead(head)
	return r, nil
}

// lookAhead finds out by the beginning of the table whether dates with slashes have the month first: most of
// them could be read either way.
func (r *tableReader) lookAhead(head string) {
	rows := csv.NewReader(strings.NewReader(head))
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = r.rows.Comma, -1, true
	for {
		row, err := rows.Read()
		if err != nil {
			return
		}
		for i, c := range r.columns {
			if i >= len(row) {
				break
			}
			if c == columnTime || c == columnDate {
				r.time(row[i])
				r.time(row[i] + " 00:00") // a day alone
			}
		}
	}
}

// separatorOf returns what separates the columns of a line: what is there most often outside of quotes.
func separatorOf(line string) rune {
	best, most := ',', 0
	for _, separator := range ";,\t" {
		quoted, n := false, 0
		for _, c := range line {
			if c == '"' {
				quoted = !quoted
			} else if c == separator && !quoted {
				n++
			}
		}
		if n > most {
			best, most = separator, n
		}
	}
	return best
}

func (r *tableReader) has(c column) bool { return slices.Contains(r.columns, c) }

// complete reports whether the columns are enough for a text.
func (r *tableReader) complete() bool {
	return r.has(columnText) && (r.has(columnNumber) || r.has(columnFrom) || r.has(columnTo)) &&
		(r.has(columnTime) || r.has(columnDate) || r.has(columnISO) || r.has(columnClock))
}

// guessed returns the columns of a table without a heading by what its first row looks like: a number, a
// time, and the longest of the others as the text. It is nil for what looks like no text.
func (r *tableReader) guessed(row []string) []column {
	columns := make([]column, len(row))
	number, at, text := -1, -1, -1
	for i, cell := range row {
		cell = strings.TrimSpace(cell)
		n, err := sms.ParseNumber(cell, r.o.Region)
		_, _, isTime := r.time(cell)
		switch {
		case at < 0 && isTime:
			at = i
		case number < 0 && err == nil && n.Dialable() && len(cell) > 3:
			number = i
		case slices.Contains(outgoing, strings.ToLower(cell)), slices.Contains(incoming, strings.ToLower(cell)):
			columns[i] = columnDirection
		case text < 0 || len(cell) > len(row[text]):
			text = i
		}
	}
	if number < 0 || at < 0 || text < 0 {
		return nil
	}
	columns[number], columns[at], columns[text] = columnNumber, columnTime, columnText
	return columns
}

// Format implements Reader.
func (r *tableReader) Format() Format {
	if r.own {
		return FormatCSV
	}
	return FormatTable
}

// Precision implements Reader.
func (r *tableReader) Precision() time.Duration {
	if r.own {
		return time.Millisecond
	}
	return r.exact
}

// Next implements Reader.
func (r *tableReader) Next() (Record, error) {
	r.again()
	row := r.first
	r.first = nil
	if row == nil {
		var err error
		row, err = r.rows.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, ErrLong):
			return Record{}, ErrLong
		case errors.As(err, &wrong):
			return r.left(CauseUnread), nil
		case err != nil:
			return Record{}, err
		}
	}
	cells := map[column]string{}
	for i, c := range r.columns {
		if i < len(row) && c != columnNone && cells[c] == "" {
			cells[c] = row[i]
			if r.own {
				cells[c] = sms.PlainCell(row[i])
			}
		}
	}
	if r.own {
		return r.ownText(cells), nil
	}
	return r.text(cells), nil
}

// ownText is a row that this program wrote.
func (r *tableReader) ownText(cells map[column]string) Record {
	n, ok := ownNumber(cells[columnNumber])
	if !ok {
		return r.left(CauseNumber)
	}
	at, ok := ownTime(cells[columnISO])
	sentAt, okSent := ownTime(cells[columnSent])
	if !ok || !okSent || at.IsZero() {
		return r.left(CauseTime)
	}
	status, known := statuses[cells[columnState]]
	if !known {
		return r.left(CauseUnread)
	}
	t := Text{Message: sms.Message{
		Number: n, Text: cells[columnText], Status: status, Time: at, SentAt: sentAt, Parts: 1, Done: 1, Read: true,
	}}
	if len(t.Text) > maxText {
		return r.left(CauseLong)
	}
	if status >= sms.Queued && status <= sms.Unconfirmed {
		t.Direction = sms.Outgoing
	} else {
		t.Read = !slices.Contains(unread, strings.ToLower(cells[columnRead]))
	}
	return Record{Text: &t}
}

// text is a row of another program.
func (r *tableReader) text(cells map[column]string) Record {
	t := Text{Message: sms.Message{Text: cells[columnText], Parts: 1, Done: 1, Status: sms.Received, Read: true}}
	number := cells[columnNumber]
	says := []string{strings.ToLower(strings.TrimSpace(cells[columnDirection])), strings.ToLower(strings.TrimSpace(cells[columnStatus]))}
	out := slices.ContainsFunc(says, func(s string) bool { return slices.Contains(outgoing, s) }) &&
		!slices.Contains(incoming, says[0])
	switch {
	case number != "":
	case cells[columnTo] != "" && (out || cells[columnFrom] == ""):
		number, out = cells[columnTo], true
	default:
		number = cells[columnFrom]
	}
	var ok bool
	if t.Number, ok = r.o.number(strings.Trim(number, "' ")); !ok {
		return r.left(CauseNumber)
	}
	at := cells[columnTime]
	if at == "" {
		at = strings.TrimSpace(cells[columnDate] + " " + cells[columnClock])
	}
	if t.Time, r.exact, ok = r.time(at); !ok {
		return r.left(CauseTime)
	}
	if out {
		t.Direction, t.Status = sms.Outgoing, sms.Sent
		if slices.ContainsFunc(says, func(s string) bool { return slices.Contains(unsent, s) }) {
			t.Status, t.Done = sms.Failed, 0
		}
	} else {
		for _, s := range append(says, strings.ToLower(cells[columnRead])) {
			t.Read = t.Read && !slices.Contains(unread, s)
		}
	}
	return r.checked(t)
}
