// Package transfer is the page "Export and import", and the cards behind it: what texts are written into which
// file, a passphrase for a backup, how far it is, and in words what became of it.
//
// It runs on the UI goroutine; whatever takes time runs beside it and can be given up.
package transfer

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

// Engine does what the page is about. Its methods take their time and are called beside the UI goroutine.
type Engine interface {
	Export(context.Context, transfer.Job, transfer.Progress) (texts int, err error)
	Import(ctx context.Context, path, passphrase string, p transfer.Progress) (transfer.Result, error)
	Undo(ctx context.Context, id int64, p transfer.Progress) (texts int, err error)
	Last(context.Context) (transfer.Import, error)
}

// Config is what the page needs.
type Config struct {
	Engine Engine
	Files  files.Files
	Canvas fyne.Canvas
	Show   func(p *look.Page, first fyne.Focusable)
	// Post runs f on the UI goroutine.
	Post   func(f func())
	Now    func() time.Time
	Region func() string
	Log    *slog.Logger
	// OpenFolder shows a folder; the button is left out where it is nil.
	OpenFolder func(path string) error
	// Changed is called when texts were imported or removed.
	Changed func()
	// ReadOnly says that nothing can be imported.
	ReadOnly bool
}

// Transfer shows the page and the cards.
type Transfer struct {
	cfg  Config
	last *look.Row  // on the page: the last import; nil while there is no page
	page *look.Page // likewise
	busy bool       // something runs

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	wait   sync.WaitGroup // what runs beside the UI goroutine
}

// New returns one, which takes files that are dropped onto the window from now on.
func New(cfg Config) *Transfer {
	t := &Transfer{cfg: cfg}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	cfg.Files.OnDrop(t.dropped)
	return t
}

// Close gives up what runs and returns when it has ended. What an import has taken in stays.
func (t *Transfer) Close() {
	t.cancel()
	t.wait.Wait()
}

// endings are those of files that may be imported. What a file is, its content says.
var endings = []string{"json", "age", "xml", "csv", "smsbackup", "txt"}

// dropped takes a file that was dropped onto the window, after a question.
func (t *Transfer) dropped(paths []string) bool {
	if t.cfg.ReadOnly || t.busy || len(paths) != 1 || !slices.Contains(endings, ending(paths[0])) {
		return false
	}
	text := tr.T("transfer.drop.text", tr.Data{"File": shownName(paths[0])})
	look.NewSheet(t.cfg.Canvas, tr.T("transfer.drop.title"), look.NewText(text, "")).
		Answers(look.NewQuiet(tr.T("transfer.cancel"), nil),
			look.NewPrimary(tr.T("transfer.import"), func() { t.importFile(paths[0], "") })).
		Show(nil)
	return true
}

func ending(path string) string { return strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".") }

// shownName is the name of a file in a sentence.
func shownName(path string) string {
	const most = 60
	return sms.SanitiseLine(filepath.Base(path), most)
}

// export is a kind of export that the page offers.
type export struct {
	key    string // of its words
	format transfer.Format
	ending string
	sealed bool
}

var exports = []export{
	{"transfer.csv", transfer.FormatCSV, "csv", false},
	{"transfer.html", transfer.FormatHTML, "html", false},
	{"transfer.json", transfer.FormatJSON, "json", false},
}

var sealed = export{"transfer.backup", transfer.FormatJSON, "age", true}

func (e export) kind() files.Kind {
	return files.Kind{Words: tr.T(e.key + ".kind"), Endings: []string{e.ending}}
}

// whose are the texts that are exported.
type whose struct {
	number sms.Number // "" for everybody's
	name   string     // in words
}

// choose asks for the place of a file and writes it.
func (t *Transfer) choose(e export, w whose, passphrase string) {
	name := t.fileName(e, w)
	t.cfg.Files.Save(tr.T("transfer.save"), name, e.kind(), func(path string) {
		t.exportFile(transfer.Job{
			Path: path, Format: e.format, Only: w.number, Passphrase: passphrase, Words: t.words(w),
		})
	})
}

// fileName is the name that is offered: what it is, whose, and of which day.
func (t *Transfer) fileName(e export, w whose) string {
	parts := []string{tr.T("transfer.file")}
	if e.sealed {
		parts[0] = tr.T("transfer.fileBackup")
	}
	if name := safeName(w.name); name != "" {
		parts = append(parts, name)
	}
	return strings.Join(append(parts, t.cfg.Now().Format(time.DateOnly)), " ") + "." + e.ending
}

// safeName is a name without what a file system or a person could stumble over. Anybody can make one up.
func safeName(name string) string {
	const most = 40
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, sms.SanitiseLine(name, most))
	return strings.Trim(clean, ". ")
}
