package transfer

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// Words are the language of a table or a page. The columns of a table are read again in any language that
// columnNames knows; what is not text is in the zone Zone.
type Words struct {
	Title, Footer string   // of a page
	Language      string   // such as "de"
	Columns       []string // the 10 of a table
	Separator     rune     // between them
	// Received, Sent, Yes and No stand in a table, Status says what became of a text, "" for nothing.
	Received, Sent, Yes, No string
	Status                  func(sms.Message) string
	// Time writes a day with a time of it, Day the heading of a day, Clock a time of the day.
	Time, Day, Clock func(time.Time) string
	Number           func(sms.Number) string // as people of the country write it
	Zone             *time.Location
}

type csvWriter struct {
	out     *csv.Writer
	words   Words
	partner Partner
	err     error // of the head
}

// NewCSV returns what writes a table for spreadsheets: UTF-8 with the mark by which Excel knows it, lines
// that end in CR LF, and a separator that is that of the language.
func NewCSV(w io.Writer, words Words) Writer {
	c := &csvWriter{words: words}
	_, c.err = io.WriteString(w, "\ufeff")
	c.out = csv.NewWriter(w)
	c.out.Comma, c.out.UseCRLF = words.Separator, true
	if c.err == nil {
		c.err = c.out.Write(words.Columns)
	}
	return c
}

// Grouped implements Writer.
func (c *csvWriter) Grouped() bool { return true }

// Partner implements Writer.
func (c *csvWriter) Partner(p Partner) error {
	c.partner = p
	return c.err
}

// Text implements Writer.
func (c *csvWriter) Text(t Text) error {
	if c.err != nil {
		return c.err
	}
	direction, read := c.words.Received, c.words.No
	if t.Direction == sms.Outgoing {
		direction = c.words.Sent
	}
	if t.Read {
		read = c.words.Yes
	}
	row := []string{
		string(t.Number), sms.SanitiseLine(c.partner.Name, maxName), direction,
		c.words.Time(t.Time.In(c.words.Zone)), plain(t.Text),
		c.words.Status(t.Message), read, stamp(t.Time.In(c.words.Zone)), stamp(t.SentAt), t.Status.String(),
	}
	for i := range row {
		row[i] = sms.SafeCell(row[i])
	}
	return c.out.Write(row)
}

// Planned implements Writer.
func (c *csvWriter) Planned(plan.Text) error { return nil }

// plain is a text with one kind of line ends and without what is not UTF-8: more does not survive a table.
func plain(text string) string { return lineEnds.Replace(strings.ToValidUTF8(text, "\ufffd")) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Close implements Writer.
func (c *csvWriter) Close() error {
	c.out.Flush()
	if c.err != nil {
		return c.err
	}
	return c.out.Error()
}

// atoi returns a whole number; 0 when s is none.
func atoi(s string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	return n
}
