package chat

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

const (
	minLines, maxLines = 2, 6
	// costlyParts is from how many parts on the counter speaks up.
	costlyParts = 4
)

// composer is where a text is written: the entry, the live counter, the hint why something is as
// it is, and Send. For a partner that cannot be answered a sentence takes its place.
type composer struct {
	entry   *field
	counter *ink
	hint    *ink
	send    *widget.Button
	foot    *fyne.Container
	box     *fyne.Container
	closed  *widget.Label
	object  *fyne.Container

	submit  func()
	changed func(text string)
	grown   func() // the entry has other rows now
	rows    int
	loading bool // the text is being set, not typed
}

func newComposer(submit func(), changed func(string)) *composer {
	c := &composer{submit: submit, changed: changed, grown: func() {}}
	c.entry = newField(true)
	c.entry.SetPlaceHolder(tr.T("chat.compose"))
	c.entry.SetMinRowsVisible(minLines)
	c.entry.enter = c.trySend
	c.entry.OnChanged = c.typed
	c.counter = newNote("")
	c.hint = newInk("", look.ColorMuted, theme.SizeNameCaptionText)
	c.send = widget.NewButtonWithIcon(tr.T("chat.send"), theme.MailSendIcon(), c.trySend)
	c.send.Importance = widget.HighImportance
	c.foot = container.New(&footLayout{}, c.hint, c.counter, c.send)
	c.box = container.NewBorder(nil, inset(c.foot, look.Space2, 0, 0, 0), nil, nil, c.entry)
	c.closed = widget.NewLabel("")
	c.closed.Wrapping = fyne.TextWrapWord
	c.closed.Alignment = fyne.TextAlignCenter
	c.closed.Hide()
	c.object = inset(container.NewStack(c.box, c.closed),
		look.Space3, look.Space4, look.Space3, look.Space4)
	c.update()
	return c
}

// setText shows a draft without telling anybody that it changed.
func (c *composer) setText(text string) {
	c.loading = true
	c.entry.SetText(text)
	c.loading = false
	c.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor goes to the end
	c.update()
}

// close puts a sentence in the place of the entry; "" opens it again.
func (c *composer) close(sentence string) {
	c.closed.SetText(sentence)
	if sentence == "" {
		c.closed.Hide()
		c.box.Show()
		return
	}
	c.box.Hide()
	c.closed.Show()
}

func (c *composer) typed(text string) {
	c.update()
	if !c.loading {
		c.changed(text)
	}
}

func (c *composer) trySend() {
	if !c.send.Disabled() && c.box.Visible() {
		c.submit()
	}
}

// update derives counter, hint and button from the text.
func (c *composer) update() {
	text := c.entry.Text
	n := pdu.Measure(text)
	c.say("", look.ColorMuted)
	c.counter.set("", look.ColorMuted)
	if text != "" {
		c.counter.set(tr.T("chat.counter", tr.Data{
			"Units": n.Units, "Limit": n.Limit, "Parts": n.Parts,
		}), look.ColorMuted)
	}
	switch {
	case n.TooLong():
		c.counter.set(c.counter.text, look.ColorBad)
		c.say(tr.T("chat.tooLong", tr.Data{"Max": pdu.MaxParts}), look.ColorBad)
	case n.UCS2 && n.Culprit != "":
		c.say(tr.T("chat.culprit", tr.Data{"Character": sms.Sanitise(n.Culprit)}), look.ColorMuted)
	case n.Parts >= costlyParts:
		c.say(tr.T("chat.costs", tr.Data{"Parts": n.Parts}), look.ColorMuted)
	}
	if strings.TrimSpace(text) == "" || n.TooLong() {
		c.send.Disable()
	} else {
		c.send.Enable()
	}
	arrange(c.foot)
	c.grow(text)
}

// say shows a hint beside the counter.
func (c *composer) say(text string, tone fyne.ThemeColorName) { c.hint.set(text, tone) }

// grow gives the entry as many rows as the text needs, within bounds.
func (c *composer) grow(text string) {
	width := c.entry.Size().Width - 3*look.Theme{}.Size(theme.SizeNameInnerPadding)
	size, rows := look.Theme{}.Size(theme.SizeNameText), 0
	for line := range strings.SplitSeq(text, "\n") {
		rows++
		if width > 0 {
			rows += int(fyne.MeasureText(line, size, fyne.TextStyle{}).Width / width)
		}
		if rows > maxLines {
			break
		}
	}
	rows = max(minLines, min(maxLines, rows))
	if rows != c.rows {
		c.rows = rows
		c.entry.SetMinRowsVisible(rows)
		c.grown()
	}
}

// footLayout puts hint, counter and button in a line: the hint takes what is left over.
type footLayout struct{}

// Layout implements fyne.Layout.
func (footLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	counter, send := o[1].MinSize(), o[2].MinSize()
	put(o[2], s.Width-send.Width, 0, send.Width, s.Height)
	right := s.Width - send.Width - look.Space4
	put(o[1], right-counter.Width, (s.Height-counter.Height)/2, counter.Width, counter.Height)
	hint := o[0].MinSize().Height
	put(o[0], look.Space2, (s.Height-hint)/2,
		fyne.Max(0, right-counter.Width-look.Space4-look.Space2), hint)
}

// MinSize implements fyne.Layout.
func (footLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, fyne.Max(36, o[2].MinSize().Height))
}

// gap is an empty space.
func gap(width, height float32) fyne.CanvasObject {
	return container.New(layout.NewGridWrapLayout(fyne.NewSize(width, height)), layout.NewSpacer())
}

// inset puts space around an object: top, right, bottom, left.
func inset(o fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}
