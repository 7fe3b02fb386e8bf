package chat

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/emoji"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const (
	minLines, maxLines = 1, 6
	// draftPause is how long the user must pause before the draft is saved.
	draftPause = time.Second
)

// ComposerKeys returns the settings that the composer uses, to be read before there is a window.
func ComposerKeys() []string { return []string{KeyAskCost, KeyAgreed, KeyBlocks, emoji.KeyRecent} }

// composerConfig is what the composer needs.
type composerConfig struct {
	canvas fyne.Canvas
	store  *store
	kept   Keeper
	after  func(d time.Duration, f func()) (stop func())
	// recipients returns whom the text is for. Where that is not known it returns false, and with ask
	// shows the user what is missing.
	recipients func(ask bool) ([]sms.Number, bool)
	// isOpen reports whether the conversation with a partner is open.
	isOpen func(n sms.Number) bool
	// missing says in words why there is no recipient; "" when there is one.
	missing    func() string
	nameOf     func(n sms.Number) string // to show: the number where there is no name
	ownName    func(n sms.Number) string // "" where there is none
	region     func() string
	keep       func(text string) // keeps what is typed as a draft
	drafts     *drafts
	sending    func(to sms.Number)                                // goes on to where a text was sent to
	later      func(to []sms.Number, text string, planned func()) // plans a text; may be nil
	grown      func()                                             // the composer has another height
	enterSends func() bool
	escape     func()
	shortcut   func(fyne.Shortcut) bool
}

// composer is where a text is written: one row of a field that grows, the button for emoji and Send,
// and above it a line that says why something is as it is. For a partner that cannot be answered a
// sentence takes its place.
//
// What is typed is saved as the draft of its recipient after a pause, and when the composer turns to
// another one. A text that is sent leaves the entry at once; if the store does not take it, it comes
// back.
type composer struct {
	composerConfig
	entry   *look.Field
	counter *counter
	hint    *hint
	emoji   *look.Round
	more    *look.Round
	send    *look.Round
	box     *fyne.Container
	closed  *widget.Label
	object  *fyne.Container

	rows      int
	height    float32 // what it asked for last
	away      Away    // why a text has to wait
	loading   bool    // the text is being set, not typed
	stopTimer func()  // the timer that saves the draft; nil when all is saved
	saving    int     // texts that were handed over and are not in the store yet
	waiting   bool    // the hint says so
	given     string  // the texts given back last, all to one recipient
	agreed    agreement
	said      string // what the entry or the grey button said, until something else is typed
}

func newComposer(cfg composerConfig) *composer {
	c := &composer{composerConfig: cfg, rows: minLines}
	c.entry = look.NewArea(tr.T("chat.compose"))
	c.counter = newCounter()
	c.entry.ActionItem, c.entry.Radius = c.counter, roundSide/2 // before it is drawn for the first time
	c.entry.SetMinRowsVisible(minLines)
	c.entry.OnEnter, c.entry.OnEscape, c.entry.OnShortcut = c.trySend, cfg.escape, cfg.shortcut
	c.entry.OnSay = c.say
	c.entry.EnterBreaks = func() bool { return !cfg.enterSends() }
	c.entry.OnChanged = c.typed
	c.entry.WantsTab, c.entry.OnTab = c.wantsTab, c.takeSlash
	c.hint = newHint(func() { c.canvas.Focus(c.entry) })
	c.makeButtons()
	c.box = inset(newComposerRow(c), edges{look.Space2, 0, look.Space2, 0})
	c.closed = widget.NewLabel("")
	c.closed.Wrapping = fyne.TextWrapWord
	c.closed.Alignment = fyne.TextAlignCenter
	c.closed.Hide()
	c.object = newComposerColumn(c)
	c.height = c.object.MinSize().Height
	c.update()
	return c
}

// open turns to another recipient: it shows the draft, or a sentence why nothing can be written.
func (c *composer) open(draft, closed string) {
	c.setText(draft)
	c.closed.SetText(closed)
	c.closed.Hidden, c.box.Hidden = closed == "", closed != ""
	look.Redraw(c.object)
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

// insert puts a text in at the cursor; it can be taken back like what is typed.
func (c *composer) insert(text string) {
	if c.box.Visible() {
		c.canvas.Focus(c.entry)
		c.entry.Insert(text)
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

// setAway says why there is nothing to send with.
func (c *composer) setAway(away Away) {
	if c.away != away {
		c.away = away
		c.update()
	}
}
