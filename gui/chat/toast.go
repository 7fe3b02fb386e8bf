package chat

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// toastTime is how long a toast stays.
const toastTime = 3 * time.Second

// toast is a short sentence that floats above the texts for a moment: that something was copied.
type toast struct {
	after  func(d time.Duration, f func()) (stop func())
	stop   func()
	words  *look.Line
	object *fyne.Container
}

func newToast(after func(time.Duration, func()) func()) *toast {
	t := &toast{after: after, stop: func() {}}
	t.words = look.NewLine("", theme.ColorNameForeground, theme.SizeNameText)
	sign := look.NewSign(look.SignCheck, look.ColorGood, look.SideSmall)
	bar := container.NewStack(look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard),
		inset(container.NewBorder(nil, nil, container.NewCenter(sign), nil, t.words),
			edges{look.Space2, look.Space4, look.Space2, look.Space3}))
	t.object = container.New(floating{words: t.words}, bar)
	t.object.Hide()
	return t
}

// floating is the layout of a bar with a sentence above the texts, at their top or bottom: as wide as the
// sentence, which is cut off where there is no room for it.
type floating struct {
	words  *look.Line
	bottom bool
}

// MinSize implements fyne.Layout.
func (floating) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(2*look.Space4, 2*look.Space3)
}

// Layout implements fyne.Layout.
func (f floating) Layout(o []fyne.CanvasObject, s fyne.Size) {
	least := o[0].MinSize()
	width := min(least.Width+f.words.Width(), s.Width-2*look.Space4)
	y := look.Space3
	if f.bottom {
		y = s.Height - least.Height - look.Space4
	}
	put(o[0], rect{(s.Width - width) / 2, y, width, least.Height})
}

// say shows a sentence for a moment.
func (t *toast) say(words string) {
	t.stop()
	t.words.Set(words, theme.ColorNameForeground)
	t.object.Show()
	t.object.Refresh()
	t.stop = t.after(toastTime, t.object.Hide)
}
