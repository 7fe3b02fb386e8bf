package chat

import (
	"strings"
	"time"

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
	// costlyParts is the number of parts from which on the hint mentions the cost.
	costlyParts = 4
	// draftPause is how long the user must pause before the draft is saved.
	draftPause = time.Second
)

// composerConfig is what the composer needs.
type composerConfig struct {
	store *store
	after func(d time.Duration, f func()) (stop func())
	// recipient returns who the text is for. Where that is not known it returns false, and with ask
	// shows the user what is missing.
	recipient func(ask bool) (sms.Number, bool)
	// isOpen reports whether the conversation with a partner is open.
	isOpen func(n sms.Number) bool
	// missing says in words why there is no recipient; "" when there is one.
	missing func() string
	keep    func(text string) // keeps what is typed as a draft
	drafts  *drafts
	// sending is called with a text handed over: whom it is for, and what had been typed for the
	// same partner elsewhere.
	sending func(to sms.Number, draft string)
	// askCost asks whether so many parts are to be sent, and calls send if so.
	askCost    func(parts int, send func())
	grown      func() // the entry has another height
	enterSends func() bool
	escape     func()
	shortcut   func(fyne.Shortcut) bool
}

// composer is where a text is written: the entry, the live counter, the hint why something is as
// it is, and Send. For a partner that cannot be answered a sentence takes its place.
//
// What is typed is saved as the draft of its recipient after a pause, and when the composer turns to
// another one. A text that is sent leaves the entry at once; if the store does not take it, it comes
// back.
type composer struct {
	composerConfig
	entry   *look.Field
	counter *look.Line
	hint    *look.Line
	send    *look.Button
	foot    *fyne.Container
	box     *fyne.Container
	closed  *widget.Label
	object  *fyne.Container

	rows      int
	loading   bool   // the text is being set, not typed
	stopTimer func() // the timer that saves the draft; nil when all is saved
	saving    int    // texts that were handed over and are not in the store yet
	waiting   bool   // the hint says so
	given     string // the texts given back last, all to one recipient
	agreed    string // the text that may cost what it does
	said      string // what the entry or the grey button said, until something else is typed
}

func newComposer(cfg composerConfig) *composer {
	c := &composer{composerConfig: cfg, rows: minLines}
	c.entry = look.NewArea(tr.T("chat.compose"))
	c.entry.SetMinRowsVisible(minLines)
	c.entry.OnEnter, c.entry.OnEscape, c.entry.OnShortcut = c.trySend, cfg.escape, cfg.shortcut
	c.entry.OnSay = c.say
	c.entry.EnterBreaks = func() bool { return !cfg.enterSends() }
	c.entry.OnChanged = c.typed
	c.counter = look.NewSmall("")
	c.hint = look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText)
	c.send = look.NewPrimary(tr.T("chat.send"), c.trySend).WithIcon(theme.MailSendIcon())
	c.send.OnSay, c.send.OnEscape = func(string) { c.complain() }, cfg.escape
	right := container.NewHBox(container.NewCenter(c.counter), gap(look.Space2, 0), c.send)
	hint := container.NewVBox(layout.NewSpacer(), c.hint, layout.NewSpacer())
	c.foot = container.NewBorder(nil, nil, nil, right,
		inset(hint, edges{right: look.Space3, left: look.Space2}))
	c.box = container.NewBorder(nil, inset(c.foot, edges{top: look.Space2}), nil, nil, c.entry)
	c.closed = widget.NewLabel("")
	c.closed.Wrapping = fyne.TextWrapWord
	c.closed.Alignment = fyne.TextAlignCenter
	c.closed.Hide()
	c.object = inset(container.NewStack(c.box, c.closed),
		edges{look.Space3, look.Space4, look.Space3, look.Space4})
	c.update()
	return c
}

// open turns to another recipient: it shows the draft, or a sentence why nothing can be written.
func (c *composer) open(draft, closed string) {
	c.setText(draft)
	c.closed.SetText(closed)
	c.closed.Hidden, c.box.Hidden = closed == "", closed != ""
	c.object.Refresh()
}

// reopen shows a draft that was found out later, unless something is typed already.
func (c *composer) reopen(draft string) {
	if c.entry.Text == "" && draft != "" && c.stopTimer == nil {
		c.setText(draft)
	}
}

// take returns what is typed; it is not saved any more.
func (c *composer) take() string {
	c.cancelSave()
	return c.entry.Text
}

// continueWith goes on with a text that was typed before, below the draft if there is one.
func (c *composer) continueWith(text string) {
	if !blank(text) {
		c.setText(joined(c.entry.Text, text))
		c.saveLater()
	}
}

// addressed takes in that the recipient of a new conversation is another one.
func (c *composer) addressed() {
	c.update()
	if !blank(c.entry.Text) {
		c.saveLater()
	}
}

// setText shows a text that was not typed just now.
func (c *composer) setText(text string) {
	c.loading = true
	c.entry.SetText(text)
	c.loading = false
	c.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor goes to the end
	c.update()
}

// typed saves the draft a little after the last key.
func (c *composer) typed(string) {
	c.said = ""
	c.update()
	if !c.loading {
		c.saveLater()
	}
}

// saveLater saves the draft after a pause.
func (c *composer) saveLater() {
	c.cancelSave()
	c.stopTimer = c.after(draftPause, c.save)
}

// cancelSave forgets that there is something to save.
func (c *composer) cancelSave() {
	if c.stopTimer != nil {
		c.stopTimer()
		c.stopTimer = nil
	}
}

// save saves what was typed if it is not saved yet.
func (c *composer) save() {
	if c.stopTimer != nil {
		c.cancelSave()
		c.keep(c.entry.Text)
	}
}

// update derives counter, hint and button from the text.
func (c *composer) update() {
	text := c.entry.Text
	n := pdu.Measure(text)
	c.hint.Set("", look.ColorMuted)
	c.counter.Set("", look.ColorMuted)
	if text != "" {
		c.counter.Set(tr.T("chat.counter", tr.Data{
			"Units": n.Units, "Limit": n.Limit, "Parts": n.Parts,
		}), look.ColorMuted)
	}
	switch {
	case n.TooLong():
		c.counter.Set(c.counter.Text(), look.ColorBad)
		c.hint.Set(tr.T("chat.tooLong", tr.Data{"Max": pdu.MaxParts}), look.ColorBad)
	case c.said != "":
		c.hint.Set(c.said, look.ColorCareful)
	case n.UCS2 && n.Culprit != "":
		c.hint.Set(culprit(n.Culprit), look.ColorMuted)
	case c.waiting:
		c.hint.Set(tr.T("chat.saving"), look.ColorMuted)
	case n.Parts >= costlyParts:
		c.hint.Set(tr.T("chat.costs", tr.Data{"Parts": n.Parts}), look.ColorMuted)
	}
	c.send.Refuse(c.whyNot(text, n))
	arrange(c.foot)
	c.grow(text)
}

// grow sets the entry to as many rows as the text needs, within bounds.
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
