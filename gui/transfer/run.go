package transfer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/transfer"
)

// pause is how long lies between two looks at how far something is.
const pause = 100 * time.Millisecond

// run shows a card with how far something is, does it beside the UI goroutine, and calls then with what came of it
// when the card is gone. Closing the card gives it up; then is called all the same.
func run[T any](
	t *Transfer, title string, do func(context.Context, transfer.Progress) (T, error), then func(T, error),
) {
	if t.busy {
		return
	}
	t.busy = true
	ctx, cancel := context.WithCancel(t.ctx)
	bar, count := look.NewBar(), look.NewText(tr.T("transfer.begun"), look.ColorMuted)
	sheet := look.NewSheet(t.cfg.Canvas, title, bar, count)
	stop := look.NewQuiet(tr.T("transfer.stop"), nil)
	stop.OnTapped = func() {
		cancel()
		stop.Refuse(tr.T("transfer.stopping"))
		count.SetText(tr.T("transfer.stopping"))
	}
	sheet.OnClose = cancel
	sheet.Buttons(stop).Show(stop)
	var last atomic.Int64
	progress := func(texts int, share float64) {
		now := time.Now().UnixNano()
		before := last.Load()
		if now-before < int64(pause) || !last.CompareAndSwap(before, now) {
			return
		}
		t.cfg.Post(func() {
			if ctx.Err() == nil {
				bar.SetValue(share)
				count.SetText(tr.N("transfer.sofar", texts))
			}
		})
	}
	t.wait.Go(func() {
		result, err := do(ctx, progress)
		t.cfg.Post(func() {
			t.busy = false
			sheet.Close()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.cfg.Log.Warn("transfer", "err", safe(err))
			}
			then(result, err)
		})
	})
}

// safe is an error without the names of files: those may be of people.
func safe(err error) string {
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return f.err.Error()
		}
	}
	return fmt.Sprintf("%T", err)
}

// exportFile writes a file and says what became of it.
func (t *Transfer) exportFile(job transfer.Job) {
	run(t, tr.T("transfer.exporting"), func(ctx context.Context, p transfer.Progress) (int, error) {
		return t.cfg.Engine.Export(ctx, job, p)
	}, func(texts int, err error) {
		switch {
		case errors.Is(err, context.Canceled): // nothing was written, and nobody is surprised
		case err != nil:
			t.tell("transfer.export.failed", failure(err, "transfer.failed.write"))
		default:
			t.exported(job, texts)
		}
	})
}

func (t *Transfer) exported(job transfer.Job, texts int) {
	title, words := "transfer.exported.title", []string{tr.N("transfer.exported.text", texts, tr.Data{"File": shownName(job.Path)})}
	if job.Passphrase != "" {
		title = "transfer.backup.done"
		words = append(words, tr.T("transfer.exported.sealed"))
	}
	buttons := []*look.Button{look.NewPrimary(tr.T("transfer.done"), nil)}
	if t.cfg.OpenFolder != nil {
		open := look.NewQuiet(tr.T("transfer.folder"), func() {
			if t.cfg.OpenFolder(filepath.Dir(job.Path)) != nil {
				t.tell("transfer.folder.failed", job.Path)
			}
		})
		buttons = append([]*look.Button{open}, buttons...)
	}
	t.tell(title, strings.Join(words, "\n\n"), buttons...)
}

// tell shows a card with a title and a text.
func (t *Transfer) tell(title, text string, buttons ...*look.Button) {
	if len(buttons) == 0 {
		buttons = []*look.Button{look.NewPrimary(tr.T("transfer.done"), nil)}
	}
	look.NewSheet(t.cfg.Canvas, tr.T(title), look.NewText(text, "")).Answers(buttons...).Show(nil)
}

