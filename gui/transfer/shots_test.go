package transfer_test

import (
	"path/filepath"
	"testing"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/tr"
)

// TestGallery draws the page and its cards, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "transfer", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme)
		shot := func(name string) { g.Shot(b.Window, name) }
		b.Open()
		shot("1-page")
		b.take(b.file("texts.csv", three))
		b.until(tr.T("transfer.imported.title"))
		shot("2-imported")
		b.Tap(tr.T("transfer.done"))
		b.until(tr.T("transfer.last"))
		shot("3-last")
		b.Tap(tr.T("transfer.backup"))
		shot("4-passphrase")
		b.Tap(tr.T("transfer.cancel"))
		b.Chat("+491711234567", "Anna Meyer")
		shot("5-chat")
		b.Tap(tr.T("transfer.cancel"))
		b.chooser.answer = filepath.Join(b.dir, "Nachrichten 2026-11-27.html")
		b.Tap(tr.T("transfer.html"))
		b.until(tr.T("transfer.exported.title"))
		shot("6-exported")
		b.Tap(tr.T("transfer.done"))
		b.Tap(tr.T("look.back"))
		b.engine = slow{b.engine}
		b.start(false)
		b.Open()
		b.take("x")
		b.until(tr.N("transfer.sofar", 1234))
		shot("7-importing")
		b.Tap(tr.T("transfer.stop"))
		b.until(tr.T("transfer.imported.stopped"))
		shot("8-stopped")
	})
}
