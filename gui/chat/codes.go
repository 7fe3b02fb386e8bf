package chat

import (
	"regexp"
	"strings"
)

// codeWords are the words by which a text is known to bring a code to type elsewhere, in German and English.
var codeWords = regexp.MustCompile(
	`(?i)\b(\w*code\w*|\w*tan|\w*pin|otp|\w*passwor[td]|kennwort|password)\b`)

// codePattern is four to eight digits that stand alone, perhaps in two halves, perhaps after a
// letter as in G-123456. What is part of a longer number, a date, a time or an amount is none.
var codePattern = regexp.MustCompile(`(?:^|[\s:"'„“(]|[A-Z]-)(\d{3}[ -]\d{3}|\d{4,8})` +
	`(?:[.,;:!?]?(?:[\s"'“”)]|$))`)

// amount is what may follow digits that are money or a duration, not a code.
var amount = regexp.MustCompile(`(?i)^[.,;:!?]?\s*(€|eur|euro|\$|usd|chf|min|mb|gb|uhr|tage|days)`)

// codeIn finds the code in a text that brings one, such as a TAN: that which is nearest to the word
// for it, without spaces, or "".
func codeIn(text string) string {
	word := codeWords.FindStringIndex(text)
	if word == nil {
		return ""
	}
	code, nearest := "", len(text)
	for _, at := range codePattern.FindAllStringSubmatchIndex(text, -1) {
		begin, end := at[2], at[3]
		away := max(begin-word[1], word[0]-end)
		if away < nearest && !amount.MatchString(text[end:]) {
			code, nearest = text[begin:end], away
		}
	}
	return strings.NewReplacer(" ", "", "-", "").Replace(code)
}
