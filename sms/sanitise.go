package sms

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what is shown of one text. A text of 10 parts has 1,530 characters; what is longer is
// meant to slow the window down.
const (
	maxMarks      = 3    // combining marks on one rune
	maxJoins      = 8    // joiners in one character; the longest emoji have 4
	maxCharacters = 2000 // characters of a text
	maxLines      = 200  // lines of a text
)

const ellipsis = '…'

// Sanitise makes a received text safe to show, and changes nothing else about it: control
// characters, zero-width characters and direction overrides are dropped, more than three combining
// marks on a character are dropped, and 2,000 characters or 200 lines are followed by an ellipsis.
// It is for showing only; what is stored is the text as received.
func Sanitise(text string) string {
	c := cleaner{maxChars: maxCharacters, maxLines: maxLines}
	return c.clean(text)
}

// SanitiseLine makes a received text safe to show in one line, such as a list, a window title or a
// notification, and cuts it after limit characters. White space of any kind becomes one space.
func SanitiseLine(text string, limit int) string {
	c := cleaner{maxChars: max(limit, 1), maxLines: 1, oneLine: true}
	return c.clean(text)
}

// cleaner goes through a text once. A character here is a base rune with its marks and joiners,
// which is near enough to what a reader takes for one.
type cleaner struct {
	maxChars, maxLines int
	oneLine            bool

	out    []rune
	chars  int
	lines  int
	marks  int  // on the present rune
	joins  int  // joiners in the present character
	joined bool // the rune before was a joiner: this one belongs to the same character
	space  bool // white space waits for the next character (oneLine only)
	cut    bool
}

func (c *cleaner) clean(text string) string {
	c.lines = 1
	text = strings.ReplaceAll(text, "\r\n", "\n")
	flag := 0 // where a flag ends that has been taken as a whole
	for i, r := range text {
		switch tags := flagTags(text[i:]); {
		case i < flag:
			continue
		case tags != "":
			flag = i + utf8.RuneLen(r) + len(tags)
			c.flag(r, tags)
		default:
			c.add(r)
		}
		if c.cut {
			break
		}
	}
	return string(c.out)
}

// blackFlag and what follows it are the flags of England, Scotland and Wales: the only use of tags
// that Unicode recommends. Others would hide words in a text.
const blackFlag = "\U0001F3F4"

var tagged = [...]string{
	"\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", // gbeng
	"\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", // gbsct
	"\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F", // gbwls
}

// flagTags returns the tags that make such a flag of the first character, "" for none.
func flagTags(text string) string {
	if rest, ok := strings.CutPrefix(text, blackFlag); ok {
		for _, tags := range tagged {
			if strings.HasPrefix(rest, tags) {
				return tags
			}
		}
	}
	return ""
}

// flag takes a flag and its tags as one character.
func (c *cleaner) flag(flag rune, tags string) {
	if c.character(flag); !c.cut {
		c.out = append(c.out, []rune(tags)...)
	}
}

func (c *cleaner) add(r rune) {
	switch {
	case c.oneLine && unicode.IsSpace(r):
		c.space = true
	case newline(r):
		c.newline()
	case r == '\t':
		c.character(r)
	case joiner(r): // joiners belong to emoji and to Persian and Indic words
		c.join(r)
	case dropped(r):
	case unicode.In(r, unicode.Mn, unicode.Me):
		c.mark(r)
	default:
		c.character(r)
	}
}

func newline(r rune) bool {
	return r == '\n' || r == '\r' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// dropped returns what is never shown: control characters, everything invisible of class Cf
// (direction overrides, isolates, zero-width spaces, tags outside of flags), and non-characters.
func dropped(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r&0xfffe == 0xfffe ||
		r >= 0xfdd0 && r <= 0xfdef || blank(r)
}

// blank reports whether r is a letter without ink, which fakes an empty name.
func blank(r rune) bool {
	return r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\u034f'
}

func (c *cleaner) newline() {
	if c.lines++; c.lines > c.maxLines {
		c.end()
		return
	}
	c.begin()
	c.out = append(c.out, '\n')
}

func (c *cleaner) mark(r rune) {
	if c.marks++; c.marks <= maxMarks && len(c.out) > 0 && !c.space {
		c.out = append(c.out, r)
	}
}

// join takes a joiner between two runes of one character; a second one in a row says nothing.
func (c *cleaner) join(r rune) {
	if c.joins++; c.joins <= maxJoins && len(c.out) > 0 && !c.joined && !c.space {
		c.out = append(c.out, r)
		c.joined = true
	}
}

func (c *cleaner) character(r rune) {
	if c.joined {
		c.joined, c.marks = false, 0
		c.out = append(c.out, r)
		return
	}
	if c.space && c.chars > 0 && c.chars < c.maxChars {
		c.out = append(c.out, ' ')
		c.chars++
	}
	if c.chars++; c.chars > c.maxChars {
		c.end()
		return
	}
	c.begin()
	c.out = append(c.out, r)
}

// begin forgets what belonged to the character before.
func (c *cleaner) begin() { c.marks, c.joins, c.joined, c.space = 0, 0, false, false }

// end replaces the last character by an ellipsis, so that a cut text stays within its cap and
// cutting it again changes nothing.
func (c *cleaner) end() {
	c.cut = true
	i := len(c.out) - 1
	for i > 0 && attached(c.out[i-1], c.out[i]) {
		i--
	}
	c.out = append(c.out[:max(i, 0)], ellipsis)
}

// attached reports whether r belongs to the same character as the rune before it.
func attached(before, r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me) || joiner(r) || joiner(before) || tag(r)
}

func tag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

func joiner(r rune) bool { return r == '\u200d' || r == '\u200c' }
