package chat

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// rowList is a list of rows. Up and Down go through them, Enter and space open one, Delete deletes it;
// a ring shows which one has the keyboard.
type rowList struct {
	look.List
	rows   func() []entry
	now    func() time.Time
	open   func(i int)                   // a row was chosen
	menu   func(i int, at fyne.Position) // its menu is wanted; may be nil
	delete func(i int)                   // may be nil
	start  func() int                    // the row that gets the keyboard first
	at     int                           // the row that has the keyboard
	ring   bool                          // the list has it
	held   rowKey                        // what row that is
	tall   map[int]bool                  // rows that have another height than usual
}

func newRowList(rows func() []entry, now func() time.Time, open func(i int)) *rowList {
	l := &rowList{rows: rows, now: now, open: open, start: func() int { return 0 }, tall: map[int]bool{}}
	l.Length = func() int { return len(l.rows()) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows()) {
			e := l.rows()[i]
			e.ringed = e.ringed || l.ring && i == l.at
			o.(*row).set(i, e, l.now())
		}
	}
	l.HideSeparators = true
	l.OnHighlighted = func(i widget.ListItemID) {
		before := l.at
		l.at = i
		l.held = l.keyOf(i)
		l.RefreshItem(before)
		l.RefreshItem(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

// changed shows the rows anew.
func (l *rowList) changed() {
	rows := l.rows()
	for i := range l.tall {
		if i >= len(rows) || !rows[i].low() {
			delete(l.tall, i)
			l.SetItemHeight(i, rowHeight())
		}
	}
	for i, e := range rows {
		if e.low() && !l.tall[i] {
			l.tall[i] = true
			l.SetItemHeight(i, headingHeight())
		}
	}
	if at := slices.IndexFunc(rows, func(e entry) bool { return e.key() == l.held }); l.ring && at >= 0 {
		l.at = at
	}
	l.at = max(0, min(l.at, len(rows)-1))
	if l.ring && len(rows) > 0 {
		l.Highlight(l.at)
	}
	l.Refresh()
}

// rowKey says which row it is, wherever in the list.
type rowKey struct {
	kind    rowKind
	number  sms.Number
	message int64
}

func (e entry) key() rowKey { return rowKey{e.kind, e.number, e.message.ID} }

func (l *rowList) keyOf(i int) rowKey {
	if rows := l.rows(); i >= 0 && i < len(rows) {
		return rows[i].key()
	}
	return rowKey{}
}

// low reports whether a row is less high than the others.
func (e entry) low() bool { return e.kind == rowHeading || e.kind == rowMore }

// FocusGained implements fyne.Focusable.
func (l *rowList) FocusGained() {
	l.ring = true
	l.Highlight(l.start())
	l.List.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (l *rowList) FocusLost() {
	l.ring = false
	l.List.FocusLost()
	l.RefreshItem(l.at)
}

// AccessibilityLabel implements fyne.Accessible: the row that has the keyboard.
func (l *rowList) AccessibilityLabel() string {
	rows := l.rows()
	if !l.ring || l.at >= len(rows) {
		return tr.T("chat.list")
	}
	e := rows[l.at]
	return said(e.name, e.text, specialOf(e))
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.open(l.at)
	case fyne.KeyDelete:
		if l.delete != nil {
			l.delete(l.at)
		}
	default:
		l.List.TypedKey(e)
		if l.at < len(l.rows()) && l.rows()[l.at].kind == rowHeading {
			l.List.TypedKey(e)
		}
	}
}

// showMenu opens the menu of the row that has the keyboard, and reports whether one has.
func (l *rowList) showMenu() bool {
	if !l.ring || l.menu == nil || l.at >= len(l.rows()) {
		return false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	y := -l.GetScrollOffset()
	for i := range l.at {
		y += rowHeight()
		if l.tall[i] {
			y -= rowHeight() - headingHeight()
		}
	}
	l.menu(l.at, at.AddXY(avatarSide, y+rowHeight()/2))
	return true
}
