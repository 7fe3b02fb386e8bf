package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// line is a hairline between two parts.
func line() fyne.CanvasObject { return look.NewGround(look.ColorLine, "", 0) }

// sideLayout puts the list on the left, about three tenths of the width wide.
type sideLayout struct{}

// Layout implements fyne.Layout.
func (sideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	left := min(max(s.Width*0.3, 260), 320)
	put(o[0], 0, 0, left, s.Height)
	put(o[1], left, 0, 1, s.Height)
	put(o[2], left+1, 0, s.Width-left-1, s.Height)
}

// MinSize implements fyne.Layout.
func (sideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	l, r := o[0].MinSize(), o[2].MinSize()
	return fyne.NewSize(261+r.Width, fyne.Max(l.Height, r.Height))
}

// rightLayout stacks header, texts and composer. The composer comes before the texts in the order
// of its objects, so that Tab goes from the number to the text to Send.
type rightLayout struct{}

// Layout implements fyne.Layout.
func (rightLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	head, foot := o[0].MinSize().Height, o[2].MinSize().Height
	put(o[0], 0, 0, s.Width, head)
	put(o[1], 0, head, s.Width, 1)
	put(o[2], 0, s.Height-foot, s.Width, foot)
	rule := float32(1)
	if foot < 1 {
		rule = 0
	}
	put(o[3], 0, s.Height-foot-rule, s.Width, rule)
	put(o[4], 0, head+1, s.Width, s.Height-head-foot-1-rule)
}

// MinSize implements fyne.Layout.
func (rightLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	head, foot, middle := o[0].MinSize(), o[2].MinSize(), o[4].MinSize()
	return fyne.NewSize(fyne.Max(fyne.Max(head.Width, foot.Width), middle.Width),
		head.Height+foot.Height+middle.Height+2)
}

// bannerLayout puts the banner across the top.
type bannerLayout struct{}

// Layout implements fyne.Layout.
func (bannerLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height)) // wrapped text learns its width
	top := o[0].MinSize().Height
	put(o[0], 0, 0, s.Width, top)
	put(o[1], 0, top, s.Width, s.Height-top)
}

// MinSize implements fyne.Layout.
func (bannerLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[1].MinSize().Width, o[0].MinSize().Height+o[1].MinSize().Height)
}

// belowLayout puts the second object below the first, which takes the height that it needs. Tab goes
// through them in that order, as a border layout would not have it.
type belowLayout struct{}

// Layout implements fyne.Layout.
func (belowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	top := o[0].MinSize().Height
	put(o[0], 0, 0, s.Width, top)
	put(o[1], 0, top, s.Width, s.Height-top)
}

// MinSize implements fyne.Layout.
func (belowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(fyne.Max(a.Width, b.Width), a.Height+b.Height)
}

// searchLayout puts a button right of a field, which takes the rest.
type searchLayout struct{}

// Layout implements fyne.Layout.
func (searchLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	button := o[1].MinSize().Width
	put(o[0], 0, 0, s.Width-button-look.Space2, s.Height)
	put(o[1], s.Width-button, 0, button, s.Height)
}

// MinSize implements fyne.Layout.
func (searchLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+look.Space2+b.Width, fyne.Max(a.Height, b.Height))
}

func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// emptyState is a sentence with one button where there is nothing else to show.
type emptyState struct {
	text   *widget.Label
	button *widget.Button
	object *fyne.Container
}

func newEmptyState(create func()) *emptyState {
	e := &emptyState{text: widget.NewLabel("")}
	e.text.Alignment = fyne.TextAlignCenter
	e.text.SizeName = theme.SizeNameSubHeadingText
	e.button = widget.NewButtonWithIcon(tr.T("chat.empty.button"), theme.DocumentCreateIcon(), create)
	e.button.Importance = widget.HighImportance
	e.object = container.NewCenter(container.NewVBox(e.text, gap(0, look.Space2),
		container.NewCenter(e.button)))
	return e
}

func (e *emptyState) set(sentence string, button bool) {
	e.text.SetText(sentence)
	e.button.Hide()
	if button {
		e.button.Show()
	}
	e.object.Refresh()
}
