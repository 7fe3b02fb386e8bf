package look

import "fyne.io/fyne/v2"

// renewed returns a renderer with what it draws in place. Fyne drops the renderer of a widget that was not painted for
// a minute (internal/cache, ValidDuration), and lays out a new one only when the widget gets another size:
// without this a widget that was hidden for so long can come back without what its renderer makes anew.
func renewed(w fyne.Widget, r fyne.WidgetRenderer) fyne.WidgetRenderer {
	if size := w.Size(); !size.IsZero() {
		r.Layout(size)
	}
	return r
}
