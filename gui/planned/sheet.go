package planned

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// maxText is the most characters that a planned text may have while it is edited.
const maxText = 2000

// timeStep is how far an arrow key moves the time.
const timeStep = 15

// sheet asks when a text goes and how often.
type sheet struct {
	*look.Sheet
	now    time.Time
	date   *look.Field
	clock  *look.Field
	repeat *look.Select
	grid   *month
	name   *look.Line // of the month
	text   *look.Field
	words  *look.Text
	done   *look.Button
	start  plan.Wall // what the fields say; zero when they say nothing
	fixed  plan.Repeat
}

// sheetConfig is what a sheet is about.
type sheetConfig struct {
	canvas fyne.Canvas
	now    time.Time
	title  string
	text   plan.Text // what is planned already, or the new text without a time
	edit   bool      // the text can be changed as well
	done   func(start plan.Wall, r plan.Repeat, body string)
}

func newSheet(c sheetConfig) *sheet {
	s := &sheet{now: c.now, start: c.text.Start, fixed: c.text.Repeat}
	if s.start.IsZero() {
		s.start = quick(c.now)[0].at
	}
	today := plan.WallOf(c.now)
	s.date = look.NewField("", 10, look.IsOneOf(".-/"))
	s.clock = look.NewField("", 8, look.IsOneOf(":. apmAPMUhr"))
	s.date.OnArrow = func(by int) { s.set(s.start.AddDays(by)) }
	s.clock.OnArrow = s.later
	s.grid = newMonth(s.start, today, func(d plan.Wall) { s.set(s.start.On(d)) })
	s.name = look.NewLine("", theme.ColorNameForeground, theme.SizeNameText).SetBold(true)
	s.name.Centred = true
	words := make([]string, len(repeats))
	for i, r := range repeats {
		words[i] = repeatWords(r)
	}
	s.repeat = look.NewSelect(words)
	s.date.SetName(tr.T("planned.day"))
	s.clock.SetName(tr.T("planned.clock"))
	s.repeat.SetName(tr.T("planned.repeats"))
	s.words = look.NewText("", "")
	s.done = look.NewPrimary(tr.T("planned.plan"), nil)
	body := []fyne.CanvasObject{s.fields(c.now)}
	s.text = look.NewArea(tr.T("planned.text"))
	s.text.Limit = maxText
	s.text.SetText(c.text.Body)
	s.text.SetMinRowsVisible(2)
	if c.edit {
		s.done.Text = tr.T("planned.save")
		body = append([]fyne.CanvasObject{s.text}, body...)
	}
	s.Sheet = look.NewSheet(c.canvas, c.title, append(body, s.words)...)
	s.grid.escape = s.Close
	s.done.OnTapped = func() { s.Close(); c.done(s.start, s.chosen(), s.text.Text) }
	s.Buttons(look.NewQuiet(tr.T("planned.cancel"), s.Close), s.done)
	s.date.OnChanged = func(string) { s.typed() }
	s.clock.OnChanged = func(string) { s.typed() }
	s.text.OnChanged = func(string) { s.say() }
	s.repeat.SetSelectedIndex(same(c.text.Repeat))
	s.repeat.OnChanged = func(string) { s.fixed = repeats[s.repeat.SelectedIndex()]; s.say() }
	s.set(s.start)
	return s
}

// monthMost is how wide the month becomes with large text, so that there is room beside it in a small window.
const monthMost = 310

// fields are the month at the left, and at the right what is chosen most and the fields.
func (s *sheet) fields(now time.Time) fyne.CanvasObject {
	back := look.NewLink("", func() { s.grid.turn(-1) }).WithIcon(theme.NavigateBackIcon()).
		WithName(tr.T("planned.month.before"))
	forth := look.NewLink("", func() { s.grid.turn(1) }).WithIcon(theme.NavigateNextIcon()).
		WithName(tr.T("planned.month.after"))
	head := container.NewBorder(nil, nil, back, forth, container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), s.name))
	width := min(look.Scaled(250), monthMost)
	left := container.New(look.Fixed{Width: width}, container.New(look.Column{Gap: look.Space1}, head, s.grid))
	right := container.New(look.Column{Gap: look.Space2})
	for _, q := range quick(now) {
		right.Add(look.NewQuiet(capital(when(q.at.In(now.Location()), now)), func() {
			s.set(q.at)
			s.Focus(s.done)
		}))
	}
	right.Add(look.Pair(s.date, s.clock))
	right.Add(s.repeat)
	return container.New(look.Side{Width: width + look.Space4}, left, right)
}

// choice is a time that is chosen with one click.
type choice struct{ at plan.Wall }

// The times of day of the quick choices.
const (
	morningHour = 8
	eveningHour = 18
)

// quick returns the times that are chosen most: in an hour, this evening while it is still to come,
// tomorrow morning, and Monday morning.
func quick(now time.Time) []choice {
	today := plan.WallOf(now)
	y, m, d := today.Date()
	all := []choice{{plan.WallOf(now.Add(time.Hour))}}
	if hour, _ := today.Clock(); hour < eveningHour-1 {
		all = append(all, choice{plan.At(y, m, d, eveningHour, 0)})
	}
	all = append(all, choice{plan.At(y, m, d+1, morningHour, 0)})
	monday := plan.At(y, m, d+1, morningHour, 0)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(1)
	}
	if monday != all[len(all)-1].at {
		all = append(all, choice{monday})
	}
	return all
}

// set shows a time in all fields.
func (s *sheet) set(at plan.Wall) {
	s.start = at
	date, clock := dateField(at), clockField(at)
	if s.date.Text != date {
		s.date.SetText(date)
	}
	if s.clock.Text != clock {
		s.clock.SetText(clock)
	}
	s.start = at // what was typed in between does not count
	s.say()
}

// later moves the time by quarters of an hour.
func (s *sheet) later(by int) {
	y, m, d := s.start.Date()
	h, min := s.start.Clock()
	step := timeStep
	if by < 0 && min%step != 0 {
		by++
	}
	s.set(plan.At(y, m, d, h, (min/step+by)*step))
}

// typed takes in what the fields say.
func (s *sheet) typed() {
	day, ok := parseDate(s.date.Text, plan.WallOf(s.now))
	h, m, fine := parseClock(s.clock.Text)
	s.start = plan.Wall{}
	if ok && fine {
		y, mon, d := day.Date()
		s.start = plan.At(y, mon, d, h, m)
	}
	s.say()
}

// chosen returns how often the text goes. What is planned may repeat in a way that cannot be chosen here;
// that stays until another one is chosen.
func (s *sheet) chosen() plan.Repeat { return s.fixed }

// say says when the text goes, or what is missing, and lets it be planned if nothing is.
func (s *sheet) say() {
	why := ""
	switch {
	case s.start.IsZero():
		why = tr.T("planned.noTime")
	case !s.start.In(s.now.Location()).After(s.now):
		why = tr.T("planned.past")
	}
	s.done.Refuse(why)
	if !s.start.IsZero() {
		s.grid.set(s.start)
		s.name.Set(s.grid.title(), theme.ColorNameForeground)
	}
	if why != "" {
		s.words.Set(why, look.ColorCareful)
		return
	}
	moment := s.start.In(s.now.Location())
	s.words.Set(tr.T("planned.goes", tr.Data{
		"Time": when(moment, s.now), "Repeat": repeatWords(s.chosen()),
	}), look.ColorMuted)
}

// names returns whom texts are for.
func names(to []sms.Number, name func(sms.Number) string) string {
	if len(to) == 1 {
		return name(to[0])
	}
	return tr.N("planned.people", len(to))
}
