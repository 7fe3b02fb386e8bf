package programs

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

// limit is one of the numbers that a person can choose.
type limit struct {
	key      string
	standard int
	values   []int
	of       func(*sms.ProgramLimits) *int
}

// limits are the numbers, in the order of the page.
func limits() []limit {
	d := budget.Default()
	return []limit{
		{"minute", d.Minute, []int{1, 2, 5, 10, 20}, func(l *sms.ProgramLimits) *int { return &l.Minute }},
		{"hour", d.Hour, []int{5, 10, 30, 60, 120, 300}, func(l *sms.ProgramLimits) *int { return &l.Hour }},
		{"day", d.Day, []int{10, 30, 100, 200, 500, 1000}, func(l *sms.ProgramLimits) *int { return &l.Day }},
		{"parts", d.Parts, []int{1, 2, 3, 5, 10}, func(l *sms.ProgramLimits) *int { return &l.Parts }},
	}
}

// limits are the rows with the numbers.
func (v *page) limits() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, one := range limits() {
		rows = append(rows, v.limit(one))
	}
	return look.Rows(rows...)
}

// limit is one such row.
func (v *page) limit(one limit) *look.Row {
	keeper := v.p.cfg.Keeper
	now := func() int {
		l := keeper.Limits()
		if n := *one.of(&l); n > 0 {
			return n
		}
		return one.standard
	}
	words := func(n int) string { return tr.N("programs.parts", n) }
	row := look.NewRow(tr.T("programs.limit."+one.key), "").SetValue(words(now()))
	row.OnTapped = func() {
		var items []look.Item
		for _, n := range one.values {
			item := look.Item{Words: words(n), Do: func() {
				l := keeper.Limits()
				*one.of(&l) = n
				keeper.SetLimits(l)
				row.SetValue(words(n))
			}}
			if n == one.standard {
				item.Shortcut = tr.T("programs.standard")
			}
			if n == now() {
				item.Icon, item.Here = theme.ConfirmIcon(), true
			}
			items = append(items, item)
		}
		look.NewMenu(items...).ShowRight(v.p.cfg.Canvas, row)
	}
	return row
}

// kinds are the rows with what else is allowed.
func (v *page) kinds() fyne.CanvasObject {
	keeper := v.p.cfg.Keeper
	var rows []fyne.CanvasObject
	for _, one := range []struct {
		key string
		of  func(*sms.ProgramLimits) *bool
	}{
		{"foreign", func(l *sms.ProgramLimits) *bool { return &l.Foreign }},
		{"short", func(l *sms.ProgramLimits) *bool { return &l.Short }},
		{"premium", func(l *sms.ProgramLimits) *bool { return &l.Premium }},
		{"roaming", func(l *sms.ProgramLimits) *bool { return &l.Roaming }},
	} {
		l := keeper.Limits()
		row := look.NewSwitch(tr.T("programs.kind."+one.key), tr.T("programs.kind."+one.key+".note"), *one.of(&l))
		row.OnTapped = func() {
			l := keeper.Limits()
			*one.of(&l) = row.On()
			keeper.SetLimits(l)
		}
		rows = append(rows, row)
	}
	return look.Rows(rows...)
}

// script is what a script looks like.
func (v *page) script() fyne.CanvasObject {
	code := Script(v.p.cfg.Command)
	column := container.New(look.Column{Gap: look.Space3, Inset: look.Space4},
		look.NewText(tr.T("programs.script.text"), ""), look.NewMono(code),
		container.NewHBox(look.NewCopy(tr.T("programs.script.copy"), func() { v.p.cfg.Copy(code) })))
	box := container.NewStack(look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard), column)
	if v.p.cfg.Help == nil {
		return box
	}
	more := look.NewRow(tr.T("programs.script.more"), "")
	more.OnTapped = v.p.cfg.Help
	return container.New(look.Column{Gap: look.Space3}, box, look.Rows(more))
}

// Script returns a script in Python that sends a message by the command line program, once however often it is
// run.
func Script(command string) string {
	return fmt.Sprintf(`import subprocess
subprocess.run([r"%s", "send", "--id", "hello-1",
    "--to", "+491701234567", "--text", "%s"])
`, command, tr.T("programs.script.hello"))
}
