package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// emptyPage is a picture, a sentence and one button, where there is nothing else to show.
type emptyPage struct {
	text   *widget.Label
	button *look.Button
	keys   *look.Line
	object *fyne.Container
}

// emptyWidth is how wide the sentence of an empty page is: no wider than the smallest window has room for,
// whatever the size of text.
const emptyWidth = 380

func newEmptyPage(create func()) *emptyPage {
	e := &emptyPage{text: widget.NewLabel("")}
	e.text.Alignment = fyne.TextAlignCenter
	e.text.SizeName = theme.SizeNameSubHeadingText
	e.text.Wrapping = fyne.TextWrapWord
	e.button = look.NewPrimary(tr.T("chat.empty.button"), create).WithIcon(theme.DocumentCreateIcon())
	e.keys = look.NewSmall(keyOf("new"))
	picture := look.NewDrawing(fyne.NewSize(260, 150), 132, talk()...)
	picture.Min = func() fyne.Size { return fyne.NewSize(230, 132) }
	e.object = container.New(yielding{}, container.NewVScroll(container.NewCenter(container.NewVBox(
		container.NewCenter(picture), container.NewCenter(container.New(look.Fixed{Width: emptyWidth}, e.text)),
		gap(0, look.Space1), container.NewCenter(e.button), container.NewCenter(e.keys)))))
	return e
}

func (e *emptyPage) set(sentence string, button bool) {
	e.text.SetText(sentence)
	e.button.Hidden, e.keys.Hidden = !button, !button
	look.Redraw(e.object)
}

// talk draws two people's bubbles, one of them being written.
func talk() []look.Shape {
	line := func(x, y, w float32, tone fyne.ThemeColorName) look.Shape {
		return look.Shape{X: x, Y: y, W: w, H: 7, Radius: 3.5, Fill: tone}
	}
	dot := func(x float32) look.Shape {
		return look.Shape{Kind: look.Disc, X: x, Y: 121, W: 8, H: 8, Fill: look.ColorMuted}
	}
	return []look.Shape{
		{
			X: 20, Y: 8, W: 140, H: 46, Radius: 14, Stroke: 1.5, Fill: look.ColorTheir,
			Edge: look.ColorLine,
		},
		line(36, 22, 92, look.ColorLine), line(36, 35, 60, look.ColorLine),
		{X: 92, Y: 62, W: 148, H: 38, Radius: 14, Fill: look.ColorAccent},
		line(108, 78, 104, look.ColorOnAccent),
		{
			X: 20, Y: 108, W: 70, H: 34, Radius: 14, Stroke: 1.5, Fill: look.ColorTheir,
			Edge: look.ColorLine,
		},
		dot(37), dot(51), dot(65),
	}
}
