package chat

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// newPageConfig is what the page of a new conversation needs.
type newPageConfig struct {
	region   func() string
	take     func(n sms.Number) // one of the people was chosen
	next     func()             // the number is typed, the text comes next
	cancel   func()
	card     func() // shows the contacts on the SIM card; may be nil
	shortcut func(fyne.Shortcut) bool
	ownKey   func(*fyne.KeyEvent) bool
	changed  func() // something else stands in the field
	resized  func() // the page has another height
	nameOf   func(n sms.Number) string
}

// newPage takes the place of the header while a new conversation is begun: the number, and one
// line that says how it was understood or what is wrong with it. The number can be one of those of
// people, by a name typed, by the arrow keys, by Enter. With several recipients each is a chip above the
// field.
type newPage struct {
	newPageConfig
	picks  *picks
	number *look.Field
	note   *look.Text
	people *people
	object *fyne.Container
}

func newNewPage(cfg newPageConfig) *newPage {
	p := &newPage{newPageConfig: cfg}
	p.people = newPeople(p.takePerson, cfg.cancel, cfg.card)
	p.picks = newPicks(cfg.nameOf, p.picked)
	p.picks.dropped = p.focus
	p.people.picked = p.picks.holds
	p.number = look.NewField(tr.T("chat.number"), 0, nil)
	p.number.OnChanged = p.typed
	p.number.OnEnter, p.number.OnEscape, p.number.OnShortcut = p.entered, cfg.cancel, cfg.shortcut
	p.number.OnSay = func(text string) { p.say(text, look.ColorCareful) }
	p.number.OnBlur = func() {
		if p.number.Text != "" {
			p.explain(true)
		}
	}
	p.number.OnArrow = p.people.step
	p.number.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyBackspace && p.number.Text == "" && p.picks.dropLast() {
			return true
		}
		return cfg.ownKey(e)
	}
	p.note = look.NewNote("")
	p.object = inset(container.New(look.Column{Gap: look.Space1}, p.picks.object, p.line(), inset(p.note, edges{left: look.Space2})),
		edges{look.Space3, look.Space3, look.Space2, look.Space5})
	return p
}

// line returns the field with what stands beside it.
func (p *newPage) line() fyne.CanvasObject {
	several := look.NewLink(tr.T("chat.several"), p.several).WithIcon(theme.ContentAddIcon()).WithName(tr.T("chat.several"))
	cancel := look.NewLink(tr.T("chat.cancel"), p.cancel).WithName(tr.T("chat.cancel"))
	to := look.NewLine(tr.T("chat.to"), theme.ColorNameForeground, theme.SizeNameText).SetBold(true)
	to.Whole = true
	left := inset(container.NewCenter(to), edges{right: look.Space2})
	right := inset(container.NewCenter(container.NewHBox(several, cancel)), edges{left: look.Space1})
	// The field comes last in the order of the objects, so that Tab goes on from it to the text.
	return container.New(&addressLine{several: several, cancel: cancel}, left, right, p.number)
}

// say shows a sentence below the field; "" takes it away.
func (p *newPage) say(text string, tone fyne.ThemeColorName) {
	before := p.note.MinSize().Height
	p.note.Set(text, tone)
	if p.note.MinSize().Height != before {
		p.resized()
	}
}

// typed takes in what stands in the field. A comma or semicolon ends one recipient of several.
func (p *newPage) typed(text string) {
	if rest, more := p.split(text); more {
		p.number.SetText(rest) // which comes back here
		return
	}
	p.people.filter(text)
	p.explain(false)
	p.changed()
}

// split takes the numbers in a text that end with a comma or semicolon, as recipients. It returns what is
// left to be typed, and whether it took any.
func (p *newPage) split(text string) (rest string, more bool) {
	var left []string
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
	ended := strings.HasSuffix(strings.TrimSpace(text), ",") || strings.HasSuffix(strings.TrimSpace(text), ";")
	for i, part := range parts {
		n, err := sms.ParseNumber(part, p.region())
		if err != nil || i == len(parts)-1 && !ended || !p.picks.add(n) {
			left = append(left, strings.TrimSpace(part))
			continue
		}
		more = true
	}
	return strings.Join(left, ", "), more
}

// several makes what is typed, or the first person of the name that is typed, one of several recipients.
func (p *newPage) several() {
	p.picks.several = true
	if n, ok := p.explain(false); ok {
		p.pick(n)
	} else if isName(p.number.Text) {
		p.people.takeRow(0)
	}
	p.explain(false)
	p.focus()
}

