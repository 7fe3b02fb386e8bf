package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// emoji is one emoji of the list, with those that differ in the tone of the skin only.
type emoji struct {
	cluster        string
	tones          []string
	en, de         string
	enTags, deTags []string
	group          int
}

// names is all emoji in Unicode's order, and the names of their groups.
type names struct {
	groupEN, groupDE map[int]string
	emoji            []emoji
}

// named is an entry of data.json, as far as it is used.
type named struct {
	Emoji string   `json:"emoji"`
	Hex   string   `json:"hexcode"`
	Label string   `json:"label"`
	Tags  []string `json:"tags"`
	Group *int     `json:"group"`
	Order int      `json:"order"`
	Skins []named  `json:"skins"`
}

// component is the group of what is only part of an emoji, a tone of skin for example.
const component = 2

func readNames(folder string) (names, error) {
	en, groupEN, err := readLanguage(filepath.Join(folder, "en"))
	if err != nil {
		return names{}, err
	}
	de, groupDE, err := readLanguage(filepath.Join(folder, "de"))
	if err != nil {
		return names{}, err
	}
	german := map[string]named{}
	for _, n := range de {
		german[n.Hex] = n
	}
	ordered := make([]emoji, 0, len(en))
	for _, n := range en {
		if n.Group == nil || *n.Group == component {
			continue
		}
		g, ok := german[n.Hex]
		if !ok {
			return names{}, fmt.Errorf("no German name of %s", n.Label)
		}
		e := emoji{cluster: n.Emoji, en: n.Label, de: g.Label, enTags: n.Tags, deTags: g.Tags, group: *n.Group}
		for _, skin := range n.Skins {
			e.tones = append(e.tones, skin.Emoji)
		}
		ordered = append(ordered, e)
	}
	return names{groupEN, groupDE, ordered}, nil
}

func readLanguage(folder string) ([]named, map[int]string, error) {
	var list []named
	if err := readJSON(filepath.Join(folder, "data.json"), &list); err != nil {
		return nil, nil, err
	}
	var messages struct {
		Groups []struct {
			Message string `json:"message"`
			Order   int    `json:"order"`
		} `json:"groups"`
	}
	if err := readJSON(filepath.Join(folder, "messages.json"), &messages); err != nil {
		return nil, nil, err
	}
	groups := map[int]string{}
	for _, g := range messages.Groups {
		groups[g.Order] = g.Message
	}
	return list, groups, nil
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// text is the list as the program reads it. First a line with every sequence of characters that has
// a picture, in the order of the font; then a line "*", English and German, per group, followed by
// a line per emoji: itself, its tones, and names and search words in both languages. What belongs
// to one line is separated by tabs, and lists by blanks.
func (n names) text(glyphs []glyph) string {
	var b strings.Builder
	whole := map[string]string{} // with every U+FE0F that is needed, and none that is not
	for i, g := range glyphs {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(g.sequence))
		whole[bare(g.sequence)] = string(g.sequence)
	}
	b.WriteByte('\n')
	group := -1
	for _, e := range n.emoji {
		if e.group != group {
			group = e.group
			fmt.Fprintf(&b, "*\t%s\t%s\n", capital(n.groupEN[group]), capital(n.groupDE[group]))
		}
		tones := make([]string, len(e.tones))
		for i, tone := range e.tones {
			tones[i] = whole[bare([]rune(tone))]
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\n", whole[bare([]rune(e.cluster))],
			strings.Join(tones, " "), e.en, strings.Join(e.enTags, " "), e.de, strings.Join(e.deTags, " "))
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
