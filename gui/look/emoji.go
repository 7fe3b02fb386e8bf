package look

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"surfstick-sms/assets"
)

// emojiFont is what the theme gives Fyne as its font. It has emoji only, so that Fyne takes its own
// font for all other text, and it comes first, so that every text shows emoji in colour, fields
// too.
var emojiFont = fyne.NewStaticResource("emoji.ttf", assets.EmojiFont)

// Emoji is one emoji of the list that people choose from.
type Emoji struct {
	// Cluster is what goes into a text.
	Cluster string
	// Tones are the same with the five tones of skin, or more where two people are shown.
	Tones  []string
	en, de emojiName
}

type emojiName struct{ name, words string }

// Name returns what the emoji shows, in the language "de" or else in English.
func (e Emoji) Name(lang string) string { return e.in(lang).name }

// Words returns further words that the emoji is found by, separated by blanks.
func (e Emoji) Words(lang string) string { return e.in(lang).words }

func (e Emoji) in(lang string) emojiName {
	if strings.HasPrefix(lang, "de") {
		return e.de
	}
	return e.en
}

// EmojiGroup is emoji of one kind, in the order of Unicode.
type EmojiGroup struct {
	Emoji  []Emoji
	en, de string
}

// Name returns what the group holds, in the language "de" or else in English.
func (g EmojiGroup) Name(lang string) string {
	if strings.HasPrefix(lang, "de") {
		return g.de
	}
	return g.en
}

// emojiList is the list of all emoji as the program carries it.
type emojiList struct {
	groups []EmojiGroup
	places map[string]int // of the pictures in the font, by cluster without U+FE0F
}

var readEmoji = sync.OnceValue(func() emojiList {
	unzip, err := gzip.NewReader(bytes.NewReader(assets.EmojiNames))
	if err != nil {
		panic(err) // the list is part of the program
	}
	text, err := io.ReadAll(unzip)
	if err != nil {
		panic(err)
	}
	pictures, list, _ := strings.Cut(string(text), "\n")
	all := emojiList{places: map[string]int{}}
	for i, cluster := range strings.Split(pictures, " ") {
		all.places[withoutVS16(cluster)] = i
	}
	for line := range strings.Lines(list) {
		part := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if part[0] == "*" {
			all.groups = append(all.groups, EmojiGroup{en: part[1], de: part[2]})
			continue
		}
		g := &all.groups[len(all.groups)-1]
		g.Emoji = append(g.Emoji, Emoji{
			Cluster: part[0], Tones: strings.Fields(part[1]),
			en: emojiName{part[2], part[3]}, de: emojiName{part[4], part[5]},
		})
	}
	return all
})

// EmojiGroups returns all emoji of Unicode 16, tones of skin left out. The first call takes some
// milliseconds.
func EmojiGroups() []EmojiGroup { return readEmoji().groups }

const (
	// vs16 asks for the picture of a character that is text too.
	vs16 = "\uFE0F"
	// emojiPrivate is the first of the characters for private use by which the font has its
	// pictures in order.
	emojiPrivate = 0xF0000
)

func withoutVS16(cluster string) string { return strings.ReplaceAll(cluster, vs16, "") }

// emojiPlace returns which picture of the font shows a cluster of characters.
func emojiPlace(cluster string) (int, bool) {
	r, size := utf8.DecodeRuneInString(cluster)
	if size == len(cluster) && textFirst(r) {
		return 0, false
	}
	place, ok := readEmoji().places[withoutVS16(cluster)]
	return place, ok
}

// textFirst reports whether a character is an emoji only where U+FE0F follows.
func textFirst(r rune) bool { return r < 0x2194 }

// withPictures replaces keycaps and other emoji whose first character is text otherwise by what the
// font has for private use, because Fyne's shaper would tear them apart.
func withPictures(text string) string {
	if !strings.Contains(text, vs16) && !strings.ContainsRune(text, keycap) {
		return text
	}
	var b strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if end := size + emojiTail(text[size:]); end > size && textFirst(r) {
			if place, ok := emojiPlace(text[:end]); ok {
				b.WriteRune(emojiPrivate + rune(place))
				text = text[end:]
				continue
			}
		}
		b.WriteString(text[:size])
		text = text[size:]
	}
	return b.String()
}

// keycap makes a key of a digit.
const keycap = '\u20E3'

// emojiTail returns how many bytes of U+FE0F and U+20E3 a text begins with.
func emojiTail(text string) int {
	rest := strings.TrimPrefix(text, vs16)
	return len(text) - len(strings.TrimPrefix(rest, string(keycap)))
}