// importFile takes in a file, asks for its passphrase if need be, and says what became of it.
func (t *Transfer) importFile(path, passphrase string) {
	run(t, tr.T("transfer.importing"), func(ctx context.Context, p transfer.Progress) (transfer.Result, error) {
		return t.cfg.Engine.Import(ctx, path, passphrase, p)
	}, func(r transfer.Result, err error) {
		t.changed(r.Texts + r.Partners + r.Planned)
		switch {
		case errors.Is(err, transfer.ErrSealed) && passphrase == "":
			t.askPassphrase(path, "")
		case errors.Is(err, transfer.ErrPassphrase):
			t.askPassphrase(path, tr.T("transfer.failed.passphrase"))
		default:
			t.imported(r, err)
		}
	})
}

// imported says what became of an import.
func (t *Transfer) imported(r transfer.Result, err error) {
	stopped := errors.Is(err, context.Canceled)
	title, words := "transfer.imported.title", []string(nil)
	switch {
	case stopped && r.Texts+r.Partners+r.Planned == 0:
		return
	case stopped:
		title = "transfer.imported.stopped"
	case err != nil:
		title, words = "transfer.imported.failed", []string{failure(err, "transfer.failed.read")}
	}
	if r.ID != 0 {
		words = append(words, counts(r)...)
	}
	body := []fyne.CanvasObject{look.NewText(strings.Join(words, "\n"), "")}
	if left := leftOut(r); left != "" {
		body = append(body, look.NewStrong(tr.T("transfer.left"), ""), look.NewText(left, ""))
	}
	done := look.NewPrimary(tr.T("transfer.done"), nil)
	sheet := look.NewSheet(t.cfg.Canvas, tr.T(title), body...)
	if r.Texts+r.Partners+r.Planned > 0 {
		sheet.Answers(look.NewQuiet(tr.T("transfer.undo"), func() { t.askUndo(r.ID, r.Texts) }))
	}
	sheet.Answers(done).Show(done)
}

// counts are what an import has brought, in words.
func counts(r transfer.Result) []string {
	words := []string{tr.N("transfer.new", r.Texts)}
	if r.Known > r.Binned {
		words = append(words, tr.N("transfer.known", r.Known-r.Binned))
	}
	if r.Binned > 0 {
		words = append(words, tr.N("transfer.binned", r.Binned))
	}
	if r.Partners > 0 {
		words = append(words, tr.N("transfer.learnt", r.Partners))
	}
	if r.Planned > 0 {
		words = append(words, tr.N("transfer.planned", r.Planned))
	}
	return words
}

// leftOut says what was left out and why, with the first places in the file; "" for nothing.
func leftOut(r transfer.Result) string {
	const named = 8
	var lines []string
	for _, c := range causes {
		n := r.Left[c]
		if n == 0 {
			continue
		}
		var places []string
		for _, l := range r.Named {
			if l.Cause == c && len(places) < named {
				places = append(places, fmt.Sprint(l.Place))
			}
		}
		where := strings.Join(places, ", ")
		if n > len(places) {
			where += " …"
		}
		lines = append(lines, "• "+tr.N("transfer.cause."+c.String(), n)+" "+tr.N("transfer.where", n, tr.Data{"Places": where}))
	}
	return strings.Join(lines, "\n")
}

// changed has what is shown read again, when as much has changed.
func (t *Transfer) changed(much int) {
	if much > 0 && t.cfg.Changed != nil {
		t.cfg.Changed()
	}
	t.readLast()
}

// undo takes an import back.
func (t *Transfer) undo(id int64) {
	run(t, tr.T("transfer.undoing"), func(ctx context.Context, p transfer.Progress) (int, error) {
		return t.cfg.Engine.Undo(ctx, id, p)
	}, func(texts int, err error) {
		t.changed(texts)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.tell("transfer.undo.failed", tr.T("transfer.failed.read"))
			return
		}
		title := "transfer.undone.title"
		if err != nil {
			title = "transfer.undone.stopped"
		}
		t.tell(title, tr.N("transfer.undone.text", texts))
	})
}
