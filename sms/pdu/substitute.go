package pdu

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// substitutes are what one may write instead of characters that the 7-bit alphabet (3GPP TS 23.038
// clause 6.2.1) does not have. Word processors, phones and web pages put most of them there unasked.
// Letters of other languages are not among them: without its accent a name is another one, so that
// only what composes to a character of the alphabet is changed (see Substitute).
var substitutes = map[rune]string{
	// Quotation marks and what is used as such.
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`, '〝': `"`, '〞': `"`, '＂': `"`,
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '‹': "'", '›': "'", '′': "'", '`': "'", '´': "'",
	'ʹ': "'", 'ʻ': "'", 'ʼ': "'", 'ʽ': "'", '＇': "'",
	// Dashes and hyphens.
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '⁃': "-", '﹣': "-", '－': "-",
	'\u00ad': "", // a hyphen that is seen at the end of a line only
	// Dots.
	'…': "...", '‥': "..", '․': ".", '•': "*", '‣': "*", '◦': "*", '▪': "*", '·': "*", '∙': "*",
	// Blanks of other widths, and what takes no room at all. A no-break space and a tab need no
	// substitute: see prepare.
	'\u2000': " ", '\u2001': " ", '\u2002': " ", '\u2003': " ", '\u2004': " ", '\u2005': " ", '\u2006': " ",
	'\u2007': " ", '\u2008': " ", '\u2009': " ", '\u200a': " ", '\u202f': " ", '\u205f': " ", '\u3000': " ",
	'\u200b': "", '\u200e': "", '\u200f': "", '\u2060': "", '\ufeff': "", '\u2028': "\n", '\u2029': "\n",
	// Marks and signs with a plain spelling.
	'©': "(c)", '®': "(R)", '™': "(TM)", '½': "1/2", '¼': "1/4", '¾': "3/4", '×': "x", '÷': "/",
	'→': "->", '←': "<-", '⇒': "=>", '≤': "<=", '≥': ">=", '≠': "!=", '±': "+/-", '⁄': "/", '∕': "/",
	'²': "2", '³': "3", '¹': "1", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬀ': "ff", 'ﬃ': "ffi", 'ﬄ': "ffl",
	'ẞ': "SS", '⁓': "~", '∼': "~", '～': "~", '¦': "|", '‗': "_", '！': "!", '？': "?", '，': ",", '：': ":",
}

// Substitute returns what one may write instead of a character that costs more room, and whether
// there is anything; "" means to leave it out. The result always fits the 7-bit alphabet. A letter
// that was written as a letter and an accent becomes the one character of the alphabet that it is.
func Substitute(char string) (plain string, ok bool) {
	if foreign(prepare(char)) < 0 {
		return "", false
	}
	if composed := norm.NFC.String(char); foreign(composed) < 0 {
		return composed, true
	}
	runes := []rune(char)
	if len(runes) != 1 {
		return "", false
	}
	plain, ok = substitutes[runes[0]]
	return plain, ok
}

// SubstituteAll returns text with every character replaced for which Substitute knows something else.
// What it knows nothing for, such as emoji, stays.
func SubstituteAll(text string) string {
	once := substituteOnce(text)
	if utf8.ValidString(text) {
		return once
	}
	for once != text { // bytes that come together where one was left out may be a character
		text, once = once, substituteOnce(once)
	}
	return once
}

func substituteOnce(text string) string {
	var all strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			all.WriteString(text[:1])
			text = text[1:]
			continue
		}
		char := characterAt(text, 0)
		text = text[len(char):]
		if plain, ok := Substitute(char); ok {
			char = plain
		}
		all.WriteString(char)
	}
	return all.String()
}
