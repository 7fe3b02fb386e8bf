package planned

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// newEmpty is what is seen while nothing is planned.
func (v *page) newEmpty() fyne.CanvasObject {
	picture := look.NewDrawing(fyne.NewSize(220, 130), 116, waiting()...)
	picture.Min = func() fyne.Size { return fyne.NewSize(196, 116) }
	write := look.NewPrimary(tr.T("planned.write"), func() { v.Close(); v.p.cfg.Write() })
	return look.NewEmpty(picture, tr.T("planned.empty"), tr.T("planned.empty.hint"),
		write.WithIcon(theme.DocumentCreateIcon()))
}

// waiting draws a message with a clock before it.
func waiting() []look.Shape {
	return []look.Shape{
		{X: 62, Y: 22, W: 138, H: 66, Radius: 14, Fill: look.ColorAccent},
		{X: 96, Y: 42, W: 84, H: 8, Radius: 4, Fill: look.ColorOnAccent},
		{X: 112, Y: 60, W: 56, H: 8, Radius: 4, Fill: look.ColorOnAccent},
		{Kind: look.Disc, X: 22, Y: 44, W: 78, H: 78, Stroke: 2, Fill: look.ColorTheir, Edge: look.ColorLine},
		{Kind: look.Stroke, X: 61, Y: 83, H: -26, Stroke: 3, Edge: look.ColorMuted},
		{Kind: look.Stroke, X: 61, Y: 83, W: 18, H: 10, Stroke: 3, Edge: look.ColorMuted},
		{Kind: look.Disc, X: 57, Y: 79, W: 8, H: 8, Fill: look.ColorMuted},
	}
}
