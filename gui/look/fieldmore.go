package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.drawn = &fieldRenderer{f.Entry.CreateRenderer(), f}
	f.drawn.round()
	return renewed(f, f.drawn)
}

// fieldRenderer draws Fyne's entry with corners of the field's own, and with the ring that every widget
// has while it has the keyboard.
type fieldRenderer struct {
	fyne.WidgetRenderer
	field *Field
}

// Layout implements fyne.WidgetRenderer.
func (r *fieldRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.round()
}

// Refresh implements fyne.WidgetRenderer.
func (r *fieldRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.round()
}

// round rounds ground and frame, which are the entry's only rectangles (Fyne 2.8, widget/entry.go,
// CreateRenderer), and makes the frame as wide as the ring. Fyne gives it the colour.
func (r *fieldRenderer) round() {
	for _, o := range r.Objects() {
		box, ok := o.(*canvas.Rectangle)
		if !ok {
			continue
		}
		radius, width := box.CornerRadius, box.StrokeWidth
		if r.field.Radius > 0 {
			radius = r.field.Radius
		}
		if width > 0 {
			width = Theme{}.Size(theme.SizeNameInputBorder)
			if r.field.focused {
				width = ringWidth
			}
		}
		if box.CornerRadius != radius || box.StrokeWidth != width {
			box.CornerRadius, box.StrokeWidth = radius, width
			box.Refresh()
		}
	}
}

// Rearrange places what is in the field anew, after the ActionItem got another width.
func (f *Field) Rearrange() {
	if f.drawn != nil {
		f.drawn.Layout(f.Size())
	}
}

// Insert puts a text in the place of the selection, or at the cursor, as if it were pasted.
func (f *Field) Insert(text string) {
	f.replaced = ""
	if text != "" {
		f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: content{text: text}})
	}
}

// Replace puts another text in the place of the whole one. Unlike SetText it can be taken back with
// one Undo.
func (f *Field) Replace(text string) {
	switch text {
	case f.Text:
		return
	case "":
		f.SetText("")
		return
	}
	f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.Insert(text)
	f.replaced = text
}

// ReplaceRange puts another text in the place of the characters from begin to end, and the cursor
// behind it.
func (f *Field) ReplaceRange(begin, end int, text string) {
	runes := []rune(f.Text)
	begin, end = max(0, min(begin, len(runes))), max(0, min(end, len(runes)))
	if begin > end {
		return
	}
	f.Replace(string(runes[:begin]) + text + string(runes[end:]))
	for range len(runes) - end {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
}

// undo takes back the last step. Fyne takes a replacement for two: the old text taken away, and the new
// one put in.
func (f *Field) undo(s *fyne.ShortcutUndo) {
	twice := f.replaced != "" && f.Text == f.replaced
	f.replaced = ""
	f.Entry.TypedShortcut(s)
	if twice && f.Text == "" {
		f.Entry.TypedShortcut(s)
	}
}

// AcceptsTab implements fyne.Tabbable.
func (f *Field) AcceptsTab() bool { return f.WantsTab != nil && f.WantsTab() }

// Resize implements fyne.Widget. The cursor stays where it is in the text: Fyne keeps its row and column,
// which are another place when the text wraps elsewhere.
func (f *Field) Resize(size fyne.Size) {
	at, wraps := f.CursorTextOffset(), f.MultiLine && size.Width != f.Size().Width
	f.Entry.Resize(size)
	if wraps {
		f.moveCursor(at)
	}
}

// moveCursor puts the cursor behind that many characters of the text.
func (f *Field) moveCursor(at int) {
	wasRow, wasColumn := f.CursorRow, f.CursorColumn
	row, begin := 0, 0
	for next := 1; ; next++ {
		f.CursorRow, f.CursorColumn = next, 0
		begins := f.CursorTextOffset() // of the row; 0 where there is none
		if begins <= begin || begins > at {
			break
		}
		row, begin = next, begins
	}
	f.CursorRow, f.CursorColumn = row, at-begin
	if row != wasRow || f.CursorColumn != wasColumn {
		f.Refresh()
	}
}
