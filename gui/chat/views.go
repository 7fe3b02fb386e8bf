package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// view is which conversations the list holds. Its String is part of the keys of its words.
type view int

// The views.
const (
	viewAll view = iota
	viewArchived
	viewBlocked
	viewBin // texts that were deleted
)

var viewNames = [...]string{"all", "archived", "blocked", "bin"}

// String returns the name of the view.
func (v view) String() string { return viewNames[v] }

var viewSigns = [...]look.SignName{look.SignTalk, look.SignArchive, look.SignBlocked, look.SignBin}

// holds reports whether a conversation belongs to the view.
func (v view) holds(c sms.Conversation) bool {
	switch v {
	case viewBlocked:
		return c.Blocked
	case viewArchived:
		return c.Archived && !c.Blocked
	case viewAll:
		return !c.Archived && !c.Blocked
	case viewBin:
	}
	return false
}

// viewBar is the line above the list that says which view it is, and leads back. It is hidden while
// the list holds what it usually does.
type viewBar struct {
	title  *look.Line
	empty  *look.Button // empties the bin
	object *fyne.Container
}

func newViewBar(back, empty func()) *viewBar {
	b := &viewBar{title: look.NewLine("", theme.ColorNameForeground, theme.SizeNameText).SetBold(true)}
	leave := look.NewRound(theme.NavigateBackIcon(), tr.T("chat.view.back"), back)
	leave.Side = 32
	b.empty = look.NewLink(tr.T("chat.bin.empty"), empty)
	middle := container.NewVBox(layout.NewSpacer(), b.title, layout.NewSpacer())
	b.object = inset(container.NewBorder(nil, nil, leave, b.empty,
		inset(middle, edges{left: look.Space2})),
		edges{right: look.Space2, bottom: look.Space2, left: look.Space3})
	b.object.Hide()
	return b
}

// set shows a view; full reports whether there is anything in it.
func (b *viewBar) set(v view, full bool) {
	b.title.Set(tr.T("chat.view."+v.String()), theme.ColorNameForeground)
	b.object.Hidden = v == viewAll
	b.empty.Hidden = v != viewBin || !full
	b.object.Refresh()
}

// emptyRows is what stands in the list where there are no rows: a sign, a sentence and one button.
type emptyRows struct {
	sign   *look.Sign
	text   *widget.Label
	button *look.Button
	object *fyne.Container
}

// emptySide is the side of the sign.
const emptySide = 44

func newEmptyRows() *emptyRows {
	e := &emptyRows{sign: look.NewSign("", "", emptySide), text: widget.NewLabel("")}
	e.text.Wrapping = fyne.TextWrapWord
	e.text.Alignment = fyne.TextAlignCenter
	e.button = look.NewLink("", nil)
	e.object = container.New(yielding{}, container.NewVScroll(container.New(
		look.Column{Gap: look.Space1, Inset: look.Space4}, gap(0, look.Space4),
		container.NewCenter(e.sign), e.text, container.NewCenter(e.button))))
	e.object.Hide()
	return e
}

// set shows the sentence and the button; no sentence hides it all.
func (e *emptyRows) set(sign look.SignName, text, button string, do func()) {
	e.object.Hidden = text == ""
	if text == "" {
		return
	}
	e.sign.Set(sign, look.ColorMuted)
	e.text.SetText(text)
	e.button.SetText(button)
	e.button.OnTapped = do
	e.button.Hidden = button == ""
	e.object.Refresh()
}
