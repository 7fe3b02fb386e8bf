package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// addressLine is the layout of the line with the number of a new conversation: a word, the buttons at the
// right, and the field between them. Where that leaves too little of the field the buttons are signs only.
type addressLine struct {
	several, cancel *look.Button
	short           bool
}

// addressLeast is the least width of the field while the buttons have words.
const addressLeast = 140

// MinSize implements fyne.Layout.
func (*addressLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	left, right, field := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(left.Width+field.Width+2*right.Height, max(left.Height, right.Height, field.Height))
}

// Layout implements fyne.Layout.
func (l *addressLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.shorten(false)
	left, right := o[0].MinSize().Width, o[1].MinSize().Width
	if s.Width-left-right < look.Scaled(addressLeast) {
		l.shorten(true)
		right = o[1].MinSize().Width
	}
	put(o[0], rect{0, 0, left, s.Height})
	put(o[1], rect{s.Width - right, 0, right, s.Height})
	put(o[2], rect{left, 0, s.Width - left - right, s.Height})
}

// shorten takes the words from the buttons, or gives them back.
func (l *addressLine) shorten(on bool) {
	if l.short == on {
		return
	}
	l.short = on
	l.several.Text, l.cancel.Text, l.cancel.Icon = tr.T("chat.several"), tr.T("chat.cancel"), nil
	if on {
		l.several.Text, l.cancel.Text, l.cancel.Icon = "", "", theme.CancelIcon()
	}
	l.several.Refresh()
	l.cancel.Refresh()
}
