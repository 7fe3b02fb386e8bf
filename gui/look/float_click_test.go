package look_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
)

// TestClickBesideAFloat: a click on the card, also on its edge where nothing is, leaves it; one beside it takes it away.
func TestClickBesideAFloat(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, look.NewText("below", ""))
	w.Resize(fyne.NewSize(720, 480))
	at := fyne.NewPos(100, 200)
	card := canvas.NewRectangle(color.Black)
	card.SetMinSize(fyne.NewSize(50, 50))
	f := look.NewFloat(w.Canvas(), card, func(fyne.Size) fyne.Position { return at })
	f.Show()
	test.TapCanvas(w.Canvas(), at.AddXY(1, 1))
	if !f.Open() {
		t.Fatal("a click on the card closed it")
	}
	test.TapCanvas(w.Canvas(), at.AddXY(-1, 1))
	if f.Open() {
		t.Error("a click beside the card left it open")
	}
}
