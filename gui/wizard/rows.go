package wizard

import (
	"slices"

	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
)

// addRows adds the things to choose from.
func (w *Wizard) addRows() {
	rows := container.New(look.Column{Gap: look.Space2})
	for _, r := range w.page.Rows {
		c := look.NewChoice(r.Name, r.Note, r.ID == w.page.Row)
		c.OnChosen = func() { w.take(r.ID) }
		c.OnEnter = func() { w.press(w.page.Primary) }
		c.OnArrow = w.moveRow
		w.built.rows[r.ID] = c
		rows.Add(c)
	}
	if len(w.page.Rows) > 0 {
		w.add(container.New(look.Narrow{Width: look.TextWidth}, rows))
	}
}

// moveRow lets Up and Down move the choice.
func (w *Wizard) moveRow(by int) {
	rows := w.page.Rows
	next := by + slices.IndexFunc(rows, func(r row) bool { return r.ID == w.page.Row })
	if next >= 0 && next < len(rows) {
		w.take(rows[next].ID)
	}
}
