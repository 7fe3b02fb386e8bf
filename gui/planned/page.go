package planned

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// most is how many texts the page lists.
const most = 200

// page is the list of what is planned.
type page struct {
	*look.Page
	p       *Planned
	list    *fyne.Container
	removed *plan.Planned // the one that was removed last
}

// Open shows the page.
func (p *Planned) Open() {
	if p.page == nil {
		v := &page{p: p, list: container.New(look.Column{Gap: look.Space3})}
		v.Page = look.NewPage(tr.T("planned.title"), v.list)
		v.Buttons(look.NewQuiet(tr.T("planned.alive"), p.keepAlive))
		v.OnClose = func() { p.page = nil }
		p.page = v
		v.show()
	}
	p.cfg.Show(p.page.Page, nil)
	p.Load()
}

// show draws the list.
func (v *page) show() {
	v.list.RemoveAll()
	if v.removed != nil {
		v.list.Add(v.undo())
	}
	for i, t := range v.p.texts {
		if i == most {
			v.list.Add(look.NewNote(tr.N("planned.more", len(v.p.texts)-most)))
			break
		}
		v.list.Add(v.card(t))
	}
	if len(v.p.texts) == 0 {
		v.list.Add(v.newEmpty())
	}
	v.Fit()
}

// undo is the line that brings back what was removed last.
func (v *page) undo() fyne.CanvasObject {
	t := *v.removed
	words := look.NewText(tr.T("planned.removed", tr.Data{"Name": v.p.cfg.Name(t.To)}), "")
	button := look.NewQuiet(tr.T("planned.undo"), func() {
		v.removed = nil
		v.change("replan", func(ctx context.Context) error { return v.p.cfg.Messenger.Replan(ctx, t.ID) })
	})
	return look.Card(container.NewBorder(nil, nil, nil, container.NewCenter(button), words))
}

// card is one planned text.
func (v *page) card(t plan.Planned) fyne.CanvasObject {
	now := v.p.cfg.Now()
	head := look.NewLine(v.heading(t), theme.ColorNameForeground, theme.SizeNameText).SetBold(true)
	to := tr.T("planned.to", tr.Data{"Name": v.p.cfg.Name(t.To)})
	if t.Repeat.Unit != plan.Once {
		to = tr.T("planned.toRepeated", tr.Data{"Name": v.p.cfg.Name(t.To), "Repeat": repeatWords(t.Repeat)})
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(look.Space2))
	if t.Turn.Verdict == plan.Ask {
		buttons.Add(look.NewPrimary(tr.T("planned.sendNow"), func() { v.p.send(t) }))
		buttons.Add(look.NewQuiet(tr.T("planned.skip"), func() { v.p.skip(t) }))
	} else {
		buttons.Add(look.NewQuiet(tr.T("planned.sendNow"), func() { v.askSend(t) }))
	}
	buttons.Add(look.NewQuiet(tr.T("planned.edit"), func() { v.edit(t) }))
	buttons.Add(look.NewQuiet(tr.T("planned.delete"), func() { v.remove(t) }))
	rows := []fyne.CanvasObject{head, look.NewLine(to, look.ColorMuted, theme.SizeNameText)}
	if t.Turn.Verdict == plan.Go {
		rows = append(rows, look.NewNote(tr.T("planned.due", tr.Data{"Time": when(t.Turn.Due, now)})))
	}
	return look.Card(append(rows, look.NewText(shortened(t.Body), ""), buttons)...)
}

// heading is the first line of a card: the time, or what is wrong with it.
func (v *page) heading(t plan.Planned) string {
	switch t.Turn.Verdict {
	case plan.Ask:
		return v.p.why(t)
	case plan.Go:
		return tr.T("planned.line.due")
	case plan.Wait, plan.Ended:
	}
	return capital(when(t.Turn.Due, v.p.cfg.Now()))
}

// shownText is how many characters of a text are shown.
const shownText = 300

func shortened(body string) string {
	body = sms.Sanitise(body)
	if runes := []rune(body); len(runes) > shownText {
		return string(runes[:shownText]) + "…"
	}
	return body
}

// change makes a change and reads the list again.
func (v *page) change(what string, f func(context.Context) error) {
	call(v.p, what, func(ctx context.Context) (struct{}, error) { return struct{}{}, f(ctx) },
		func(_ struct{}, err error) { v.p.ended(err) })
}

func (v *page) remove(t plan.Planned) {
	v.removed = &t
	v.change("unplan", func(ctx context.Context) error { return v.p.cfg.Messenger.Unplan(ctx, t.ID) })
}

// askSend asks before a text goes now instead of at its time.
func (v *page) askSend(t plan.Planned) {
	words := tr.T("planned.nowOnce", tr.Data{"Name": v.p.cfg.Name(t.To)})
	if t.Repeat.Unit != plan.Once {
		words = tr.T("planned.nowRepeated", tr.Data{
			"Name": v.p.cfg.Name(t.To), "Time": when(t.Turn.Due, v.p.cfg.Now()),
		})
	}
	s := look.NewSheet(v.p.cfg.Canvas, tr.T("planned.nowTitle"), look.NewText(words, ""))
	s.Answers(look.NewQuiet(tr.T("planned.cancel"), nil),
		look.NewPrimary(tr.T("planned.sendNow"), func() { v.p.send(t) })).Show(nil)
}

// edit changes text, time and repeat.
func (v *page) edit(t plan.Planned) {
	shown := t.Text
	if t.Repeat.Unit != plan.Once || t.Turn.Verdict == plan.Wait {
		shown.Start = t.Turn.Occurrence
	}
	s := newSheet(sheetConfig{
		canvas: v.p.cfg.Canvas, now: v.p.cfg.Now(), text: shown, edit: true,
		title: tr.T("planned.editTitle", tr.Data{"Name": v.p.cfg.Name(t.To)}),
		done: func(start plan.Wall, r plan.Repeat, body string) {
			changed := t.Text
			changed.Start, changed.At = start, start.In(v.p.cfg.Now().Location())
			changed.Repeat, changed.Body = r, body
			v.change("plan", func(ctx context.Context) error {
				_, err := v.p.cfg.Messenger.Plan(ctx, changed)
				return err
			})
		},
	})
	s.Show(s.date)
}
