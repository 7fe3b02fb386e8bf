// Package emoji is the card with all emoji to choose from: groups, a search by name in both languages,
// those used last, and the tones of skin. It knows nothing about messages.
//
// Everything in it runs on the UI goroutine. Only the emoji in view are drawn.
package emoji

import (
	"slices"
	"strings"
	"sync"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// KeyRecent is the setting with the emoji used last, the latest first, separated by blanks.
const KeyRecent = "emoji.recent"

// recentMost is how many of those used last are kept: two rows.
const recentMost = 2 * columns

// Keeper keeps settings. Its methods return at once.
type Keeper interface {
	Setting(key string) string
	SetSetting(key, value string) error
}

// item is one place of the grid; without a cluster it is empty, because the next group begins in a row
// of its own.
type item struct {
	cluster string
	tones   []string
	names   [2]string // in both languages
}

// name returns what the emoji shows, in the user's language.
func (i item) name() string {
	if tr.Language() == "de" {
		return i.names[0]
	}
	return i.names[1]
}

// group is where a group of emoji begins in the grid, and what it is called.
type group struct {
	start int
	name  string
}

// all returns every emoji, those used last before them, and the groups.
func all(recent []string) (items []item, groups []group) {
	byCluster := map[string]item{}
	var rest []item
	for _, g := range look.EmojiGroups() {
		groups = append(groups, group{len(rest), g.Name(tr.Language())})
		for _, e := range g.Emoji {
			i := item{cluster: e.Cluster, tones: e.Tones, names: [2]string{e.Name("de"), e.Name("en")}}
			byCluster[e.Cluster] = i
			for _, tone := range e.Tones {
				byCluster[tone] = item{cluster: tone, tones: e.Tones, names: i.names}
			}
			rest = append(rest, i)
		}
		rest = fill(rest)
	}
	for _, cluster := range recent {
		if i, ok := byCluster[cluster]; ok {
			items = append(items, i)
		}
	}
	items = fill(items)
	for i := range groups {
		groups[i].start += len(items)
	}
	if len(items) > 0 {
		groups = append([]group{{0, tr.T("chat.emoji.recent")}}, groups...)
	}
	return append(items, rest...), groups
}

// fill fills the last row with empty places.
func fill(items []item) []item {
	for len(items)%columns != 0 {
		items = append(items, item{})
	}
	return items
}

// entry is what an emoji is found by: the words of its names, and with others that one may look for.
type entry struct {
	item       item
	named, all []string
}

// index is made when something is looked for the first time, which takes some milliseconds.
var index = sync.OnceValue(func() (entries []entry) {
	for _, g := range look.EmojiGroups() {
		for _, e := range g.Emoji {
			i := item{cluster: e.Cluster, tones: e.Tones, names: [2]string{e.Name("de"), e.Name("en")}}
			named := wordsOf(i.names[0] + " " + i.names[1])
			other := wordsOf(e.Words("de") + " " + e.Words("en"))
			entries = append(entries, entry{i, named, append(slices.Clone(named), other...)})
		}
	}
	return entries
})

// wordsOf returns the words of a text, regardless of capital letters and of ß for ss.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(strings.ToLower(text), "ß", "ss"), func(r rune) bool {
		return strings.ContainsRune(" -:,()|“”", r)
	})
}

// find returns the emoji that are found by words: each of them begins a word of the name, or of the
// other words that one may look for, in German or in English. Those found by their name come first.
func find(words string) []item {
	wanted := wordsOf(words)
	var named, other []item
	for _, e := range index() {
		switch {
		case begin(e.named, wanted):
			named = append(named, e.item)
		case begin(e.all, wanted):
			other = append(other, e.item)
		}
	}
	return append(named, other...)
}

// begin reports whether each of the wanted words begins one of those there are.
func begin(have, wanted []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(have, func(word string) bool { return strings.HasPrefix(word, w) }) {
			return false
		}
	}
	return true
}

// recent returns the emoji used last.
func recent(k Keeper) []string { return strings.Fields(k.Setting(KeyRecent)) }

// used puts an emoji before those used last.
func used(k Keeper, cluster string) {
	before := slices.DeleteFunc(recent(k), func(other string) bool { return other == cluster })
	now := append([]string{cluster}, before...)
	_ = k.SetSetting(KeyRecent, strings.Join(now[:min(len(now), recentMost)], " ")) // it is no loss
}
