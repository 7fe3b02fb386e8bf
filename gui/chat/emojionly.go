package chat

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/segmenter"

	"surfstick-sms/gui/look"
)

// fewEmoji and someEmoji are up to how many emoji alone are shown larger than text, in two steps.
const fewEmoji, someEmoji = 3, 8

// sizeOf returns how large a text is shown: larger when it is a few emoji and nothing else.
func sizeOf(text string) fyne.ThemeSizeName {
	switch n := emojiAlone(text); {
	case n == 0 || n > someEmoji:
		return theme.SizeNameText
	case n <= fewEmoji:
		return look.SizeEmoji
	}
	return look.SizeEmojis
}

// emojiAlone returns the number of emoji in a text that holds nothing else but spaces, 0 when it
// holds something else or far too many.
func emojiAlone(text string) (count int) {
	const longest = 40 // bytes of one emoji: a kiss with two skin tones has 35
	if len(text) > someEmoji*longest {
		return 0
	}
	var all segmenter.Segmenter
	all.Init([]rune(text))
	for each := all.GraphemeIterator(); each.Next(); {
		switch cluster := each.Grapheme().Text; {
		case len(cluster) == 1 && unicode.IsSpace(cluster[0]):
		case isEmoji(cluster):
			count++
		default:
			return 0
		}
	}
	return count
}

// isEmoji reports whether a character is drawn as an emoji: its first rune is one by itself
// (Emoji_Presentation in Unicode's emoji-data.txt, as ranges that are nothing else), or a sign that a
// selector or an enclosing key cap turns into one.
func isEmoji(cluster []rune) bool {
	switch r := cluster[0]; {
	case r >= 0x1f000 && r <= 0x1faff, r >= 0x231a && r <= 0x231b, r >= 0x23e9 && r <= 0x23f3,
		r >= 0x2614 && r <= 0x2615, r >= 0x2648 && r <= 0x2653, r == 0x26a1, r == 0x26bd, r == 0x26be,
		r == 0x26c4, r == 0x26c5, r == 0x2705, r == 0x2728, r == 0x274c, r == 0x2753, r == 0x2757,
		r == 0x2b50, r == 0x2b55, r == 0x2764:
		return true
	}
	last := cluster[len(cluster)-1]
	return len(cluster) > 1 && (last == 0xfe0f || last == 0x20e3)
}
