package at

// maxLine is the longest line that is kept, in bytes. The longest legal one, a PDU, has 352.
const maxLine = 4096

// token is what a byte completed.
type token int

const (
	tokenNone token = iota
	tokenLine
	tokenPrompt
)

// tokenizer cuts a byte stream into lines. CR and LF both end a line and empty lines do not count,
// so that CR LF, CR CR LF and the lone CR of an echo are the same. A line longer than maxLine is
// dropped as a whole.
type tokenizer struct {
	buf     []byte
	line    string // of the last tokenLine
	tooLong bool
}

// add takes one byte and returns what it completed. A ">" at the start of a line is the prompt only
// while one is expected.
func (t *tokenizer) add(b byte, prompting bool) token {
	switch {
	case b == '\r' || b == '\n':
		return t.end()
	case b == 0: // some drivers begin with zero bytes
	case t.tooLong:
	case len(t.buf) == 0 && (b == ' ' || b == '\t'):
	case len(t.buf) == 0 && b == '>' && prompting:
		return tokenPrompt
	case len(t.buf) >= maxLine:
		t.tooLong, t.buf = true, t.buf[:0]
	default:
		t.buf = append(t.buf, b)
	}
	return tokenNone
}

func (t *tokenizer) end() token {
	empty := len(t.buf) == 0
	t.line, t.buf, t.tooLong = string(t.buf), t.buf[:0], false
	if empty {
		return tokenNone
	}
	return tokenLine
}
