package hook

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
)

// outputSize is how many bytes of a program's output are kept; an error message of Python's fits in.
const outputSize = 2048

// head keeps the beginning of what is written to it.
type head struct {
	limit int

	mu   sync.Mutex
	kept []byte
	lost int
}

// Write implements io.Writer. It takes everything, so that the program can go on.
func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fits := min(len(p), h.limit-len(h.kept))
	h.kept = append(h.kept, p[:fits]...)
	h.lost += len(p) - fits
	return len(p), nil
}

// String returns it as text.
func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := strings.TrimSpace(strings.ToValidUTF8(string(h.kept), "?"))
	if h.lost > 0 {
		text += fmt.Sprintf(" … and %d bytes more", h.lost)
	}
	return text
}

const (
	// secretWord is how many characters a word of a text has at least that must not stand in the log.
	secretWord = 3
	hidden     = "…"
)

// digits are numbers and codes.
var digits = regexp.MustCompile(`\d{3,}`)

// words returns the texts in the JSON that a program gets.
func words(input []byte) []string {
	var fields map[string]any
	_ = json.Unmarshal(input, &fields) // what is no object is not hidden word by word
	var all []string
	for _, value := range fields {
		if s, ok := value.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// mask hides in the output of a program what it got: the words of the text, also written as \u00fc as JSON has
// them, and all numbers.
func mask(output string, secrets ...string) string {
	var patterns []string
	for _, s := range secrets {
		for _, word := range strings.FieldsFunc(s, notInWord) {
			if len([]rune(word)) >= secretWord {
				patterns = append(patterns, regexp.QuoteMeta(word), regexp.QuoteMeta(escaped(word)))
			}
		}
	}
	if len(patterns) > 0 {
		// The longest first: a word may begin with another.
		slices.SortFunc(patterns, func(a, b string) int { return len(b) - len(a) })
		output = regexp.MustCompile(`(?i)`+strings.Join(slices.Compact(patterns), "|")).ReplaceAllString(output, hidden)
	}
	return digits.ReplaceAllString(output, hidden)
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// escaped returns a word in ASCII, as JSON has it.
func escaped(word string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(word)) {
		if unit < 0x80 {
			out.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
