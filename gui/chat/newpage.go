package chat

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
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
	changed  func() // something else stands in the field
}

// newPage takes the place of the header while a new conversation is begun: the number, and one
// line that says how it was understood or what is wrong with it. The number can be one of those of
// people, by a name typed, by the arrow keys, by Enter.
type newPage struct {
	newPageConfig
	number *look.Field
	note   *look.Line
	people *people
	object *fyne.Container
}

func newNewPage(cfg newPageConfig) *newPage {
	p := &newPage{newPageConfig: cfg, people: newPeople(cfg.take, cfg.cancel, cfg.card)}
	p.number = look.NewField(tr.T("chat.number"), 0, nil)
	p.number.OnChanged = func(text string) {
		p.people.filter(text)
		p.explain(false)
		p.changed()
	}
	p.number.OnEnter, p.number.OnEscape, p.number.OnShortcut = p.entered, cfg.cancel, cfg.shortcut
	p.number.OnSay = func(text string) { p.note.Set(text, look.ColorCareful) }
	p.number.OnBlur = func() {
		if p.number.Text != "" {
			p.explain(true)
		}
	}
	p.number.OnArrow = p.people.step
	p.note = look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText)
	cancel := look.NewLink(tr.T("chat.cancel"), cfg.cancel)
	to := look.NewLine(tr.T("chat.to"), theme.ColorNameForeground, theme.SizeNameText).SetBold(true)
	to.Whole = true
	left := inset(container.NewCenter(to), edges{right: look.Space2})
	right := inset(container.NewCenter(cancel), edges{left: look.Space1})
	// The field comes last in the order of the objects, so that Tab goes on from it to the text.
	line := container.New(layout.NewBorderLayout(nil, nil, left, right), left, right, p.number)
	p.object = inset(container.NewVBox(line, inset(p.note, edges{left: look.Space2})),
		edges{look.Space3, look.Space3, look.Space2, look.Space5})
	return p
}

// entered goes on with the person that the arrow keys reached, else with the number, else with the
// first person of the name that is typed.
func (p *newPage) entered() {
	if p.people.takeRow(p.people.at) {
		return
	}
	_, ok := p.explain(true)
	switch {
	case ok:
		p.next()
	case isName(p.number.Text):
		p.people.takeRow(0)
	}
}

// recipient returns the number that is typed. Where it is none it returns false, and with ask shows
// what is wrong with it.
func (p *newPage) recipient(ask bool) (sms.Number, bool) {
	if ask {
		return p.explain(true)
	}
	n, err := sms.ParseNumber(p.number.Text, p.region())
	return n, err == nil
}

// explain shows how the number is understood, and returns it. That it is too short is not said
// before the user is done with it.
func (p *newPage) explain(done bool) (sms.Number, bool) {
	n, err := sms.ParseNumber(p.number.Text, p.region())
	early := errors.Is(err, sms.ErrNumberEmpty) || errors.Is(err, sms.ErrNumberShort) ||
		isName(p.number.Text) && len(p.people.rows) > 0 // one can still choose
	switch {
	case err != nil && (done || !early):
		p.note.Set(p.problem(), look.ColorBad)
	case err != nil:
		p.note.Set("", look.ColorMuted)
	default:
		p.note.Set(tr.T("chat.number.ok",
			tr.Data{"Number": oneLine(n.Display(p.region()))}), look.ColorMuted)
	}
	return n, err == nil
}

// problem says what is wrong with the number that is typed; "" when nothing is.
func (p *newPage) problem() string {
	_, err := sms.ParseNumber(p.number.Text, p.region())
	switch {
	case err == nil:
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

// begin makes room for another number; what was typed before, which may be "", is proposed.
func (p *newPage) begin(before string) {
	p.number.Offer(before)
	p.people.filter(before)
	p.note.Set("", look.ColorMuted)
}
