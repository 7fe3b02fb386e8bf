package transfer

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

// Open shows the page.
func (t *Transfer) Open() {
	everybody := whose{}
	var kinds []fyne.CanvasObject
	for _, e := range exports {
		kinds = append(kinds, t.row(e.key, func() { t.choose(e, everybody, "") }))
	}
	backup := t.row("transfer.backup", func() { t.askNewPassphrase(everybody) })
	body := []fyne.CanvasObject{
		look.NewStrong(tr.T("transfer.backup.head"), ""), look.Rows(backup),
		look.NewStrong(tr.T("transfer.export.head"), ""), look.Rows(kinds...),
		look.NewNote(tr.T("transfer.open")),
	}
	page := look.NewPage(tr.T("transfer.title"), body...)
	if !t.cfg.ReadOnly {
		choose := t.row("transfer.choose", t.chooseImport)
		t.last = t.row("transfer.last", nil)
		t.last.Hide()
		body = append(body, look.NewStrong(tr.T("transfer.import.head"), ""),
			look.NewText(tr.T("transfer.import.text"), look.ColorMuted), look.Rows(choose), look.Rows(t.last))
		page = look.NewPage(tr.T("transfer.title"), body...)
	}
	page.OnClose = func() { t.page, t.last = nil, nil }
	t.page = page
	t.cfg.Show(page, backup)
	t.readLast()
}

func (t *Transfer) row(key string, do func()) *look.Row {
	note := ""
	if tr.Has(key + ".note") {
		note = tr.T(key + ".note")
	}
	r := look.NewRow(tr.T(key), note)
	r.OnTapped = do
	return r
}

// Chat offers to export the texts with one partner.
func (t *Transfer) Chat(n sms.Number, name string) {
	w := whose{number: n, name: name}
	if w.name == "" {
		w.name = n.Display(t.cfg.Region())
	}
	var rows []fyne.CanvasObject
	sheet := look.NewSheet(t.cfg.Canvas, "")
	var first *look.Row
	for _, e := range exports {
		r := t.row(e.key, func() { sheet.Close(); t.choose(e, w, "") })
		if first == nil {
			first = r
		}
		rows = append(rows, r)
	}
	const most = 40
	title := tr.T("transfer.chat.title", tr.Data{"Name": sms.SanitiseLine(w.name, most)})
	framed := container.New(layout.NewCustomPaddedLayout(look.Space1, look.Space1, look.Space1, look.Space1), look.Rows(rows...))
	sheet = look.NewSheet(t.cfg.Canvas, title, framed, look.NewNote(tr.T("transfer.open")))
	sheet.Answers(look.NewQuiet(tr.T("transfer.cancel"), nil)).Show(first)
}

// chooseImport lets the user choose a file.
func (t *Transfer) chooseImport() {
	kinds := []files.Kind{
		{Words: tr.T("transfer.import.kind"), Endings: endings}, {Words: tr.T("transfer.import.any")},
	}
	t.cfg.Files.Open(tr.T("transfer.import.choose"), kinds, func(path string) { t.importFile(path, "") })
}

// readLast shows the last import, from which one can go back.
func (t *Transfer) readLast() {
	if t.last == nil {
		return
	}
	t.wait.Go(func() {
		const patience = 10 * time.Second
		ctx, cancel := context.WithTimeout(t.ctx, patience)
		defer cancel()
		last, err := t.cfg.Engine.Last(ctx)
		t.cfg.Post(func() { t.showLast(last, err) })
	})
}

func (t *Transfer) showLast(last transfer.Import, err error) {
	if t.last == nil {
		return
	}
	t.last.Hidden = err != nil || last.ID == 0
	at := last.At.In(t.cfg.Now().Location())
	t.last.SetValue(tr.T("transfer.last.value", tr.Data{
		"Day": tr.Date(at, t.cfg.Now()), "Time": tr.Clock(at), "Texts": tr.N("transfer.texts", last.Texts),
	}))
	t.last.OnTapped = func() { t.askUndo(last.ID, last.Texts) }
	t.page.Fit()
}

// askUndo asks before what was imported goes away for good.
func (t *Transfer) askUndo(id int64, texts int) {
	yes := look.NewDanger(tr.T("transfer.undo.yes"), func() { t.undo(id) })
	look.NewSheet(t.cfg.Canvas, tr.T("transfer.undo.title"), look.NewText(tr.N("transfer.undo.text", texts), "")).
		Answers(look.NewQuiet(tr.T("transfer.cancel"), nil), yes).Show(nil)
}
