package chat

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

const avatarSide = look.AvatarSide

// badge is a count on the accent colour; it takes no room at zero.
type badge struct {
	look.Graphic
	count int
	pill  *canvas.Rectangle
	text  *canvas.Text
}

func newBadge() *badge {
	b := &badge{pill: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.White)}
	b.pill.CornerRadius = 10
	b.text.Alignment = fyne.TextAlignCenter
	b.Parts = []fyne.CanvasObject{b.pill, b.text}
	b.Min, b.Arrange, b.Paint = b.minSize, b.arrange, b.paint
	b.ExtendBaseWidget(b)
	return b
}

func (b *badge) set(count int) {
	if b.count == count {
		return
	}
	b.count = count
	b.Refresh()
}

func (b *badge) minSize() fyne.Size {
	if b.count == 0 {
		return fyne.Size{}
	}
	width := fyne.MeasureText(b.text.Text, b.text.TextSize, b.text.TextStyle).Width + 12
	return fyne.NewSize(fyne.Max(20, width), 20)
}

func (b *badge) paint() {
	b.pill.FillColor, b.text.Color = look.Color(look.ColorAccent), look.Color(look.ColorOnAccent)
	b.text.TextSize = look.Theme{}.Size(theme.SizeNameCaptionText)
	b.text.Text = countText(b.count)
	b.text.TextStyle = look.Bold(b.text.Text)
	b.pill.Hidden, b.text.Hidden = b.count == 0, b.count == 0
}

func (b *badge) arrange(s fyne.Size) {
	b.pill.Resize(s)
	b.text.Resize(s)
}

func countText(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}
