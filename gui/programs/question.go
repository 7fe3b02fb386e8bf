package programs

import (
	"cmp"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

// card is the question about a program, as it is on screen.
type card struct {
	question sms.ProgramQuestion
	sheet    *look.Sheet
}

// ask shows the question that is to be asked now, and takes away what is settled.
func (p *Programs) ask() {
	q, ok := p.cfg.Keeper.Question()
	if p.card != nil && (!ok || p.card.question.ID != q.ID) {
		shown := p.card
		p.card = nil
		shown.sheet.Close()
		p.cfg.Asked()
	}
	if ok && p.card == nil {
		p.show(q)
		p.cfg.Ask(q)
	}
}

// show shows the card. It comes by itself: somebody who is typing just then must not allow anything with
// the next key.
func (p *Programs) show(q sms.ProgramQuestion) {
	body := []fyne.CanvasObject{
		look.Card(look.NewStrong(Name(q.Program), ""), look.NewMono(pathOf(q.Program))),
		look.NewText(p.wants(q.What), ""),
	}
	if runsScripts(q.Program) {
		body = append(body, look.NewText(tr.T("programs.ask.scripts", tr.Data{"Name": Name(q.Program)}), ""))
	}
	body = append(body, look.NewNote(tr.T("programs.ask.note")))
	c := &card{question: q}
	c.sheet = look.NewSheet(p.cfg.Canvas, tr.T("programs.ask.title."+q.What.String()), body...)
	answer := func(a sms.ProgramAnswer) func() { return func() { p.answer(c, a) } }
	notNow := look.NewQuiet(tr.T("programs.ask.notNow"), answer(sms.AnswerNotNow))
	c.sheet.Buttons(notNow,
		look.NewQuiet(tr.T("programs.ask.never"), answer(sms.AnswerNever)),
		look.NewPrimary(tr.T("programs.ask.allow"), answer(sms.AnswerAllow)))
	c.sheet.OnClose = answer(sms.AnswerNotNow) // by Escape
	p.card = c
	c.sheet.Show(notNow)
}

// answer takes in an answer, once.
func (p *Programs) answer(c *card, a sms.ProgramAnswer) {
	if p.card != c {
		return
	}
	p.card = nil
	c.sheet.Close()
	p.cfg.Asked()
	p.cfg.Keeper.Answer(c.question, a) // the next question comes with the change that it makes
}

// wants says what a permission means.
func (p *Programs) wants(what sms.Permission) string {
	l, standard := p.cfg.Keeper.Limits(), budget.Default()
	return tr.T("programs.ask."+what.String(), tr.Data{
		"Hour": cmp.Or(l.Hour, standard.Hour), "Day": cmp.Or(l.Day, standard.Day),
	})
}

// pathOf returns the path of a program as it is shown.
func pathOf(p sms.Program) string {
	if p == sms.UnknownProgram {
		return tr.T("programs.unknown.path")
	}
	return sms.SanitiseLine(string(p), pathLimit)
}