// focus puts the cursor into the field.
func (p *newPage) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.number); c != nil {
		c.Focus(p.number)
	}
}

// takePerson goes on with one of the people: he is the recipient, or one of several.
func (p *newPage) takePerson(n sms.Number) {
	if !p.picks.several && len(p.picks.all) == 0 {
		p.take(n)
		return
	}
	if !p.picks.drop(n) {
		p.pick(n)
	}
	p.focus()
}

// pick makes somebody one of the recipients.
func (p *newPage) pick(n sms.Number) {
	if p.picks.add(n) {
		p.number.SetText("")
	} else {
		p.say(tr.T("chat.several.full", tr.Data{"Most": picksMost}), look.ColorBad)
	}
}

// picked shows other recipients.
func (p *newPage) picked() {
	p.people.filter(p.number.Text)
	p.explain(false)
	p.changed()
	p.resized()
}

// entered goes on with the person that the arrow keys reached, else with the number, else with the
// first person of the name that is typed.
func (p *newPage) entered() {
	if p.people.takeRow(p.people.at) {
		return
	}
	if p.number.Text == "" && len(p.picks.all) > 0 {
		p.next()
		return
	}
	n, ok := p.explain(true)
	switch {
	case ok && p.picks.several:
		p.pick(n)
	case ok:
		p.next()
	case isName(p.number.Text):
		p.people.takeRow(0)
	}
}

// recipients returns whom the text is for. Where that is not clear it returns false, and with ask shows
// what is wrong.
func (p *newPage) recipients(ask bool) ([]sms.Number, bool) {
	if p.number.Text == "" && len(p.picks.all) > 0 {
		return slices.Clone(p.picks.all), true
	}
	var n sms.Number
	var ok bool
	if ask {
		n, ok = p.explain(true)
	} else {
		typed, err := sms.ParseNumber(p.number.Text, p.region())
		n, ok = typed, err == nil
	}
	if !ok {
		return nil, false
	}
	all := slices.Clone(p.picks.all)
	if !slices.Contains(all, n) {
		all = append(all, n)
	}
	return all, true
}

// explain shows how the number is understood, and returns it. That it is too short is not said
// before the user is done with it.
func (p *newPage) explain(done bool) (sms.Number, bool) {
	if p.number.Text == "" && (p.picks.several || len(p.picks.all) > 0) {
		p.say(p.picks.words(), look.ColorMuted)
		return "", false
	}
	n, err := sms.ParseNumber(p.number.Text, p.region())
	early := errors.Is(err, sms.ErrNumberEmpty) || errors.Is(err, sms.ErrNumberShort) ||
		isName(p.number.Text) && len(p.people.rows) > 0 // one can still choose
	switch {
	case err != nil && (done || !early):
		p.say(p.problem(), look.ColorBad)
	case err != nil:
		p.say("", look.ColorMuted)
	default:
		p.say(tr.T("chat.number.ok",
			tr.Data{"Number": oneLine(n.Display(p.region()))}), look.ColorMuted)
	}
	return n, err == nil
}

// problem says what is wrong with the number that is typed; "" when nothing is.
func (p *newPage) problem() string {
	_, err := sms.ParseNumber(p.number.Text, p.region())
	switch {
	case err == nil || p.number.Text == "" && len(p.picks.all) > 0:
		return ""
	case isName(p.number.Text) && len(p.people.rows) == 0:
		return tr.T("chat.number.nobody")
	case isName(p.number.Text):
		return tr.T("chat.number.choose")
	}
	return tr.T("chat.number." + numberProblem(err))
}

// numberProblem returns the name of the text that says what is wrong with a number.
func numberProblem(err error) string {
	for name, sentinel := range map[string]error{
		"empty": sms.ErrNumberEmpty, "long": sms.ErrNumberLong, "short": sms.ErrNumberShort,
		"code": sms.ErrNumberCode,
	} {
		if errors.Is(err, sentinel) {
			return name
		}
	}
	return "chars"
}

// begin makes room for other recipients; what was typed before, which may be "", is proposed.
func (p *newPage) begin(before string) {
	p.picks.clear()
	rest := before
	if strings.Contains(before, ";") {
		rest, _ = p.split(before)
	}
	p.number.Offer(rest)
	p.people.filter(rest)
	p.explain(false)
}

// written returns the recipients as they can be begun with again.
func (p *newPage) written() string {
	var all strings.Builder
	for _, n := range p.picks.all {
		all.WriteString(string(n) + "; ")
	}
	return all.String() + p.number.Text
}
