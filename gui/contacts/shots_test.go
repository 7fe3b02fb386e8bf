package contacts_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// TestGallery puts the page into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "contacts", func(g *gallery.Gallery) {
		drawn(g).shot("empty")
		b := drawn(g, append(some(), person("anna meyer", "", "80850"))...)
		b.shot("list")
		b.tap(tr.T("contacts.edit"))
		b.shot("edit")
		b.tap(tr.T("contacts.cancel"))
		b.tap(tr.T("contacts.new"))
		b.tap(tr.T("contacts.save"))
		b.shot("new-incomplete")
		b.tap(tr.T("contacts.cancel"))
		b.fields()[0].SetText("xyzzy")
		b.shot("nobody")
		b.fields()[0].SetText("")
		b.settle()
		b.tap(tr.N("contacts.doubles", 1))
		b.shot("merge")
		b.tap(tr.T("contacts.cancel"))
		b.tap(tr.T("contacts.more"))
		b.shot("menu")
		b.press(fyne.KeyEscape)
		b.tap(tr.T("contacts.delete"))
		b.shot("deleted")
		drawImport(b)
		drawCard(b)
	})
}

// picturedBench is the page in a look of the gallery.
type picturedBench struct {
	*bench
	gallery *gallery.Gallery
}

func drawn(g *gallery.Gallery, people ...sms.Person) picturedBench {
	g.Helper()
	b := newBench(g.T, g.Language, g.Theme, people...)
	g.Settle = b.settle
	b.open()
	return picturedBench{b, g}
}

func (b picturedBench) shot(name string) {
	b.Helper()
	b.settle()
	b.gallery.Shot(b.window, name)
}

// drawImport draws what is found in a file, before and after it is taken.
func drawImport(b picturedBench) {
	b.files.open = filepath.Join(b.files.save, "Telefon.vcf")
	if err := os.WriteFile(b.files.open, []byte(file), 0o600); err != nil {
		b.Fatal(err)
	}
	b.files.drop([]string{b.files.open})
	b.settle()
	b.shot("import")
	b.tap(tr.T("contacts.import.yes"))
	b.shot("imported")
}

// drawCard draws the ways to the SIM card and from it.
func drawCard(b picturedBench) {
	b.card.on = []sms.Contact{
		{Index: 1, Number: "01711234567", Name: "Anna"},
		{Index: 2, Number: "+491727654321", Name: "Bert"},
		{Index: 3, Number: "*100#", Name: "Guthaben"},
		{Index: 4, Number: "+436641112233", Name: "Onkel Hans"},
		{Index: 5, Number: "80850"},
	}
	b.tap(tr.T("contacts.more"))
	b.tap(tr.T("contacts.toSim"))
	b.shot("save")
	b.tap(tr.T("contacts.cancel"))
	b.tap(tr.T("contacts.more"))
	b.tap(tr.T("contacts.sim"))
	b.shot("card")
}

const file = "BEGIN:VCARD\nVERSION:3.0\nFN:Carla\nTEL;TYPE=cell:0171 7777777\nEND:VCARD\n" +
	"BEGIN:VCARD\nVERSION:3.0\nFN:Nur Mail\nEMAIL:x@y.de\nEND:VCARD\n" +
	"BEGIN:VCARD\nVERSION:3.0\nFN:Dora\nTEL:fragen\nTEL:0171 8888888\nEND:VCARD\n" +
	"BEGIN:VCARD\nVERSION:3.0\nFN:Anna M.\nTEL:0171 1234567\nEND:VCARD\n"
