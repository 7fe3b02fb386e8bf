package gui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms/backup"
)

// TestTransferPlace: the page about export and import is in the menu at the foot of the list, and says why
// not where there is none.
func TestTransferPlace(t *testing.T) {
	place := func(b *bench) chat.Place {
		all := b.places()
		return all[slices.IndexFunc(all, func(p chat.Place) bool { return p.Key == "transfer.place" })]
	}
	none := newBench(t, nil)
	if why := place(none).Off(); why == "" || none.exportChat() != nil {
		t.Errorf("without an engine: %q", why)
	}
	b := newBench(t, func(c *Config) { c.Transfer = &backup.Files{Zone: time.UTC, Now: time.Now} })
	b.config.Transfer.(*backup.Files).Texts = b.texts
	defer b.transfer.Close()
	if why := place(b).Off(); why != "" {
		t.Errorf("off: %s", why)
	}
	place(b).Open()
	if got := visible(b.window); !strings.Contains(got, "Encrypted backup") {
		t.Errorf("no page, but %s", got)
	}
	b.exportChat()("+491711234567", "Anna")
	if b.window.Canvas().Overlays().Top() == nil {
		t.Error("no card to export a chat")
	}
}

// TestImportIsSeen: what was imported is in the conversation that is open, and what was removed is not.
func TestImportIsSeen(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	if _, err := b.texts.Send(t.Context(), "+491711234567", "newer"); err != nil {
		t.Fatal(err)
	}
	b.chat.Load()
	b.chat.Open("+491711234567")
	b.settle()
	files := &backup.Files{Texts: b.texts, Zone: time.UTC, Now: time.Now}
	path := filepath.Join(t.TempDir(), "old.csv")
	row := "Number,Text,Time\n+491711234567,an old text,2020-11-22 12:00:00\n"
	if err := os.WriteFile(path, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	result, err := files.Import(t.Context(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	b.transferred()
	b.settle()
	if got := visible(b.window); !strings.Contains(got, "an old text") {
		t.Errorf("not seen: %s", got)
	}
	if _, err := files.Undo(t.Context(), result.ID, nil); err != nil {
		t.Fatal(err)
	}
	b.transferred()
	b.settle()
	if got := visible(b.window); strings.Contains(got, "an old text") || !strings.Contains(got, "newer") {
		t.Errorf("still seen: %s", got)
	}
}
