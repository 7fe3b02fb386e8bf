package chat

import (
	"sort"
	"strings"
	"unicode"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/pdu"
)

// split cuts a text that is too long for one message into as few as it takes, between paragraphs or
// sentences where there is one near, else between words. Nothing is lost but the blanks at the cuts.
func split(text string) (pieces []string) {
	runes := []rune(text)
	for len(runes) > 0 && pdu.Measure(string(runes)).TooLong() {
		fit := sort.Search(len(runes), func(n int) bool { return pdu.Measure(string(runes[:n+1])).TooLong() })
		cut := cutAt(runes, fit)
		pieces = append(pieces, strings.TrimRightFunc(string(runes[:cut]), unicode.IsSpace))
		runes = []rune(strings.TrimLeftFunc(string(runes[cut:]), unicode.IsSpace))
	}
	if len(runes) > 0 {
		pieces = append(pieces, string(runes))
	}
	return pieces
}

// cutAt returns the best place for a cut at fit or before it, but in its last quarter.
func cutAt(runes []rune, fit int) int {
	sentence, word := 0, 0
	for i := fit; i > fit*3/4; i-- {
		switch {
		case runes[i] == '\n':
			return i
		case !unicode.IsSpace(runes[i]):
		case sentence == 0 && strings.ContainsRune(".!?", runes[i-1]):
			sentence = i
		case word == 0:
			word = i
		}
	}
	switch {
	case sentence > 0:
		return sentence
	case word > 0:
		return word
	}
	return max(fit, 1)
}

// offerSplit says that the text is too long, and offers to send it as several messages.
func (c *composer) offerSplit(text string) {
	c.hint.set(tr.T("chat.tooLong", tr.Data{"Max": pdu.MaxParts}), look.ColorBad,
		tr.T("chat.split"), func() { c.askSplit(text) })
}

// askSplit asks before a text goes out as several messages.
func (c *composer) askSplit(text string) {
	to, ok := c.recipients(true)
	if !ok {
		return
	}
	pieces, parts := split(text), 0
	for _, piece := range pieces {
		parts += pdu.Measure(piece).Parts * len(to)
	}
	send := func() { c.sendOut(to, text, pieces...) }
	words := tr.N("chat.split.text", len(pieces), tr.Data{"Parts": parts, "Max": pdu.MaxParts})
	look.NewSheet(c.canvas, tr.N("chat.split.title", len(pieces)), look.NewText(words, "")).
		Answers(look.NewQuiet(tr.T("chat.costly.no"), nil),
			look.NewPrimary(tr.T("chat.costly.yes", tr.Data{"Parts": parts}), send)).Show(nil)
}
