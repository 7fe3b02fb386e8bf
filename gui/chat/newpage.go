package chat

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// newPage takes the place of the header while a new conversation is begun: the number, and one
// line that says how it was understood or what is wrong with it.
type newPage struct {
	region func() string
	number *field
	note   *ink
	object *fyne.Container
	next   func() // goes on to the text
	people *people
}

func newNewPage(region func() string, cancel func()) *newPage {
	p := &newPage{region: region}
	p.number = newField(false)
	p.number.SetPlaceHolder(tr.T("chat.number"))
	p.number.OnChanged = func(text string) {
		p.people.filter(text)
		p.explain(false)
	}
	p.number.enter = p.entered
	p.number.blur = func() { p.explain(p.number.Text != "") }
	p.number.escape = cancel
	p.note = newInk("", look.ColorMuted, theme.SizeNameCaptionText)
	quit := widget.NewButton(tr.T("chat.cancel"), cancel)
	quit.Importance = widget.LowImportance
	to := newInk(tr.T("chat.to"), theme.ColorNameForeground, theme.SizeNameText).bold()
	to.unbounded = true
	line := container.New(&numberLayout{}, to, quit, p.number)
	p.object = inset(container.NewVBox(line, inset(p.note, 0, 0, 0, look.Space2)),
		look.Space3, look.Space3, look.Space2, look.Space5)
	return p
}

// choose lets the number be one of those of people: by a name typed, by the arrow keys, by Enter.
func (p *newPage) choose(all *people) {
	p.people = all
	p.number.arrow = all.step
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

// isName tells that what is typed is no number but a name, or the beginning of one.
func isName(typed string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(typed))
	return unicode.IsLetter(first)
}

// explain shows how the number is understood. That it is too short is no complaint before the
// user is done with it.
func (p *newPage) explain(done bool) (sms.Number, bool) {
	n, err := sms.ParseNumber(p.number.Text, p.region())
	early := errors.Is(err, sms.ErrNumberEmpty) || errors.Is(err, sms.ErrNumberShort)
	switch {
	case err != nil && isName(p.number.Text):
		p.explainName(done)
	case err != nil && (done || !early):
		p.note.set(tr.T("chat.number."+numberProblem(err)), look.ColorBad)
	case err != nil:
		p.note.set("", look.ColorMuted)
	default:
		p.note.set(tr.T("chat.number.ok",
			tr.Data{"Number": oneLine(n.Display(p.region()))}), look.ColorMuted)
	}
	return n, err == nil
}

// explainName shows what there is to say to a name: nothing while one can still choose.
func (p *newPage) explainName(done bool) {
	switch {
	case len(p.people.rows) == 0:
		p.note.set(tr.T("chat.number.nobody"), look.ColorBad)
	case done:
		p.note.set(tr.T("chat.number.choose"), look.ColorBad)
	default:
		p.note.set("", look.ColorMuted)
	}
}

// numberProblem names the text that tells what is wrong with a number.
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

// clear makes room for another number.
func (p *newPage) clear() {
	p.number.SetText("")
	p.people.filter("")
	p.note.set("", look.ColorMuted)
}

// numberLayout puts a label, a field and a button in a line. The field comes last in the order of
// the objects, so that Tab goes on from it to the text.
type numberLayout struct{}

// Layout implements fyne.Layout.
func (numberLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	to, quit := o[0].MinSize(), o[1].MinSize()
	put(o[0], 0, (s.Height-to.Height)/2, to.Width, to.Height)
	put(o[1], s.Width-quit.Width, (s.Height-quit.Height)/2, quit.Width, quit.Height)
	left := to.Width + look.Space3
	put(o[2], left, 0, s.Width-left-quit.Width-look.Space2, s.Height)
}

// MinSize implements fyne.Layout.
func (numberLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	to, quit, number := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(to.Width+quit.Width+number.Width+look.Space3+look.Space2,
		fyne.Max(quit.Height, number.Height))
}
