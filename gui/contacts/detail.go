package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// showPerson shows who is chosen at the right.
func (p *page) showPerson() {
	p.detail.Objects = nil
	if person := p.person(); person.ID != 0 {
		p.detail.Objects = p.parts(person)
	}
	p.detail.Refresh()
	p.scroll.ScrollToTop()
	p.Fit()
}

// parts are what is seen of a person.
func (p *page) parts(person sms.Person) []fyne.CanvasObject {
	const side = 64
	name := sms.SanitiseLine(person.Name, sms.MaxPersonName)
	avatar := look.NewLargeAvatar(side)
	avatar.Set(string(person.Numbers[0].Number), name)
	head := container.New(layout.NewBorderLayout(nil, nil, avatar, nil), avatar,
		container.New(layout.NewCustomPaddedLayout(0, 0, look.Space4, 0),
			container.NewVBox(layout.NewSpacer(), look.NewTitle(name), layout.NewSpacer())))
	rows := make([]fyne.CanvasObject, len(person.Numbers))
	for i, n := range person.Numbers {
		rows[i] = p.numberRow(n)
	}
	parts := []fyne.CanvasObject{head, look.Rows(rows...)}
	if person.Note != "" {
		parts = append(parts, look.Card(look.NewNote(tr.T("contacts.note")), look.NewText(person.Note, "")))
	}
	edit := look.NewQuiet(tr.T("contacts.edit"), func() { p.edit(person) }).WithIcon(theme.DocumentCreateIcon())
	toSim := look.NewQuiet(tr.T("contacts.person.toSim"), func() { p.askSave([]sms.Person{person}) }).
		WithIcon(theme.UploadIcon())
	// It can be brought back, so it is not in the colour of danger.
	remove := look.NewQuiet(tr.T("contacts.delete"), func() { p.remove(person) }).WithIcon(theme.DeleteIcon())
	if p.cfg.ReadOnly {
		for _, b := range []*look.Button{edit, toSim, remove} {
			b.Refuse(tr.T("chat.closed.readOnly"))
		}
	}
	return append(parts, container.New(layout.NewRowWrapLayoutWithCustomPadding(look.Space2, look.Space2), edit, toSim, remove))
}

// numberRow is a number; a tap begins a message to it.
func (p *page) numberRow(n sms.PersonNumber) *look.Row {
	r := look.NewRow(n.Number.Display(p.cfg.Region()), labelWords(n.Label))
	if !n.Number.Dialable() {
		return r.SetValue(tr.T("contacts.noAnswer"))
	}
	r.OnTapped = func() { p.write(n.Number) }
	return r.SetValue(tr.T("contacts.write"))
}

// write begins a message.
func (p *page) write(n sms.Number) {
	p.Close()
	p.cfg.Write(n)
}

// labelWords are the words for a label.
func labelWords(label string) string {
	if tr.Has("contacts.label." + label) {
		return tr.T("contacts.label." + label)
	}
	return sms.SanitiseLine(label, sms.MaxPersonLabel)
}

// newEmpty is what is seen while there are no contacts: a picture, and the ways to some.
func (p *page) newEmpty() fyne.CanvasObject {
	picture := look.NewDrawing(fyne.NewSize(220, 130), 116, album()...)
	picture.Min = func() fyne.Size { return fyne.NewSize(196, 116) }
	file := look.NewPrimary(tr.T("contacts.import"), p.chooseFile).WithIcon(theme.FolderOpenIcon())
	sim := look.NewQuiet(tr.T("contacts.sim"), p.openCard).WithIcon(theme.DownloadIcon())
	if p.cfg.ReadOnly {
		file.Refuse(tr.T("chat.closed.readOnly"))
		sim.Refuse(tr.T("chat.closed.readOnly"))
	}
	return look.NewEmpty(picture, tr.T("contacts.empty"), tr.T("contacts.empty.hint"), file, sim)
}

// album draws two cards of people.
func album() []look.Shape {
	var all []look.Shape
	for _, c := range []struct {
		x, y float32
		disc fyne.ThemeColorName
	}{{44, 8, look.ColorLine}, {20, 46, look.ColorAccent}} {
		all = append(all,
			look.Shape{X: c.x, Y: c.y, W: 156, H: 64, Radius: 12, Stroke: 1.5, Fill: look.ColorTheir, Edge: look.ColorLine},
			look.Shape{Kind: look.Disc, X: c.x + 14, Y: c.y + 14, W: 36, H: 36, Fill: c.disc},
			look.Shape{X: c.x + 64, Y: c.y + 20, W: 74, H: 8, Radius: 4, Fill: look.ColorMuted},
			look.Shape{X: c.x + 64, Y: c.y + 37, W: 52, H: 7, Radius: 3.5, Fill: look.ColorLine})
	}
	return all
}
