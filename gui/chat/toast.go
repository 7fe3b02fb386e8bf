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
	t.words.Whole = true
	sign := look.NewSign(look.SignCheck, look.ColorGood, look.SideSmall)
	bar := container.NewStack(look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard),
		inset(container.NewHBox(container.NewCenter(sign), container.NewCenter(t.words)),
			edges{look.Space2, look.Space4, look.Space2, look.Space3}))
	t.object = container.NewBorder(container.NewCenter(inset(bar, edges{top: look.Space3})),
		nil, nil, nil)
	t.object.Hide()
	return t
}

// say shows a sentence for a moment.
func (t *toast) say(words string) {
	t.stop()
	t.words.Set(words, theme.ColorNameForeground)
	t.object.Show()
	t.object.Refresh()
	t.stop = t.after(toastTime, t.object.Hide)
}
