package chat

import (
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// bubbleShare is how much of the width a bubble may take.
const bubbleShare = 0.7

// bubble is one text: the text itself on its ground, links below it, and under the ground the time
// and the state with a button where the user can do something about it.
type bubble struct {
	look.Graphic
	msg         sms.Message
	first, last bool // of a run of texts of one side
	actions     bubbleActions

	ground *look.Ground
	text   *copyText
	remark *look.Line // what is odd about the text, "" mostly
	chips  []*look.Button
	sign   *look.Sign
	note   *look.Line
	retry  *look.Button

	natural float32 // width of the widest line
	width   float32 // the width that height belongs to
	height  float32
}

// bubbleActions is what a bubble can ask for.
type bubbleActions struct {
	retry func(id int64)
	open  func(u *url.URL)
	copy  func(text string)
	menu  func(m sms.Message) []*fyne.MenuItem
	// focused is called when a button of a bubble gets the keyboard.
	focused func(b *bubble, button fyne.CanvasObject)
	now     func() time.Time
	keys    keyTarget
}

func newBubble(m sms.Message, actions bubbleActions) *bubble {
	b := &bubble{actions: actions, first: true, last: true}
	b.ground = look.NewGround("", "", look.RadiusBubble)
	b.text = newCopyText(actions.keys)
	b.text.copy = b.actions.copy
	b.text.more = func() []*fyne.MenuItem { return b.actions.menu(b.msg) }
	b.remark = look.NewSmall("")
	b.remark.Whole = false
	b.sign, b.note = look.NewSign("", "", look.SideSmall), look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText)
	b.retry = look.NewQuiet("", func() { b.actions.retry(b.msg.ID) })
	b.retry.Hide()
	b.Min = func() fyne.Size { return fyne.NewSize(44, b.height) }
	b.Arrange = func(s fyne.Size) { b.heightFor(s.Width) }
	b.set(m)
	b.ExtendBaseWidget(b)
	return b
}

// own reports whether the text is the user's.
func (b *bubble) own() bool { return b.msg.Direction == sms.Outgoing }

// set shows another state of the text, or another text.
func (b *bubble) set(m sms.Message) {
	fresh := b.msg.ID == 0 || b.msg.Text != m.Text || b.msg.Status != m.Status
	b.msg = m
	b.width = 0
	if fresh {
		b.setText()
		b.Parts = []fyne.CanvasObject{b.ground, b.text, b.sign, b.note, b.remark, b.retry}
		for _, chip := range b.chips {
			b.Parts = append(b.Parts, chip)
		}
	}
	for _, part := range b.Parts {
		look.Inherit(part, b.actions.keys.around())
		if button, ok := part.(*look.Button); ok {
			button.OnFocus = func() { b.actions.focused(b, button) }
		}
	}
	b.setState()
	b.Refresh()
}

// setRun says where in a run of texts of one side this one stands.
func (b *bubble) setRun(first, last bool) {
	if b.first == first && b.last == last {
		return
	}
	b.first, b.last = first, last
	b.width = 0
	b.setState()
	b.Refresh()
}

func (b *bubble) setText() {
	text := sms.Sanitise(b.msg.Text)
	long := len(text) > 0 && len(text) < len(b.msg.Text) && strings.HasSuffix(text, "…")
	if b.msg.Text == "" && b.msg.Status == sms.Received {
		text = tr.T("chat.empty.text")
	}
	b.remark.Set(remark(b.msg), look.ColorMuted)
	if b.own() {
		b.ground.Set(look.ColorOwn, "", 1)
		b.remark.Set(b.remark.Text(), look.ColorOwnMuted)
	} else {
		b.ground.Set(look.ColorTheir, look.ColorLine, 1)
	}
	b.text.SetText(text)
	b.text.whole = b.msg.Text
	b.natural = naturalWidth(text)
	b.chips = nil
	if long {
		b.chips = append(b.chips, look.NewQuiet(tr.T("chat.copyAll"),
			func() { b.actions.copy(b.msg.Text) }))
	}
	if b.own() {
		return
	}
	if code := codeIn(text); code != "" {
		b.chips = append(b.chips, look.NewQuiet(tr.T("chat.copyCode", tr.Data{"Code": code}),
			func() { b.actions.copy(code) }).
			WithIcon(theme.ContentCopyIcon()))
	}
	for _, u := range links(text) {
		b.chips = append(b.chips, look.NewQuiet(
			tr.T("chat.link.open", tr.Data{"Host": u.Hostname()}), func() { b.actions.open(u) }))
	}
}

