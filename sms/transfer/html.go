package transfer

import (
	"bufio"
	_ "embed" // the page
	"html"
	"io"
	"strings"
	"unicode"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// page is the beginning of the page. It has no script, loads nothing, and says so in its
// Content-Security-Policy.
//
//go:embed page.html
var page string

// htmlWriter writes a page to read and to print.
type htmlWriter struct {
	out   *bufio.Writer
	words Words
	err   error
	open  bool   // a partner's section
	day   string // of the last text
}

// NewHTML returns what writes a page to read and to print: one file without anything else, light or dark as
// the reader has it.
func NewHTML(w io.Writer, words Words) Writer {
	h := &htmlWriter{out: bufio.NewWriter(w), words: words}
	h.write(strings.NewReplacer(
		"{language}", html.EscapeString(words.Language), "{title}", html.EscapeString(words.Title)).Replace(page))
	return h
}

// Grouped implements Writer.
func (h *htmlWriter) Grouped() bool { return true }

// write writes pieces of the page. Whatever comes from outside the program is escaped before: texts come
// from strangers.
func (h *htmlWriter) write(pieces ...string) {
	for _, s := range pieces {
		if h.err == nil {
			_, h.err = h.out.WriteString(s)
		}
	}
}

// Partner implements Writer.
func (h *htmlWriter) Partner(p Partner) error {
	h.end()
	h.open, h.day = true, ""
	number := h.words.Number(p.Number)
	named := sms.SanitiseLine(p.Name, maxName)
	if named == "" {
		named, number = number, ""
	}
	h.write("<section>\n<h2>", html.EscapeString(named), "</h2>\n")
	if number != "" {
		h.write("<p>", html.EscapeString(number), "</p>\n")
	}
	return h.err
}

func (h *htmlWriter) end() {
	if h.open {
		h.write("</section>\n")
	}
	h.open = false
}

// Text implements Writer.
func (h *htmlWriter) Text(t Text) error {
	at := t.Time.In(h.words.Zone)
	if day := h.words.Day(at); day != h.day {
		h.day = day
		h.write("<h3>", html.EscapeString(day), "</h3>\n")
	}
	class, status := "", html.EscapeString(h.words.Status(t.Message))
	if t.Direction == sms.Outgoing {
		class = ` class="own"`
	}
	switch t.Status {
	case sms.Failed, sms.DeliveryFailed, sms.Unconfirmed:
		status = "<b>" + status + "</b>"
	}
	h.write("<article", class, `><div dir="auto">`, html.EscapeString(shown(t.Text)), "</div><small>", status,
		` <time datetime="`, stamp(at), `">`, html.EscapeString(h.words.Clock(at)), "</time></small></article>\n")
	return h.err
}

// Planned implements Writer.
func (h *htmlWriter) Planned(plan.Text) error { return nil }

// Close implements Writer.
func (h *htmlWriter) Close() error {
	h.end()
	h.write("<footer>", html.EscapeString(h.words.Footer), "</footer>\n</body>\n</html>\n")
	if h.err != nil {
		return h.err
	}
	return h.out.Flush()
}

// shown is a text without control characters and without what turns the direction of what stands around it.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		turns := r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
		if turns || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, plain(text))
}
