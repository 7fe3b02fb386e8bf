package gui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
)

// keySize is the setting with the size of the window when it was last closed.
const keySize = "windowSize"

// sizeMost is the largest size that is believed, in either direction.
const sizeMost = 8000

// titleBar is about the height of a window's title.
const titleBar = 32

// lastSize is the size that the window had when it was last closed, or what it opens with where
// that makes no sense, and no larger than the screen of now.
func (u *UI) lastSize() fyne.Size {
	size := fyne.NewSize(look.OpenWidth, look.OpenHeight)
	var was fyne.Size
	n, err := fmt.Sscanf(u.preferences.Setting(keySize), "%fx%f", &was.Width, &was.Height)
	if n == 2 && err == nil && was.Width <= sizeMost && was.Height <= sizeMost {
		if was.Width >= look.MinWidth {
			size.Width = was.Width
		}
		if was.Height >= look.MinHeight {
			size.Height = was.Height
		}
	}
	if !u.config.Screen.IsZero() {
		size = size.Min(u.screen())
	}
	return size.Max(fyne.NewSize(look.MinWidth, look.MinHeight))
}

// keepSize remembers the size of the window.
func (u *UI) keepSize() {
	size := u.window.Canvas().Size()
	text := fmt.Sprintf("%.0fx%.0f", size.Width, size.Height)
	_ = u.preferences.SetSetting(keySize, text) // which has logged it
}
