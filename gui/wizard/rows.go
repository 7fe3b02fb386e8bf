package wizard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
)

// addRows adds the things to choose from.
func (w *Wizard) addRows() {
	rows := container.New(look.Column{Gap: look.Space2})
	for _, r := range w.page.Rows {
		c := look.NewChoice(r.Name, r.Note, r.ID == w.page.Row)
		c.OnChosen = func() { w.take(r.ID) }
		c.OnKey = w.rowKey
		w.built.rows[r.ID] = c
		rows.Add(c)
	}
	if len(w.page.Rows) > 0 {
		w.add(rows)
	}
}

// rowKey lets Up and Down move the choice, Enter take it and Escape leave.
func (w *Wizard) rowKey(e *fyne.KeyEvent) {
	step := 0
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		w.press(w.page.Primary)
	case fyne.KeyEscape:
		w.escape()
	case fyne.KeyUp:
		step = -1
	case fyne.KeyDown:
		step = 1
	default:
	}
	for i, r := range w.page.Rows {
		if next := i + step; step != 0 && r.ID == w.page.Row && next >= 0 && next < len(w.page.Rows) {
			w.take(w.page.Rows[next].ID)
			return
		}
	}
}
