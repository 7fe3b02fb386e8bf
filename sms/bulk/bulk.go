// Package bulk is what one text to many people is made of: a table that was pasted or comes from a
// spreadsheet (Read), the people in it (Table.People), a text with placeholders (Template), what it
// costs (Check), how far it has come (Job, Entry), and the report at the end.
//
// Everything in a table comes from outside. Cells are cleaned of what cannot be seen, numbers are read by
// the rules of the country, and a line that cannot be used is listed with the reason: none is guessed.
//
// It is pure: no input or output, no goroutine and no clock.
package bulk

// The most that is read of a table.
const (
	MaxBytes = 10 << 20 // 10 MB
	MaxRows  = 20_000
)

// maxColumns and maxCell bound a line; what is beyond is no list of people.
const (
	maxColumns = 100
	maxCell    = 2000 // characters
)

// maxLines is the most lines that one cell in quotation marks may have. More means that the mark was
// never closed.
const maxLines = 50

// Why is why a line cannot be used. Its String is part of the key of the words that are shown for it.
type Why int

// The reasons.
const (
	WhyNone    Why = iota
	WhyEmpty       // there is no number
	WhyChars       // what stands there is no number
	WhyLong        // it has too many digits
	WhyShort       // it has too few digits after the country
	WhyCode        // a code for the network
	WhyRounded     // the spreadsheet made a rounded figure of it: 4,91711E+11
	WhyQuote       // a quotation mark is not closed
	WhyMany        // the table has more than MaxRows lines
)

var whyNames = [...]string{"none", "empty", "chars", "long", "short", "code", "rounded", "quote", "many"}

// String returns the name of the reason.
func (w Why) String() string { return whyNames[w] }

// Fault is a line that cannot be used.
type Fault struct {
	Line int    // counted from 1
	Text string // what stands there, cleaned and cut
	Why  Why
}

// Row is a line of a table.
type Row struct {
	Line  int // of the file, counted from 1
	Cells []string
}

// Table is what was read.
type Table struct {
	// Columns are the words of the first line, or letters as in a spreadsheet when it has none. No two
	// are the same.
	Columns []string
	Rows    []Row
	Faults  []Fault
}
