package planned

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/plan"
)

// rows and columns of the days of a month.
const (
	weeks    = 6
	weekDays = 7
)

// month is the days of a month in a grid, one of which is chosen: by a click, or by the arrow keys while
// it has the keyboard. Page Up and Page Down turn the month.
type month struct {
	look.Graphic
	chosen, today plan.Wall
	pick          func(plan.Wall)
	escape        func()

	ground  *canvas.Rectangle // of the chosen day
	ring    *canvas.Rectangle // of today
	focus   *canvas.Rectangle
	heads   [weekDays]*canvas.Text
	days    [weeks * weekDays]*canvas.Text
	focused bool
}

func newMonth(chosen, today plan.Wall, pick func(plan.Wall)) *month {
	m := &month{chosen: chosen.Day(), today: today.Day(), pick: pick}
	m.ground, m.ring, m.focus = round(), round(), round()
	m.Parts = []fyne.CanvasObject{m.focus, m.ring, m.ground}
	for i := range m.heads {
		m.heads[i] = centred()
		m.Parts = append(m.Parts, m.heads[i])
	}
	for i := range m.days {
		m.days[i] = centred()
		m.Parts = append(m.Parts, m.days[i])
	}
	m.Min, m.Arrange, m.Paint = m.min, m.arrange, m.paint
	m.ExtendBaseWidget(m)
	return m
}

func round() *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = look.RadiusCard
	return r
}

func centred() *canvas.Text {
	t := canvas.NewText("", color.Transparent)
	t.Alignment = fyne.TextAlignCenter
	return t
}

// set shows another day as the chosen one.
func (m *month) set(day plan.Wall) {
	if m.chosen = day.Day(); !m.chosen.IsZero() {
		m.Refresh()
	}
}

// first returns the Monday with which the grid begins.
func (m *month) first() plan.Wall {
	y, mon, _ := m.chosen.Date()
	begin := plan.At(y, mon, 1, 0, 0)
	return begin.AddDays(-int(begin.Weekday()+6) % 7)
}

// title is the month in words.
func (m *month) title() string {
	y, mon, _ := m.chosen.Date()
	return fmt.Sprintf("%s %d", tr.T(fmt.Sprintf("time.month.%d", int(mon))), y)
}

// turn goes some months on.
func (m *month) turn(by int) {
	y, mon, d := m.chosen.Date()
	last := plan.At(y, mon+time.Month(by)+1, 0, 0, 0)
	_, _, longest := last.Date()
	m.choose(plan.At(y, mon+time.Month(by), min(d, longest), 0, 0))
}

// choose takes a day, unless it has passed.
func (m *month) choose(day plan.Wall) {
	if day.Before(m.today) {
		day = m.today
	}
	m.set(day)
	m.pick(day)
}

func (m *month) min() fyne.Size {
	cell := fyne.MeasureText("00", look.Theme{}.Size(theme.SizeNameText), fyne.TextStyle{})
	return fyne.NewSize(weekDays*(cell.Width+14), (weeks+1)*(cell.Height+7))
}

func (m *month) cell(s fyne.Size) fyne.Size {
	return fyne.NewSize(s.Width/weekDays, s.Height/(weeks+1))
}

func (m *month) arrange(s fyne.Size) {
	cell := m.cell(s)
	place := func(o fyne.CanvasObject, column, row int, inset float32) {
		o.Move(fyne.NewPos(float32(column)*cell.Width+inset, float32(row)*cell.Height+inset))
		o.Resize(fyne.NewSize(cell.Width-2*inset, cell.Height-2*inset))
	}
	for i, h := range m.heads {
		place(h, i, 0, 0)
	}
	first := m.first()
	m.ring.Hide()
	for i, d := range m.days {
		day := first.AddDays(i)
		place(d, i%weekDays, 1+i/weekDays, 0)
		if day == m.chosen {
			place(m.ground, i%weekDays, 1+i/weekDays, 1)
		}
		if day == m.today {
			place(m.ring, i%weekDays, 1+i/weekDays, 1)
			m.ring.Show()
		}
	}
	m.focus.Resize(s)
}

func (m *month) paint() {
	m.ground.FillColor = look.Color(look.ColorAccent)
	m.ring.StrokeColor, m.ring.StrokeWidth = look.Color(look.ColorLine), 1
	m.focus.StrokeColor, m.focus.StrokeWidth = color.Transparent, 0
	if m.focused {
		m.focus.StrokeColor, m.focus.StrokeWidth = look.Color(look.ColorAccent), 2
	}
	size := look.Theme{}.Size(theme.SizeNameText)
	for i, h := range m.heads {
		name := time.Weekday((i + 1) % 7).String()[:3]
		h.Text, h.TextSize = tr.T("time.short."+strings.ToLower(name)), look.Theme{}.Size(theme.SizeNameCaptionText)
		h.Color = look.Color(look.ColorMuted)
	}
	first := m.first()
	_, mon, _ := m.chosen.Date()
	for i, d := range m.days {
		day := first.AddDays(i)
		_, other, n := day.Date()
		d.Text, d.TextSize, d.Color = fmt.Sprint(n), size, look.Color(theme.ColorNameForeground)
		switch {
		case day == m.chosen:
			d.Color = look.Color(look.ColorOnAccent)
		case other != mon:
			d.Text = ""
		case day.Before(m.today):
			d.Color = look.Color(theme.ColorNameDisabled)
		}
	}
}

// Tapped implements fyne.Tappable.
func (m *month) Tapped(e *fyne.PointEvent) {
	cell := m.cell(m.Size())
	column, row := int(e.Position.X/cell.Width), int(e.Position.Y/cell.Height)-1
	if row < 0 || row >= weeks || column < 0 || column >= weekDays {
		return
	}
	if i := row*weekDays + column; m.days[i].Text != "" {
		m.choose(m.first().AddDays(i))
	}
}

// AccessibilityLabel implements fyne.Accessible: the chosen day.
func (m *month) AccessibilityLabel() string { return date(m.chosen, m.today) }

// AccessibilityRole implements fyne.Accessible.
func (m *month) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// FocusGained implements fyne.Focusable.
func (m *month) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost implements fyne.Focusable.
func (m *month) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *month) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (m *month) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		m.choose(m.chosen.AddDays(-1))
	case fyne.KeyRight:
		m.choose(m.chosen.AddDays(1))
	case fyne.KeyUp:
		m.choose(m.chosen.AddDays(-7))
	case fyne.KeyDown:
		m.choose(m.chosen.AddDays(7))
	case fyne.KeyPageUp:
		m.turn(-1)
	case fyne.KeyPageDown:
		m.turn(1)
	case fyne.KeyEscape:
		if m.escape != nil {
			m.escape()
		}
	}
}
