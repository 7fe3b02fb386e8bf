package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

const (
	// costlyParts is the number of parts from which on the hint mentions the cost.
	costlyParts = 4
	// countFrom is from how many characters on they are counted.
	countFrom = 100
)

// counter is how much of how many SMS a text takes, at the lower right in the field. It takes no room
// while it has nothing to say, and little else: the number of SMS stands below the other.
type counter struct {
	look.Graphic
	units, parts *look.Line
}

func newCounter() *counter {
	c := &counter{units: look.NewSmall(""), parts: look.NewSmall("")}
	c.Parts = []fyne.CanvasObject{c.units, c.parts}
	c.Min = func() fyne.Size {
		if c.units.Text() == "" {
			return fyne.Size{}
		}
		return fyne.NewSize(fyne.Max(c.units.Width(), c.parts.Width())+look.Space4, 0)
	}
	c.Arrange = c.arrange
	c.ExtendBaseWidget(c)
	return c
}

func (c *counter) arrange(s fyne.Size) {
	right, line := s.Width-look.Space4+look.Space1, c.units.MinSize().Height
	y := s.Height - line - look.Space2 - 1
	if c.parts.Text() != "" {
		y = s.Height - line - look.Space1 + 1
		put(c.parts, rect{right - c.parts.Width(), y, c.parts.Width(), line})
		y -= line - 1
	}
	put(c.units, rect{right - c.units.Width(), y, c.units.Width(), line})
}

// set shows how much a text takes, or nothing, and reports whether it takes another width now.
func (c *counter) set(units, parts string, tone fyne.ThemeColorName) bool {
	before := c.Min()
	c.units.Set(units, tone)
	c.parts.Set(parts, tone)
	c.Refresh()
	return c.Min() != before
}

// hint is the line above the field: a sentence, and a button where something can be done about it.
type hint struct {
	look.Graphic
	words  *look.Text
	button *look.Button
	do     func()
	done   func()
	tone   fyne.ThemeColorName
	width  float32
}

// newHint returns an empty line; done is called when its button is pressed.
func newHint(done func()) *hint {
	h := &hint{words: look.NewNote(""), done: done}
	h.button = look.NewLink("", func() {
		h.done() // first: the keyboard is to be there again after what the button opens
		h.do()
	})
	h.button.Hide()
	h.Parts = []fyne.CanvasObject{h.words, h.button}
	h.Min = func() fyne.Size { return fyne.NewSize(0, h.heightFor(h.width)) }
	h.Arrange = func(s fyne.Size) { h.heightFor(s.Width) }
	h.ExtendBaseWidget(h)
	h.Hide()
	return h
}

// set shows a sentence, "" for none, and a button with words unless those are "".
func (h *hint) set(text string, tone fyne.ThemeColorName, words string, do func()) {
	h.do = do
	if h.words.Text() == text && h.button.Text == words && h.tone == tone {
		return
	}
	h.tone = tone
	h.words.Set(text, tone)
	h.button.SetText(words)
	h.button.Hidden = words == ""
	h.Hidden = text == ""
	h.Refresh()
}

// heightFor arranges the line for a width and returns its height.
func (h *hint) heightFor(width float32) float32 {
	h.width = width
	button := fyne.Size{}
	if h.button.Visible() {
		button = h.button.MinSize()
	}
	room := fyne.Max(0, width-button.Width-2*look.Space2)
	h.words.Resize(fyne.NewSize(room, h.words.MinSize().Height)) // it learns where to wrap
	size := fyne.NewSize(room, h.words.MinSize().Height)
	height := fyne.Max(size.Height, button.Height)
	put(h.words, rect{look.Space2, (height - size.Height) / 2, room, size.Height})
	put(h.button, rect{width - button.Width, (height - button.Height) / 2, button.Width, button.Height})
	return height
}

// update derives counter, hint and button from the text.
func (c *composer) update() {
	text := c.entry.Text
	n := pdu.Measure(text)
	c.count(n)
	c.explain(text, n)
	c.send.Refuse(c.whyNot(text, n))
	c.grow(text)
}

