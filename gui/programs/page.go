package programs

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// page is where a person lets programs in and says what they may.
type page struct {
	*look.Page
	p       *Programs
	open    *look.Row
	list    *fyne.Container
	listed  []sms.Program // those on the page
	rows    map[right]*look.Row
	used    map[sms.Program]*look.Text
	hook    *hookRows // nil where there is none
	trouble Trouble
	failed  bool
}

// right is a permission of a program.
type right struct {
	program sms.Program
	what    sms.Permission
}

// The permissions, in the order of the page.
var permissions = []sms.Permission{sms.PermitSend, sms.PermitRead, sms.PermitUSSD}

// Open shows the page.
func (p *Programs) Open() {
	if p.page == nil {
		v := &page{p: p, list: container.New(look.Column{Gap: look.Space3})}
		v.open = look.NewSwitch(tr.T("settings.programs"), tr.T("programs.open.note"), false)
		v.open.OnTapped = func() { p.cfg.Keeper.SetOpen(v.open.On()); p.Changed() }
		v.hook = v.newHookRows()
		v.hook.update(p.hook)
		received := container.New(look.Column{Gap: look.Space3},
			look.NewStrong(tr.T("programs.received"), ""), v.hook.rows)
		received.Hidden = p.cfg.Hook == nil
		v.Page = look.NewPage(tr.T("programs.title"),
			look.Rows(v.open),
			look.NewStrong(tr.T("programs.list"), ""), v.list,
			container.New(look.Column{Gap: look.Space1},
				look.NewStrong(tr.T("programs.limits"), ""), look.NewNote(tr.T("programs.limits.note"))),
			v.limits(),
			look.NewStrong(tr.T("programs.kinds"), ""), v.kinds(),
			received,
			look.NewStrong(tr.T("programs.script"), ""), v.script())
		v.OnClose = func() { p.page = nil }
		p.page = v
		v.fill()
		v.update()
	}
	p.cfg.Show(p.page.Page, nil)
	p.Load()
	p.loadHook()
}

// update shows what has changed. What is on the page stays where it is, for who has the keyboard there.
func (v *page) update() {
	keeper := v.p.cfg.Keeper
	v.open.SetOn(keeper.Open())
	v.warn()
	all := keeper.List()
	if !slices.EqualFunc(all, v.listed, func(r sms.ProgramRights, p sms.Program) bool { return r.Program == p }) {
		v.fill()
	}
	for _, r := range all {
		for _, what := range permissions {
			v.rows[right{r.Program, what}].SetOn(r.May[what])
		}
		v.used[r.Program].Set(v.p.about(r), look.ColorMuted)
	}
	v.Fit()
}

// warn says what is wrong.
func (v *page) warn() {
	trouble, failed := v.p.cfg.Keeper.Trouble(), v.p.cfg.Keeper.Failed() != nil
	if !v.p.cfg.Keeper.Open() {
		trouble = TroubleNone
	}
	if trouble == v.trouble && failed == v.failed {
		return
	}
	v.trouble, v.failed = trouble, failed
	switch {
	case trouble != TroubleNone:
		v.Say(tr.T("programs.trouble."+string(trouble)), look.ColorBad)
	case failed:
		v.Say(tr.T("settings.notSaved"), look.ColorBad)
	default:
		v.Say("", "")
	}
}

// fill draws the list.
func (v *page) fill() {
	v.list.RemoveAll()
	v.listed, v.rows, v.used = nil, map[right]*look.Row{}, map[sms.Program]*look.Text{}
	for _, r := range v.p.cfg.Keeper.List() {
		v.listed = append(v.listed, r.Program)
		v.list.Add(v.entry(r))
	}
	if len(v.listed) == 0 {
		v.list.Add(look.Card(look.NewText(tr.T("programs.none"), look.ColorMuted)))
	}
}

// entry is one program.
func (v *page) entry(r sms.ProgramRights) fyne.CanvasObject {
	remove := look.NewQuiet(tr.T("programs.remove"), func() { v.p.cfg.Keeper.Remove(r.Program); v.p.Changed(); v.Begin() })
	remove.SetName(tr.T("programs.remove.name", tr.Data{"Name": Name(r.Program)}))
	v.used[r.Program] = look.NewNote("")
	about := container.New(look.Column{Gap: look.Space1},
		look.NewStrong(Name(r.Program), ""), look.NewMono(pathOf(r.Program)), v.used[r.Program])
	head := container.New(look.Column{Inset: look.Space4},
		container.NewBorder(nil, nil, nil, container.NewCenter(remove), about))
	lines := []fyne.CanvasObject{head}
	for _, what := range permissions {
		row := look.NewSwitch(tr.T("programs.may."+what.String()), "", r.May[what])
		row.OnTapped = func() { v.p.cfg.Keeper.Set(r.Program, what, row.On()) }
		v.rows[right{r.Program, what}] = row
		lines = append(lines, row)
	}
	return look.Rows(lines...)
}

// about says what a program has done: what it has sent today, and that it asked and nobody answered.
func (p *Programs) about(r sms.ProgramRights) string {
	words := p.today(r.Program)
	if !r.Unanswered.IsZero() {
		words += " · " + tr.T("programs.unanswered", tr.Data{"Time": tr.Since(r.Unanswered, p.cfg.Now())})
	}
	return words
}

// today says what a program has sent today.
func (p *Programs) today(program sms.Program) string {
	for _, one := range p.used {
		if one.Program == program && one.Texts > 0 {
			return tr.N("programs.today", one.Texts, tr.Data{"Parts": tr.N("programs.parts", one.Parts)})
		}
	}
	return tr.T("programs.today.none")
}
