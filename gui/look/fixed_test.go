package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
)

// TestFixedLeavesItsSize: to ask for the least size of what has both measures does not change its size.
func TestFixedLeavesItsSize(t *testing.T) {
	inApp(t)
	inner := canvas.NewRectangle(nil)
	inner.SetMinSize(fyne.NewSize(10, 10))
	fixed := container.New(look.Fixed{Width: 300, Height: 200}, inner)
	fixed.Resize(fyne.NewSize(300, 200))
	if got := fixed.MinSize(); got != fyne.NewSize(300, 200) || inner.Size() != fyne.NewSize(300, 200) {
		t.Errorf("the least size is %v, and what is in it %v", got, inner.Size())
	}
}
