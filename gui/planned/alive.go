package planned

import (
	"context"
	"time"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// aliveMonths are how often a SIM card may be kept alive; the first one is offered.
var aliveMonths = []int{3, 1, 2, 6, 12}

// aliveHour is when the question comes.
const aliveHour = 10

// keepAlive asks how a SIM card that is seldom used is kept from being switched off: a text every few
// months, each after a question because it costs something.
func (p *Planned) keepAlive() {
	number := look.NewField(tr.T("planned.alive.number"), 30, nil)
	text := look.NewField("", 160, nil)
	text.SetText(tr.T("planned.alive.text"))
	words := make([]string, len(aliveMonths))
	for i, m := range aliveMonths {
		words[i] = tr.N("planned.alive.months", m)
	}
	months := look.NewSelect(words)
	months.SetSelectedIndex(0)
	s := look.NewSheet(p.cfg.Canvas, tr.T("planned.alive.title"), look.NewText(tr.T("planned.alive.what"), ""),
		look.Form(tr.T("planned.alive.to"), number, tr.T("planned.alive.says"), text,
			tr.T("planned.alive.every"), months),
		look.NewNote(tr.T("planned.alive.terms")))
	plans := look.NewPrimary(tr.T("planned.plan"), nil)
	plans.OnTapped = func() {
		n, err := sms.ParseNumber(number.Text, p.cfg.Region())
		if err != nil || text.Text == "" {
			s.Say(tr.T("planned.alive.wrong"), look.ColorCareful)
			s.Focus(number)
			return
		}
		s.Close()
		p.plan(aliveText(n, text.Text, aliveMonths[months.SelectedIndex()], p.cfg.Now()))
	}
	s.Buttons(look.NewQuiet(tr.T("planned.cancel"), s.Close), plans).Show(number)
}

// aliveText is a text that asks every so many months, for the first time after as many.
func aliveText(n sms.Number, body string, months int, now time.Time) plan.Text {
	y, m, d := now.Date()
	last := plan.At(y, m+time.Month(months)+1, 0, 0, 0)
	_, _, longest := last.Date()
	return plan.Text{
		To: n, Body: body, Ask: true, Start: plan.At(y, m+time.Month(months), min(d, longest), aliveHour, 0),
		Repeat: plan.Repeat{Unit: plan.Monthly, Every: months},
	}
}

// plan keeps one text.
func (p *Planned) plan(t plan.Text) {
	call(p, "plan", func(ctx context.Context) (plan.Text, error) { return p.keep(ctx, t) },
		func(_ plan.Text, err error) {
			if err != nil {
				p.tell(tr.T("planned.failed"), tr.T("planned.failedText"))
			}
			p.Load()
		})
}