// setState puts time and state into words. In a run of texts only the last one shows them, unless
// something is not as it should be.
func (b *bubble) setState() {
	s := stateOf(b.msg, b.actions.now())
	words := tr.Clock(b.msg.Time.In(b.actions.now().Location()))
	if s.words != "" {
		words += "  " + s.words
	}
	if !b.last && quiet(b.msg.Status) {
		words, s.sign = "", ""
	}
	b.note.Set(words, s.tone)
	b.sign.Set(s.sign, s.tone)
	b.retry.Hidden = !retryable(b.msg)
	if !b.retry.Hidden {
		b.retry.SetText(tr.T("chat.retry." + b.msg.Status.String()))
	}
}

// naturalWidth is how wide a label with text wants to be, without wrapping.
func naturalWidth(text string) float32 {
	size := look.Theme{}.Size(theme.SizeNameText)
	inset := 2 * look.Theme{}.Size(theme.SizeNameInnerPadding)
	var widest float32
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if len(line) > 400 {
			return 1e6
		}
		widest = fyne.Max(widest, fyne.MeasureText(line, size, fyne.TextStyle{}).Width)
	}
	return widest + inset + 3
}

// heightFor lays the bubble out for a width and returns its height.
func (b *bubble) heightFor(width float32) float32 {
	if b.width != width {
		b.height = b.arrange(width)
		b.width = width
	}
	return b.height
}

// arrange places everything for a width and returns the height.
func (b *bubble) arrange(width float32) float32 {
	wanted := fyne.Max(b.natural, 44)
	for _, chip := range b.chips {
		wanted = fyne.Max(wanted, chip.MinSize().Width+2*look.Space2)
	}
	if b.remark.Text() != "" {
		wanted = fyne.Max(wanted, b.remark.Width()+2*look.Space3)
	}
	inner := fyne.Min(wanted, fyne.Min(width*bubbleShare, look.TextWidth))
	left := float32(0)
	if b.own() {
		left = width - inner
	}
	top := look.Space1 / 2
	if b.first {
		top = look.Space3
	}
	y := b.arrangeInside(left, top, inner)
	put(b.ground, rect{left, top, inner, y - top})
	return b.arrangeNote(y, width)
}

// arrangeInside places what is on the ground and returns its lower edge.
func (b *bubble) arrangeInside(left, top, width float32) float32 {
	y := top
	b.text.Hidden = b.text.Text == ""
	if !b.text.Hidden {
		b.text.Resize(fyne.NewSize(width, b.text.MinSize().Height)) // it learns where to wrap
		height := b.text.MinSize().Height
		put(b.text, rect{left, y, width, height})
		y += height
	}
	if b.remark.Text() != "" {
		height := b.remark.MinSize().Height
		if b.text.Text == "" {
			y += look.Space2
		}
		put(b.remark, rect{left + look.Space2 + 1, y, width - 2*look.Space3, height})
		y += height + look.Space2
	}
	for _, chip := range b.chips {
		size := chip.MinSize()
		put(chip, rect{left + look.Space2, y, fyne.Min(size.Width, width-2*look.Space2), size.Height})
		y += size.Height + look.Space2
	}
	return y
}

// arrangeNote places time, state and button under the ground and returns the lower edge of it all.
// The button goes below the words where both do not fit into one line.
func (b *bubble) arrangeNote(y, width float32) float32 {
	if b.note.Text() == "" {
		return y
	}
	y += look.Space1 / 2
	lead, words, button := b.sign.MinSize(), b.note.Width(), fyne.Size{}
	if b.retry.Visible() {
		button = b.retry.MinSize()
		y += look.Space1
	}
	if lead.Width > 0 {
		lead.Width += look.Space1
	}
	words = fyne.Min(words, width-lead.Width-2*look.Space2)
	beside := button.Width > 0 && lead.Width+words+look.Space2+button.Width < width-2*look.Space2
	total, height := lead.Width+words, b.note.MinSize().Height
	if beside {
		total, height = total+look.Space2+button.Width, fyne.Max(height, button.Height)
	}
	x := b.side(total, width)
	put(b.sign, rect{x, y + (height-lead.Height)/2, lead.Width, lead.Height})
	line := b.note.MinSize().Height
	put(b.note, rect{x + lead.Width, y + (height-line)/2, words, line})
	switch {
	case beside:
		put(b.retry, rect{x + total - button.Width, y, button.Width, button.Height})
	case button.Width > 0:
		x, y := b.side(button.Width, width), y+height+look.Space1
		put(b.retry, rect{x, y, button.Width, button.Height})
		height += look.Space1 + button.Height
	}
	return y + height + look.Space1
}

// side returns where something of a width begins: at the right for our texts, else at the left.
func (b *bubble) side(width, of float32) float32 {
	if b.own() {
		return of - width - look.Space1
	}
	return look.Space2
}
