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

// bubble is one text: the text itself on its ground, links below it, and at the lower right the time
// and the sign of its state. Under the ground stands the state in words, where that is needed, with
// a button where the user can do something about it.
type bubble struct {
	look.Graphic
	msg     sms.Message
	run     run
	hits    []look.Span // where a search found its words in the text as it is shown
	current bool        // the search stands at this text
	actions bubbleActions

	ground *look.Ground
	ring   *look.Ground // shows that the text has the keyboard
	text   *copyText
	remark *look.Line // what is odd about the text, "" mostly
	chips  []chip
	time   *look.Line
	exact  *timeTap // lies on the time
	sign   *look.Sign
	note   *look.Line // the state in words, "" mostly
	retry  *look.Button

	natural float32 // width of the widest line
	width   float32 // the width that height belongs to
	height  float32
}

// run says where a text stands in a run of texts of one side.
type run struct {
	first, last bool
	timed       bool // it shows its time
	newest      bool // it is the newest one of the user
}

// bubbleActions is what a bubble can ask for.
type bubbleActions struct {
	retry func(id int64)
	open  func(u *url.URL)
	copy  func(text string)
	menu  func(m sms.Message) []look.Item
	timed func(m sms.Message) // shows the exact times
	code  func(code string)   // copies a one-time code
	name  func(sms.Number) string
	// focused is called when a button of a bubble gets the keyboard.
	focused func(b *bubble, button fyne.CanvasObject)
	now     func() time.Time
	keys    keyTarget
}

func newBubble(m sms.Message, actions bubbleActions) *bubble {
	b := &bubble{actions: actions, run: run{first: true, last: true, timed: true}}
	b.ground = look.NewGround("", "", look.RadiusBubble)
	b.ring = look.NewGround("", look.ColorAccent, look.RadiusBubble+ringGap)
	b.ring.Set("", look.ColorAccent, 2)
	b.ring.Hide()
	b.text = newCopyText(actions.keys)
	b.text.copy = b.actions.copy
	b.text.more = func() []look.Item { return b.actions.menu(b.msg) }
	b.remark = look.NewSmall("")
	b.remark.Whole = false
	b.sign, b.time = look.NewSign("", "", look.SideSmall), look.NewSmall("")
	b.exact = newTimeTap(func() { b.actions.timed(b.msg) })
	b.note = look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText)
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
		b.Parts = []fyne.CanvasObject{b.ground, b.ring, b.text, b.time, b.sign, b.exact, b.note, b.remark, b.retry}
		for _, chip := range b.chips {
			b.Parts = append(b.Parts, chip.Button)
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

// setHits shows where a search found its words; current reports that the search stands at this text.
func (b *bubble) setHits(spans []sms.Span, current bool) {
	if !current && !b.current && len(spans) == 0 && len(b.hits) == 0 {
		return
	}
	b.hits, b.current = shownSpans(b.msg.Text, spans), current
	b.text.SetHighlights(b.hits)
	b.setGround()
	b.Refresh()
}

// setGround gives the ground its colours: an edge marks the text that a search stands at.
func (b *bubble) setGround() {
	fill, edge, stroke := look.ColorTheir, look.ColorLine, float32(1)
	if b.own() {
		fill, edge = look.ColorSent, ""
	}
	if b.current {
		edge, stroke = look.ColorAccent, 2
	}
	b.ground.Set(fill, edge, stroke)
}

// setRing shows whether the text has the keyboard.
func (b *bubble) setRing(on bool) {
	setHidden(b.ring, !on)
}

// setRun says where in a run of texts of one side this one stands.
func (b *bubble) setRun(r run) {
	if b.run == r {
		return
	}
	b.run = r
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
		b.remark.Set(b.remark.Text(), look.ColorSentMuted)
	}
	b.setGround()
	b.text.SizeName = sizeOf(text)
	b.text.SetText(text)
	if len(b.hits) > 0 {
		b.text.SetHighlights(b.hits)
	}
	b.text.whole = b.msg.Text
	b.natural = b.text.Natural()
	b.chips = nil
	if long {
		b.chips = append(b.chips, chip{Button: look.NewQuiet(tr.T("chat.copyAll"),
			func() { b.actions.copy(b.msg.Text) })})
	}
	if b.own() {
		return
	}
	if code := codeIn(text); code != "" {
		b.chips = append(b.chips, chip{Button: look.NewQuiet(tr.T("chat.copyCode", tr.Data{"Code": code}),
			func() { b.actions.code(code) }).
			WithIcon(theme.ContentCopyIcon())})
	}
	for _, u := range links(text) {
		b.chips = append(b.chips, newLinkChip(u, b.actions.open))
	}
}

// setState shows time and state. The state has words where something is not as it should be, and
// under the newest text of the user; else its sign says enough.
func (b *bubble) setState() {
	s := stateOf(b.msg, b.actions.now())
	clock, tone := tr.Clock(b.msg.Time.In(b.actions.now().Location())), look.ColorMuted
	if b.own() {
		tone = look.ColorSentMuted
	} else if s.words != "" {
		clock, s.words = clock+"  "+s.words, ""
	}
	note := s.words
	if quiet(b.msg.Status) {
		if !b.run.newest {
			note = ""
		}
		if !b.run.timed {
			clock, s.sign = "", ""
		}
	}
	if program := programOf(b.msg); program != "" && clock != "" {
		clock = program + "  " + clock
	}
	b.note.Set(note, s.tone)
	b.time.Set(clock, tone)
	if s.tone == look.ColorMuted {
		s.tone = tone
	}
	b.sign.Set(s.sign, s.tone)
	b.retry.Hidden = !retryable(b.msg)
	if !b.retry.Hidden {
		b.retry.SetText(tr.T("chat.retry." + b.msg.Status.String()))
	}
}
