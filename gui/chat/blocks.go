package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"surfstick-sms/sms"
)

// KeyBlocks is the setting with the user's own text blocks: a JSON list.
const KeyBlocks = "blocks"

// block is a text that the user sends often. {name} in it is replaced by the name of the partner.
type block struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Bounds of a block.
const (
	blockNameMost = 30
	blocksMost    = 200
)

// placeholder stands for the partner's name.
const placeholder = "{name}"

// blocksIn returns the text blocks by their names; none when they cannot be read.
func blocksIn(k Keeper) (all []block) {
	if json.Unmarshal([]byte(k.Setting(KeyBlocks)), &all) != nil {
		return nil
	}
	slices.SortFunc(all, func(a, b block) int { return strings.Compare(folded(a.Name), folded(b.Name)) })
	return all
}

// keepBlocks keeps the text blocks.
func keepBlocks(k Keeper, all []block) error {
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return k.SetSetting(KeyBlocks, string(data))
}

func folded(name string) string { return strings.ToLower(name) }

// blockNamed returns the block that a name means: the one that is called so, or the only one that
// begins so.
func blockNamed(all []block, name string) (found block, ok bool) {
	if name == "" {
		return block{}, false
	}
	for _, b := range all {
		switch {
		case folded(b.Name) == folded(name):
			return b, true
		case !strings.HasPrefix(folded(b.Name), folded(name)):
		case found.Name != "":
			ok = false
		default:
			found, ok = b, true
		}
	}
	return found, ok
}

// slashName returns the name that stands before the cursor after a slash, which begins a word; ""
// where there is none.
func slashName(text string, cursor int) string {
	runes := []rune(text)
	runes = runes[:min(cursor, len(runes))]
	at := len(runes) - 1
	for at >= 0 && runes[at] != '/' && !unicode.IsSpace(runes[at]) {
		at--
	}
	if at < 0 || runes[at] != '/' || at > 0 && !unicode.IsSpace(runes[at-1]) {
		return ""
	}
	return string(runes[at+1:])
}

// fill returns the text of a block for a partner; without a name its place is left out.
func (b block) fill(name string) string {
	text := b.Text
	if name == "" {
		text = strings.ReplaceAll(text, " "+placeholder, placeholder)
	}
	return strings.ReplaceAll(text, placeholder, name)
}

// partnerName returns the name of the one partner that the text is for; "" where there is none.
func (c *composer) partnerName() string {
	to, ok := c.recipients(false)
	if !ok || len(to) != 1 {
		return ""
	}
	return c.ownName(to[0])
}

// insertBlock puts a text block in at the cursor.
func (c *composer) insertBlock(b block) { c.insert(b.fill(c.partnerName())) }

// slashBlock returns the text block that Tab would put in.
func (c *composer) slashBlock() (block, string, bool) {
	name := slashName(c.entry.Text, c.entry.CursorTextOffset())
	if name == "" {
		return block{}, "", false
	}
	b, ok := blockNamed(blocksIn(c.kept), name)
	return b, name, ok
}

// wantsTab reports whether Tab puts a text block in.
func (c *composer) wantsTab() bool {
	_, _, ok := c.slashBlock()
	return ok
}

// takeSlash puts a text block in the place of its name.
func (c *composer) takeSlash() {
	b, name, ok := c.slashBlock()
	if !ok {
		return
	}
	end := c.entry.CursorTextOffset()
	begin := end - len([]rune(name)) - 1
	c.entry.ReplaceRange(begin, end, b.fill(c.partnerName()))
}

// cleanName returns a name for a block as it can be typed after a slash.
func cleanName(name string) string {
	words := strings.FieldsFunc(sms.SanitiseLine(name, len(name)), func(r rune) bool {
		return unicode.IsSpace(r) || r == '/'
	})
	return strings.Join(words, "-")
}
