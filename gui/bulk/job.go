package bulk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// listJobs shows the jobs.
func (b *Bulk) listJobs() {
	b.page.Foot(look.NewPrimary(tr.T("bulk.new"), func() { b.show(stepWho) }))
	for _, j := range b.jobs {
		open := look.NewQuiet(tr.T("bulk.open"), func() { b.current = j.ID; b.show(stepJob) })
		head := look.NewLine(sms.SanitiseLine(j.Name, 80), theme.ColorNameForeground, theme.SizeNameText).SetBold(true)
		b.add(look.Card(head,
			look.NewLine(tr.T("bulk.jobLine", tr.Data{
				"When": tr.Day(j.Created.In(b.cfg.Now().Location()), b.cfg.Now()), "State": tr.T("bulk.state." + j.State.String()),
				"Sent": j.Sent, "Rows": j.Rows,
			}), look.ColorMuted, theme.SizeNameText), row(open)))
	}
}

// view is what is shown of a job, and changes while it goes on.
type view struct {
	id      int64
	state   bulk.State
	until   bool
	bar     *look.Bar
	count   *look.Text
	detail  *look.Text
	buttons *fyne.Container
}

// job returns the one that is shown.
func (b *Bulk) job() (bulk.Job, bool) {
	i := slices.IndexFunc(b.jobs, func(j bulk.Job) bool { return j.ID == b.current })
	if i < 0 {
		return bulk.Job{}, false
	}
	return b.jobs[i], true
}

// showJob shows how far the job has come. What is there already is only brought up to date, so that the
// keyboard stays where it is.
func (b *Bulk) showJob() {
	j, ok := b.job()
	if !ok {
		if len(b.jobs) > 0 {
			b.show(stepJobs)
		}
		return
	}
	v := &b.running
	if v.id != j.ID || v.bar == nil {
		b.body.RemoveAll()
		*v = view{id: j.ID, bar: look.NewBar(), count: look.NewText("", ""), detail: look.NewText("", look.ColorMuted)}
		v.buttons = row()
		b.add(look.Card(look.NewStrong(sms.SanitiseLine(j.Name, 80), ""), v.bar, v.count, v.detail), v.buttons,
			look.Card(look.NewStrong(tr.T("bulk.yourText"), ""), look.NewText(sms.Sanitise(j.Text), "")))
	}
	v.bar.SetValue(float64(j.Sent+j.Failed+j.Other) / float64(max(1, j.Rows)))
	v.count.Set(tr.T("bulk.count", tr.Data{"Sent": j.Sent, "Rows": j.Rows}), "")
	v.detail.Set(b.detail(j), look.ColorMuted)
	if v.state != j.State || v.until != j.Until.IsZero() || len(v.buttons.Objects) == 0 {
		v.state, v.until = j.State, j.Until.IsZero()
		b.jobButtons(j)
	}
	if b.page != nil {
		b.page.Fit()
	}
}

// detail says what goes on with a job.
func (b *Bulk) detail(j bulk.Job) string {
	words := ""
	switch {
	case j.State == bulk.Paused:
		words = tr.T("bulk.paused." + j.Pause.String())
	case j.State == bulk.Stopped:
		words = tr.N("bulk.stopped", j.Rows-j.Given)
	case j.State == bulk.Done:
		words = tr.T("bulk.done")
	case !j.Until.IsZero():
		words = tr.T("bulk.until", tr.Data{"Clock": tr.Clock(j.Until.In(b.cfg.Now().Location()))})
	default:
		words = tr.T("bulk.running", tr.Data{"Time": lasts(bulk.Lasts(j.Left()+j.Queued, b.draft.pace()))})
	}
	if j.Delivered > 0 {
		words += "\n" + tr.N("bulk.delivered", j.Delivered)
	}
	if j.Failed > 0 {
		words += "\n" + tr.N("bulk.failedRows", j.Failed)
	}
	if j.Other > 0 {
		words += "\n" + tr.N("bulk.otherRows", j.Other)
	}
	return words
}

// usualPace is taken before the messenger has said its own.
const usualPace = 3 * time.Second

func (d draft) pace() time.Duration { return cmp.Or(d.rules.Pace, usualPace) }

// jobButtons are what can be done about a job: at the foot what it goes on with, below it what comes of it.
func (b *Bulk) jobButtons(j bulk.Job) {
	id := j.ID
	foot, report := []*look.Button{b.toList()}, row()
	stop := look.NewDanger(tr.T("bulk.stop"), func() { b.askStop(j) })
	switch j.State {
	case bulk.Running:
		foot = append(foot, stop, look.NewQuiet(tr.T("bulk.pause"), func() { b.change("pause", id, b.cfg.Messenger.PauseJob) }))
		if !j.Until.IsZero() {
			foot = append(foot, look.NewPrimary(tr.T("bulk.goOver"), func() { b.askOver(j) }))
		}
	case bulk.Paused:
		foot = append(foot, stop, look.NewPrimary(tr.T("bulk.resume"), func() {
			b.change("resume", id, func(ctx context.Context, id int64) error { return b.cfg.Messenger.ResumeJob(ctx, id, false) })
		}))
	default:
		foot = append(foot, look.NewPrimary(tr.T("bulk.save"), func() { b.saveReport(j) }))
		report.Add(look.NewQuiet(tr.T("bulk.remove"), func() {
			b.step = stepJobs
			b.change("remove", id, b.cfg.Messenger.RemoveJob)
		}))
	}
	if j.State.Open() {
		report.Add(look.NewQuiet(tr.T("bulk.saveSoFar"), func() { b.saveReport(j) }))
	}
	report.Add(look.NewCopy(tr.T("bulk.copy"), func() { b.copyReport(j) }))
	b.running.buttons.Objects = report.Objects
	b.page.Foot(foot...)
}

// change makes a change to a job and reads how things stand.
func (b *Bulk) change(what string, id int64, f func(context.Context, int64) error) {
	call(b, what, func(ctx context.Context) (struct{}, error) { return struct{}{}, f(ctx, id) },
		func(_ struct{}, err error) {
			if err != nil {
				b.say(tr.T("bulk.notChanged"))
			}
			b.load()
		})
}

// askStop asks whether the rest is not to be sent.
func (b *Bulk) askStop(j bulk.Job) {
	s := look.NewSheet(b.cfg.Canvas, tr.T("bulk.stopTitle"),
		look.NewText(tr.N("bulk.stopWhat", j.Rows-j.Given+j.Queued), ""))
	s.Answers(look.NewQuiet(tr.T("bulk.goOn"), nil),
		look.NewDanger(tr.T("bulk.stop"), func() { b.change("stop", j.ID, b.cfg.Messenger.StopJob) })).Show(nil)
}

// askOver asks whether a job may exceed the daily limit.
func (b *Bulk) askOver(j bulk.Job) {
	s := look.NewSheet(b.cfg.Canvas, tr.T("bulk.goOver"), look.NewText(tr.N("bulk.overWhat", j.Left()), ""),
		look.NewNote(tr.T("bulk.overNote")))
	s.Answers(look.NewQuiet(tr.T("bulk.tomorrow"), nil), look.NewPrimary(tr.T("bulk.goOver"), func() {
		b.change("resume", j.ID, func(ctx context.Context, id int64) error { return b.cfg.Messenger.ResumeJob(ctx, id, true) })
	})).Show(nil)
}
