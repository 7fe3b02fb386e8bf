package bulk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/pdu"
)

// maxFields is how many columns have a button.
const maxFields = 8

// fieldWidth is how many characters of a column's name stand on its button.
const fieldWidth = 15

// preview shows the text for one person after the other.
type preview struct {
	b     *Bulk
	who   *look.Line
	text  *look.Text
	parts *look.Text
	next  *look.Button
}

// write asks what the text says, and shows it for each of the people.
func (b *Bulk) write() {
	d := &b.draft
	b.add(steps(2), look.NewText(tr.T("bulk.text"), ""))
	area := look.NewArea(tr.T("bulk.textHint"))
	area.Limit = pdu.MaxParts * 160
	area.SetMinRowsVisible(4)
	area.EnterBreaks = func() bool { return true }
	area.SetText(d.text)
	area.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor goes to the end
	p := &preview{
		b: b, who: look.NewLine("", look.ColorMuted, theme.SizeNameText), text: look.NewText("", ""),
		parts: look.NewText("", look.ColorMuted),
	}
	p.next = look.NewPrimary(tr.T("bulk.next"), b.prepare)
	area.OnChanged = func(text string) { d.text = text; p.show() }
	b.add(b.fieldButtons(area), area)
	back := look.NewQuiet("", func() { p.turn(-1) }).WithIcon(theme.NavigateBackIcon()).
		WithName(tr.T("bulk.previous"))
	forth := look.NewQuiet("", func() { p.turn(1) }).WithIcon(theme.NavigateNextIcon()).
		WithName(tr.T("bulk.following"))
	head := container.NewBorder(nil, nil, nil, container.NewHBox(back, forth), container.NewVBox(p.who))
	b.add(look.Card(head, p.text, p.parts))
	b.page.Foot(look.NewQuiet(tr.T("bulk.back"), func() { b.show(stepWho) }), p.next)
	p.show()
}

// fieldButtons are buttons that put a placeholder into the text.
func (b *Bulk) fieldButtons(area *look.Field) fyne.CanvasObject {
	fields := []string{tr.T("bulk.name")} // bulk.NameField, with a capital where nouns have one
	for i, c := range b.draft.table.Columns {
		if i != b.draft.layout.Number && i != b.draft.layout.Name && len(fields) < maxFields {
			fields = append(fields, c)
		}
	}
	buttons := container.NewGridWithColumns(4)
	for _, f := range fields {
		words := "{" + f + "}"
		buttons.Add(look.NewQuiet(sms.SanitiseLine(words, fieldWidth), func() {
			for _, r := range words {
				area.TypedRune(r)
			}
			b.cfg.Canvas.Focus(area)
		}))
	}
	return buttons
}

// turn shows the text for another person.
func (p *preview) turn(by int) {
	n := len(p.b.draft.list.People)
	if n > 0 {
		p.b.draft.shown = (p.b.draft.shown + by + n) % n
	}
	p.show()
}

// show shows the text for the chosen person, and what is wrong with it.
func (p *preview) show() {
	d := &p.b.draft
	if len(d.list.People) == 0 {
		return
	}
	person := d.list.People[d.shown]
	template := bulk.ParseTemplate(d.text)
	text := template.Fill(d.list.Columns, person)
	p.who.Set(tr.T("bulk.preview", tr.Data{
		"Name": p.b.called(person.Name, person.Number), "Index": d.shown + 1, "Count": len(d.list.People),
	}), look.ColorMuted)
	p.text.Set(sms.Sanitise(text), "")
	n := pdu.Measure(text)
	words := tr.N("bulk.parts", n.Parts)
	if n.UCS2 && n.Culprit != "" {
		words = tr.N("bulk.partsCostly", n.Parts, tr.Data{"Sign": n.Culprit})
	}
	p.parts.Set(words, look.ColorMuted)
	why := ""
	switch unknown := template.Unknown(d.list.Columns); {
	case text == "" && d.text == "":
		why = tr.T("bulk.noText")
	case len(unknown) > 0:
		why = tr.T("bulk.unknown", tr.Data{"Field": sms.SanitiseLine(unknown[0], 40)})
	case n.TooLong():
		why = tr.T("bulk.tooLong")
	}
	if why != "" && d.text != "" {
		p.parts.Set(why, look.ColorCareful)
	}
	p.next.Refuse(why)
	p.b.page.Fit()
}

// called returns how a person is called: by name and number.
func (b *Bulk) called(name string, n sms.Number) string {
	number := n.Display(b.cfg.Region())
	if name == "" {
		return number
	}
	return fmt.Sprintf("%s (%s)", sms.SanitiseLine(name, 40), number)
}

// prepare fills in the text for everybody, and goes on to the check.
func (b *Bulk) prepare() {
	d := b.draft
	allowed := map[sms.Rate]bool{}
	for r, on := range d.allowed {
		allowed[r] = on
	}
	b.busy(tr.T("bulk.counting"))
	call(b, "allowance", b.cfg.Messenger.Allowance, func(a bulk.Allowance, err error) {
		if err != nil {
			b.say(tr.T("bulk.failed"))
			return
		}
		b.draft.rules = a
		b.cfg.Run(func() {
			check := bulk.Prepare(d.list, bulk.ParseTemplate(d.text), func(r sms.Rate) bool { return allowed[r] })
			b.cfg.Post(func() {
				if b.step != stepText || b.draft.text != d.text {
					return // it is for a text that was changed since
				}
				b.draft.check, b.draft.over = check, false
				b.show(stepCheck)
			})
		})
	})
}
