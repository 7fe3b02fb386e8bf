package contacts

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// isNumber is what may stand in the field for a number.
var isNumber = look.IsOneOf("+*# ()/-.")

// editor is the card with the fields of a person.
type editor struct {
	*look.Sheet
	page    *page
	person  sms.Person // as it was
	name    *look.Field
	note    *look.Field
	numbers []*numberFields
	box     *fyne.Container
	save    *look.Button
	more    *look.Button
}

// numberFields are those of one number. An own label stays among the choices.
type numberFields struct {
	kept   sms.Number // as it was; a sender's name cannot be typed
	labels []string
	label  *look.Select
	number *look.Field
	object *fyne.Container
}

// edit shows the fields of a person; the zero Person is a new one.
func (p *page) edit(person sms.Person) {
	if p.cfg.ReadOnly {
		return
	}
	e := &editor{page: p, person: person, box: container.New(look.Column{Gap: look.Space2})}
	e.name = look.NewField(tr.T("contacts.name"), sms.MaxPersonName, nil)
	e.name.SetText(person.Name)
	e.note = look.NewArea(tr.T("contacts.note"))
	e.note.Limit = sms.MaxPersonNote
	e.note.SetText(person.Note)
	e.note.SetMinRowsVisible(2)
	for _, n := range person.Numbers {
		e.add(n)
	}
	title := "contacts.edit.title"
	if person.ID == 0 {
		title = "contacts.new.title"
	}
	if len(person.Numbers) == 0 {
		label := ""
		if person.ID == 0 {
			label = sms.LabelMobile
		}
		e.add(sms.PersonNumber{Label: label})
	}
	e.more = look.NewLink(tr.T("contacts.number.more"), func() {
		e.focusOn(e.add(sms.PersonNumber{}))
	}).WithIcon(theme.ContentAddIcon())
	e.more.Alignment = widget.ButtonAlignLeading
	e.save = look.NewPrimary(tr.T("contacts.save"), e.keep)
	e.Sheet = look.NewSheet(p.canvas(), tr.T(title), e.name, e.box,
		container.New(look.Narrow{Width: 260}, e.more), e.note)
	e.Buttons(look.NewQuiet(tr.T("contacts.cancel"), e.Close), e.save)
	e.Show(e.name)
}

// add adds the fields of a number.
func (e *editor) add(n sms.PersonNumber) *numberFields {
	f := &numberFields{kept: n.Number, labels: append([]string{""}, sms.Labels...)}
	if !slices.Contains(f.labels, n.Label) {
		f.labels = append(f.labels, n.Label)
	}
	words := make([]string, len(f.labels))
	for i, l := range f.labels {
		words[i] = labelWords(l)
	}
	words[0] = tr.T("contacts.label.none")
	f.label = look.NewSelect(words)
	f.label.SetSelectedIndex(slices.Index(f.labels, n.Label))
	f.number = look.NewField(tr.T("contacts.number"), 40, isNumber)
	if n.Number.Dialable() {
		f.number.SetText(n.Number.Display(e.page.cfg.Region()))
	} else if n.Number != "" { // a sender's name
		f.number.Accept = nil
		f.number.SetText(string(n.Number))
		f.number.Disable()
	}
	remove := look.NewRound(theme.DeleteIcon(), tr.T("contacts.number.remove"), func() { e.drop(f) })
	label := container.New(look.Fixed{Width: look.Scaled(128)}, f.label)
	f.object = container.NewBorder(nil, nil, nil, container.NewHBox(label, container.NewCenter(remove)), f.number)
	e.numbers = append(e.numbers, f)
	e.box.Add(f.object)
	return f
}

// focusOn shows new fields and gives them the keyboard.
func (e *editor) focusOn(f *numberFields) {
	e.Fit()
	e.Focus(f.number)
}

// drop takes the fields of a number away; the last ones are emptied.
func (e *editor) drop(f *numberFields) {
	if len(e.numbers) == 1 {
		f.kept = ""
		f.number.Enable()
		f.number.Accept = isNumber
		f.number.SetText("")
		e.Focus(f.number)
		return
	}
	i := slices.Index(e.numbers, f)
	e.numbers = slices.Delete(e.numbers, i, i+1)
	e.box.Remove(f.object)
	e.focusOn(e.numbers[min(i, len(e.numbers)-1)])
}

// read returns what stands in the fields, or the field that is wrong and why.
func (e *editor) read() (p sms.Person, wrong fyne.Focusable, why string) {
	p = sms.Person{ID: e.person.ID, Note: strings.TrimSpace(e.note.Text)}
	p.Name = strings.TrimSpace(sms.SanitiseLine(e.name.Text, sms.MaxPersonName))
	if p.Name == "" {
		return p, e.name, tr.T("contacts.fields")
	}
	for _, f := range e.numbers {
		text := strings.TrimSpace(f.number.Text)
		if text == "" {
			continue
		}
		n := f.kept
		if !f.number.Disabled() {
			var err error
			if n, err = sms.ParseNumber(text, e.page.cfg.Region()); err != nil {
				return p, f.number, tr.T("contacts.number.wrong", tr.Data{"Number": text})
			}
		}
		label := f.labels[max(0, f.label.SelectedIndex())]
		p.Numbers = append(p.Numbers, sms.PersonNumber{Number: n, Label: label})
	}
	if len(p.Numbers) == 0 {
		return p, e.numbers[0].number, tr.T("contacts.fields")
	}
	return p, nil, ""
}

// keep saves what stands in the fields, and closes the card when that was done.
func (e *editor) keep() {
	person, wrong, why := e.read()
	if wrong != nil {
		e.Say(why, look.ColorBad)
		e.Focus(wrong)
		return
	}
	e.save.Refuse(tr.T("contacts.saving"))
	back := &undo{}
	if person.ID != 0 {
		back.keep = []sms.Person{e.person}
	}
	e.page.change(change{
		keep: []sms.Person{person}, back: back,
		words: tr.T("contacts.saved", tr.Data{"Name": sms.SanitiseLine(person.Name, 60)}),
		then: func(err error) {
			e.save.Refuse("")
			if err != nil && !errors.Is(err, sms.ErrUnderway) {
				e.Say(e.page.problem(err), look.ColorBad)
				return
			}
			e.Close()
		},
	})
}