// count shows how much room the text takes, where that matters.
func (c *composer) count(n pdu.Count) {
	units, parts, tone := "", "", look.ColorMuted
	if n.Units >= countFrom || n.Parts > 1 || n.UCS2 {
		units = tr.T("chat.counter", tr.Data{"Units": n.Units, "Limit": n.Limit})
	}
	if n.Parts > 1 {
		parts = tr.T("chat.counter.parts", tr.Data{"Parts": n.Parts})
	}
	if n.TooLong() {
		tone = look.ColorBad
	}
	if c.counter.set(units, parts, tone) {
		c.entry.Rearrange()
	}
}

// explain says why something is as it is, and offers what can be done about it.
func (c *composer) explain(text string, n pdu.Count) {
	switch plain := cheaper(text, n); {
	case n.TooLong() && plain != "" && !pdu.Measure(plain).TooLong():
		c.offerPlain(n, plain)
	case n.TooLong():
		c.offerSplit(text)
	case c.said != "":
		c.hint.set(c.said, look.ColorCareful, "", nil)
	case plain != "":
		c.offerPlain(n, plain)
	case n.UCS2 && n.Culprit != "":
		c.hint.set(culprit(stubborn(text, n.Culprit)), look.ColorMuted, "", nil)
	case c.waiting:
		c.hint.set(tr.T("chat.saving"), look.ColorMuted, "", nil)
	case c.away != AwayNot && !blank(text):
		c.hint.set(c.awayWords(), look.ColorMuted, "", nil)
	case n.Parts >= costlyParts:
		c.hint.set(tr.T("chat.costs", tr.Data{"Parts": n.Parts}), look.ColorMuted, "", nil)
	default:
		c.hint.set("", look.ColorMuted, "", nil)
	}
}

// awayWords says what becomes of a text that is sent now.
func (c *composer) awayWords() string {
	if c.away == AwaySignal || c.away == AwayDenied {
		return tr.T("chat.waits.network")
	}
	return tr.T("chat.waits")
}

// cheaper returns the text with all of its dear characters replaced, "" when that would not make it
// cheaper: when it is not dear, or holds others that nothing stands for.
func cheaper(text string, n pdu.Count) string {
	if !n.UCS2 {
		return ""
	}
	if plain := pdu.SubstituteAll(text); !pdu.Measure(plain).UCS2 {
		return plain
	}
	return ""
}

// stubborn returns the first dear character of a text that nothing stands for; first is the first
// dear one at all.
func stubborn(text, first string) string {
	if n := pdu.Measure(pdu.SubstituteAll(text)); n.Culprit != "" {
		return n.Culprit
	}
	return first
}

// offerPlain names the first dear character and offers to replace them all.
func (c *composer) offerPlain(n pdu.Count, plain string) {
	words := tr.T("chat.dear", tr.Data{"Character": n.Culprit})
	if blank(n.Culprit) || sms.Sanitise(n.Culprit) != n.Culprit {
		words = culprit(n.Culprit)
	}
	instead, _ := pdu.Substitute(n.Culprit)
	button := tr.T("chat.replace.all")
	if shown := sms.SanitiseLine(instead, 10); shown != "" && shown == instead {
		button = tr.T("chat.replace", tr.Data{"Instead": instead})
	}
	tone := look.ColorMuted
	if n.TooLong() {
		words, tone = tr.T("chat.tooLong", tr.Data{"Max": pdu.MaxParts})+" "+words, look.ColorBad
	}
	c.hint.set(words, tone, button, func() { c.entry.Replace(plain) })
}

// grow gives the field as many rows as the text needs, within bounds, and the composer the height
// that it needs now.
func (c *composer) grow(text string) {
	inset, rows := look.Theme{}.Size(theme.SizeNameInnerPadding), minLines
	width := c.entry.Size().Width - 2*inset - c.counter.MinSize().Width
	if width > 0 {
		rows = wrapping{width, look.Theme{}.Size(theme.SizeNameText)}.rows(text, maxLines)
	}
	if rows = max(minLines, rows); rows != c.rows {
		c.rows = rows
		c.entry.SetMinRowsVisible(rows)
	}
	if height := c.object.MinSize().Height; height != c.height {
		c.height = height
		c.grown()
	}
}
