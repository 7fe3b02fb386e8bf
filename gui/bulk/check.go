package bulk

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// checkAll shows what the texts come to, before anything goes.
func (b *Bulk) checkAll() {
	d := &b.draft
	c := d.check
	b.add(steps(3))
	rows := []any{
		tr.T("bulk.check.people"), value(tr.N("bulk.people", len(c.Texts))),
		tr.T("bulk.check.parts"), value(tr.N("bulk.parts", c.Parts)),
		tr.T("bulk.check.most"), value(tr.N("bulk.parts", c.Most)),
		tr.T("bulk.check.time"), value(lasts(bulk.Lasts(c.Parts, d.rules.Pace))),
	}
	b.add(look.Card(append([]fyne.CanvasObject{look.NewStrong(tr.N("bulk.check", len(c.Texts)), ""), look.Form(rows...)},
		b.notes()...)...))
	start := look.NewPrimary(tr.T("bulk.start"), b.start)
	if len(c.Texts) == 0 {
		start.Refuse(tr.T("bulk.nothing"))
	}
	if left := d.rules.Limit - d.rules.Used; c.Parts > left {
		b.add(b.limit(max(0, left)))
	}
	b.add(look.NewNote(tr.T("bulk.cost")))
	b.page.Foot(look.NewQuiet(tr.T("bulk.back"), func() { b.show(stepText) }), start)
}

func value(words string) fyne.CanvasObject { return look.NewText(words, "") }

// notes are what the user should know about the texts.
func (b *Bulk) notes() []fyne.CanvasObject {
	c := b.draft.check
	var all []fyne.CanvasObject
	note := func(words string) { all = append(all, look.NewText(words, look.ColorCareful)) }
	if c.Costly > 0 {
		note(tr.N("bulk.costly", c.Costly, tr.Data{"Signs": strings.Join(c.Culprits, " ")}))
	}
	if c.Gaps > 0 {
		note(tr.N("bulk.gaps", c.Gaps))
	}
	for _, r := range rates {
		if n := c.Left[r]; n > 0 {
			note(tr.N("bulk.left."+r.String(), n))
		}
	}
	if n := len(c.TooLong); n > 0 {
		note(tr.N("bulk.leftLong", n, tr.Data{"Name": b.called(c.TooLong[0].Name, c.TooLong[0].Number)}))
	}
	if n := len(c.Blank); n > 0 {
		note(tr.N("bulk.leftBlank", n, tr.Data{"Name": b.called(c.Blank[0].Name, c.Blank[0].Number)}))
	}
	return all
}

// limit asks what to do about the daily limit: keep it, and take some days, or exceed it.
func (b *Bulk) limit(left int) fyne.CanvasObject {
	d := &b.draft
	days := bulk.Days(d.check.Parts, d.rules.Used, d.rules.Limit)
	keep := look.NewChoice(tr.N("bulk.keep", days), tr.T("bulk.keepNote", tr.Data{"Left": left, "Limit": d.rules.Limit}), !d.over)
	over := look.NewChoice(tr.T("bulk.over"), tr.T("bulk.overNote"), d.over)
	choose := func(on bool) func() {
		return func() { d.over = on; b.show(stepCheck) }
	}
	keep.OnChosen, over.OnChosen = choose(false), choose(true)
	keep.OnArrow = func(int) { choose(true)() }
	over.OnArrow = func(int) { choose(false)() }
	return look.Card(look.NewStrong(tr.N("bulk.limit", d.check.Parts, tr.Data{"Limit": d.rules.Limit}), look.ColorCareful),
		keep, over)
}

// lasts returns a time in words, a little too long rather than too short.
func lasts(d time.Duration) string {
	minutes := int((d + time.Minute - 1) / time.Minute)
	switch {
	case minutes <= 1:
		return tr.T("bulk.minute")
	case minutes < 100:
		return tr.N("bulk.minutes", minutes)
	}
	return tr.N("bulk.hours", (minutes+30)/60)
}

// start begins to send.
func (b *Bulk) start() {
	d := b.draft
	name := tr.T("bulk.jobName", tr.Data{"Source": sms.SanitiseLine(d.source, 60)})
	job := bulk.Job{Name: name, Text: d.text, Over: d.over}
	if b.starting {
		return
	}
	b.starting = true
	b.busy(tr.T("bulk.starting"))
	call(b, "start job", func(ctx context.Context) (int64, error) {
		return b.cfg.Messenger.StartJob(ctx, job, d.check.Entries())
	}, func(id int64, err error) {
		b.starting = false
		switch {
		case errors.Is(err, sms.ErrUnderway): // it is made, and an event tells of it
			b.draft = newDraft()
			b.show(stepJobs)
			return
		case err != nil:
			b.say(tr.T("bulk.failed"))
			return
		}
		b.draft, b.current = newDraft(), id
		b.jobs = nil
		b.show(stepJob)
		b.load()
	})
}
