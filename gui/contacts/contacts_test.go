package contacts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// TestBeginsWhereItIsSeen: the keyboard begins in the search; where there is nobody to look for, at Back,
// and never in a field that is hidden.
func TestBeginsWhereItIsSeen(t *testing.T) {
	b := newBench(t, "en", "light")
	b.open()
	if field, ok := b.window.Canvas().Focused().(*look.Field); ok {
		t.Errorf("the keyboard is in a field, visible: %t", field.Visible())
	}
	b = newBench(t, "en", "light")
	b.keep(sms.Person{Name: "Anna", Numbers: []sms.PersonNumber{{Number: "+491711234567"}}})
	b.open()
	if f := b.fields(); len(f) == 0 || b.window.Canvas().Focused() != f[0] {
		t.Errorf("the keyboard is at %T", b.window.Canvas().Focused())
	}
}

func TestEmpty(t *testing.T) {
	b := newBench(t, "en", "light")
	b.open()
	b.sees("No contacts yet", "Get from a file …", "Get from the SIM card …")
	b.tap("New contact")
	test.Type(b.fields()[0], "Anna")
	test.Type(b.fields()[1], "0171 1234567")
	b.tap("Save")
	b.has("Anna mobile +491711234567")
	b.sees("Anna is saved.", "0171 1234567", "Mobile")
	b.seesNot("No contacts yet")
	b.tap("Undo")
	b.has("")
	b.sees("No contacts yet")
}

// TestChange changes a person: the name, the numbers with what they are for, the note; and takes it back.
func TestChange(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	before := b.people()
	b.sees("Anna Meyer", "+1 more", "Mobile", "Home")
	b.tap("Edit")
	b.tap("Another number")
	f := b.fields()
	if len(f) != 5 || b.window.Canvas().Focused() != f[3] {
		t.Fatalf("%d fields", len(f))
	}
	f[0].SetText("Anna Mayer")
	test.Type(f[3], "0172 7654321")
	f[4].SetText("two\nlines")
	b.selects()[2].SetSelected("Work")
	b.tap("Save")
	b.sees("0172 7654321 belongs to Bert already")
	f[3].SetText("12x")
	b.tap("Save")
	b.sees("“12x” is not a phone number")
	f[3].SetText("0172 7654322")
	b.tap("Remove the number") // the last one
	b.tap("Another number")
	test.Type(b.fields()[3], "0172 7654323")
	b.tap("Save")
	b.sees("Anna Mayer is saved.", "0172 7654323", "two lines")
	if got := b.people(); !strings.HasPrefix(got, "Anna Mayer mobile +491711234567 home +49301234567 +491727654323 (two\nlines)|Bert") {
		t.Errorf("%s", got)
	}
	b.tap("Undo")
	b.has(before)
	b.tap("Edit")
	b.fields()[0].SetText(" ")
	b.tap("Save")
	b.sees("Please type a name and at least one phone number.")
	b.tap("Cancel")
	b.has(before)
}

// TestOwnLabelAndSender: a label of one's own stays, and so does a sender without a number.
func TestOwnLabelAndSender(t *testing.T) {
	b := newBench(t, "en", "light", person("Shop", "Ferienhaus", "o2", "", "80850"))
	b.open()
	b.sees("Ferienhaus", "Cannot be answered", "Write a message")
	b.tap("Edit")
	b.fields()[0].SetText("Shop 2")
	b.tap("Save")
	b.has("Shop 2 Ferienhaus o2 80850")
}

func TestKeys(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	b.press(fyne.KeyDown)
	b.sees("0172 7654321")
	b.window.Canvas().Focus(b.list())
	b.press(fyne.KeyEnd)
	b.sees("Zoë Ärger", "Hat zwei Hunde.")
	b.press(fyne.KeyUp)
	b.press(fyne.KeyHome)
	b.press(fyne.KeyDelete)
	b.sees("Anna Meyer is deleted.")
	if strings.Contains(b.people(), "Anna") {
		t.Error("she is still there")
	}
	b.tap("Undo")
	b.window.Canvas().Focus(b.list())
	b.window.Canvas().Focused().TypedRune('z')
	b.settle()
	if f := b.fields()[0]; f.Text != "z" || b.window.Canvas().Focused() != f {
		t.Errorf("search %q", f.Text)
	}
	b.sees("Zoë Ärger")
	b.seesNot("Bert")
	b.press(fyne.KeyEscape)
	b.sees("Bert")
	b.window.Canvas().Focus(b.list())
	ctrlF := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
	b.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(ctrlF)
	if b.window.Canvas().Focused() != b.fields()[0] {
		t.Error("Ctrl+F does not lead to the search")
	}
	b.window.Canvas().Focus(b.list())
	b.press(fyne.KeyReturn)
	b.sees("Edit contact")
	b.press(fyne.KeyEscape)
	b.press(fyne.KeyEscape)
	if b.pages.Top() != nil {
		t.Error("Escape does not lead back")
	}
}

func TestSearch(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	for typed, want := range map[string]string{
		"aer": "Zoë Ärger", "ÄRGER": "Zoë Ärger", "0172 765": "Bert", "+49 171": "Anna Meyer", "(030)": "Anna Meyer",
		"ferien": "Ferienwohnung",
	} {
		b.fields()[0].SetText(typed)
		b.settle()
		b.sees(want)
		if want != "Bert" {
			b.seesNot("Bert")
		}
	}
	b.fields()[0].SetText("nobody of them")
	b.settle()
	b.sees("No contact matches.")
}

func TestWrite(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	b.tap("030 1234567")
	if b.wrote != "+49301234567" || b.pages.Top() != nil {
		t.Errorf("writes to %q", b.wrote)
	}
}

// TestMerge: equal names are offered to be put together, and nothing is done without that.
func TestMerge(t *testing.T) {
	b := newBench(t, "en", "light", append(some(), person("anna  meyer", "", "80850"))...)
	b.open()
	before := b.people()
	b.tap("1 name is there more than once …")
	b.sees("Anna Meyer", "0171 1234567, 030 1234567, 80850")
	b.tap("Cancel")
	b.has(before)
	b.tap("1 name is there more than once …")
	b.tap("Merge")
	b.sees("1 contact is merged.")
	b.seesNot("more than once")
	if got := b.people(); !strings.HasPrefix(got, "Anna Meyer mobile +491711234567 home +49301234567 80850|Bert") {
		t.Errorf("%s", got)
	}
	b.tap("Undo")
	b.has(before)
}

// TestImport: a file says what is in it before anything is taken in, nothing is doubled, and it can be taken back.
func TestImport(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	before := b.people()
	b.files.open = filepath.Join(t.TempDir(), "phone.vcf")
	if err := os.WriteFile(b.files.open, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if b.files.drop([]string{"picture.png"}) {
		t.Error("takes a picture")
	}
	if !b.files.drop([]string{b.files.open}) {
		t.Fatal("does not take it")
	}
	b.settle()
	b.sees("There are 3 contacts in phone.vcf.", "2 entries are left out:", "Line 6: Nur Mail (no phone number)",
		"Dora fragen (not a phone number)")
	b.tap("Cancel")
	b.has(before)
	b.tap("More")
	b.tap("Get from a file …")
	b.tap("Take over")
	b.sees("2 contacts are new.", "belongs to another name here already and stays there: Anna M.")
	if got := b.people(); !strings.Contains(got, "Carla mobile +491717777777|Dora +491718888888|") {
		t.Errorf("%s", got)
	}
	all := b.people()
	b.tap("More")
	b.tap("Get from a file …")
	b.tap("Take over")
	b.sees("0 contacts are new. 2 were there already.")
	b.has(all)
	b.tap("Undo")
	b.has(all)

	for text, want := range map[string]string{
		"": "There are no contacts in the file", "PK\x03\x04": "This is a workbook",
		"BEGIN:VCARD\nEMAIL:x\nEND:VCARD\n": "no contact with a name and a phone number",
	} {
		if err := os.WriteFile(b.files.open, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		b.files.drop([]string{b.files.open})
		b.settle()
		b.sees(want)
		if strings.HasPrefix(want, "no contact") {
			b.tap("Close")
		}
	}
	b.files.drop([]string{filepath.Join(t.TempDir(), "none.csv")})
	b.settle()
	b.sees("The file could not be read.")
}

// TestExport writes files of all kinds and reads them into another list.
func TestExport(t *testing.T) {
	b := newBench(t, "de", "light", some()...)
	b.open()
	b.files.save = t.TempDir()
	for entry, name := range map[string]string{
		"Als Datei für Telefone (VCF) …": "Kontakte.vcf", "Als Tabelle für Excel (CSV) …": "Kontakte.csv",
	} {
		b.tap("Mehr")
		b.tap(entry)
		b.sees("4 Kontakte stehen jetzt in " + name + ".")
		other := newBench(t, "de", "light")
		other.open()
		other.files.open = filepath.Join(b.files.save, name)
		other.tap("Aus einer Datei holen …")
		other.tap("Übernehmen")
		want := b.people()
		if strings.HasSuffix(name, "csv") {
			want = strings.ReplaceAll(want, "anrufen.\n", "anrufen. ")
		}
		other.has(want)
	}
	b.tap("Mehr")
	b.tap("Für ältere Telefone (VCF 3.0) …")
	if data, err := os.ReadFile(filepath.Join(b.files.save, "Kontakte.vcf")); err != nil || !strings.Contains(string(data), "VERSION:3.0") {
		t.Errorf("%s, %v", data, err)
	}
	b.files.save = filepath.Join(b.files.save, "none")
	b.tap("Mehr")
	b.tap("Als Tabelle für Excel (CSV) …")
	b.sees("Die Datei konnte nicht geschrieben werden.")
}

// onCard is what stands on a SIM card.
var onCard = []sms.Contact{
	{Index: 1, Number: "01719999999", Name: "Hans"},
	{Index: 2, Number: "+491727654321", Name: "Bert"},
	{Index: 3, Number: "*100#", Name: "Balance"},
	{Index: 5, Number: "0301234567", Name: "Anna"},
	{Index: 6, Number: "80850"},
}

func (b *bench) openCard() {
	b.Helper()
	b.tap("More")
	b.tap("Get from the SIM card …")
}

// TestTakeFromCard takes over those who are chosen; who is known is not.
func TestTakeFromCard(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard
	b.open()
	before := b.people()
	b.openCard()
	b.sees("5 contacts are on the card. There is room for 45 more.", "Hans", "0171 9999999", "you have it already",
		"called Anna Meyer here", "code for the network", "(no name)", "Take over 1")
	b.tap("Choose none")
	b.sees("Take over 0")
	b.tap("Take over 0")
	b.sees("Choose whom to take over.")
	b.tap("Choose all")
	b.tap("Take over 1")
	b.sees("1 contact is new.", "Hans")
	if got := b.people(); !strings.Contains(got, "|Hans +491719999999|") {
		t.Errorf("%s", got)
	}
	b.tap("Undo")
	b.has(before)
}

// TestCard deletes from the card with a way back, and begins messages.
func TestCard(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard[:2]
	b.open()
	b.openCard()
	b.tap("Delete from the card") // the last one
	b.sees("Bert was deleted from the card.", "1 contact is on the card.")
	b.tap("Undo")
	b.sees("The contact is on the card now.")
	want := []string{"contacts", "delete 2", "save 2 +491727654321 Bert", "contacts"}
	if !slices.Equal(b.card.done, want) {
		t.Errorf("asked %q", b.card.done)
	}
	b.list().(*look.List).Select(0)
	b.settle()
	if b.wrote != "+491719999999" || b.pages.Top() != nil {
		t.Errorf("writes to %q", b.wrote)
	}
}

// TestAnotherCard: places on one card mean nothing on another one that was put in since.
func TestAnotherCard(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard[:2]
	b.open()
	b.openCard()
	b.holder = "another"
	b.tap("Delete from the card")
	b.sees("There is another SIM card in the stick now.", "2 contacts are on the card.")
	if want := []string{"contacts", "contacts"}; !slices.Equal(b.card.done, want) {
		t.Errorf("asked %q", b.card.done)
	}
	b.tap("Delete from the card")
	b.holder = "a third"
	b.tap("Undo")
	b.sees("There is another SIM card in the stick now.")
	if want := []string{"contacts", "contacts", "delete 2", "contacts"}; !slices.Equal(b.card.done, want) {
		t.Errorf("asked %q", b.card.done)
	}
}

// TestSaveToAnotherCard is the same for what is to be written.
func TestSaveToAnotherCard(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.open()
	b.tap("More")
	b.tap("Save to the SIM card …")
	b.holder = "another"
	b.tap("Save")
	b.sees("There is another SIM card in the stick now.")
	if want := []string{"contacts"}; !slices.Equal(b.card.done, want) {
		t.Errorf("asked %q", b.card.done)
	}
}

// TestCardAtOnce: from the page of the stick one gets to the card at once, and back to the contacts.
func TestCardAtOnce(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard[:2]
	b.OpenCard()
	b.settle()
	b.sees("2 contacts are on the card.", "Bert")
	b.tap("Back")
	b.sees("Anna Meyer")
}

// TestCardNotInMode: where the stick cannot show its card, the page says what helps.
func TestCardNotInMode(t *testing.T) {
	for language, want := range map[string]string{
		"en": "does not show the contacts on the SIM card", "de": "zeigt der Stick die Kontakte",
	} {
		b := newBench(t, language, "light")
		b.card.err = fmt.Errorf("%w: %w", sms.ErrNotInMode, sms.ErrNotHere)
		b.OpenCard()
		b.settle()
		b.sees(want)
	}
}

func TestCardCode(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard[2:3]
	b.open()
	b.openCard()
	b.list().(*look.List).Select(0)
	b.sees("You cannot write to this contact")
	b.tap("Back")
	b.card.err = fmt.Errorf("%w: %w", sms.ErrNotInMode, sms.ErrNotHere)
	b.card.on = nil
	b.openCard()
	b.sees("In internet mode the stick does not show the contacts")
	b.seesNot("Take over")
	b.tap("Back")
	b.card.err = sms.ErrNoCard
	b.openCard()
	b.sees("no SIM card that is ready")
}

// TestPartOfTheCard: what could be read is shown, though the rest could not.
func TestPartOfTheCard(t *testing.T) {
	b := newBench(t, "en", "light")
	b.card.on, b.card.err = onCard[:1], sms.ErrNotHere
	b.open()
	b.tap("Get from the SIM card …")
	b.sees("1 contact is on the card.", "Hans", "Some contacts could not be read.")
}

// TestSaveToCard says before it writes what fits, what is there already and which names become shorter.
func TestSaveToCard(t *testing.T) {
	b := newBench(t, "en", "light", some()...)
	b.card.on = onCard
	b.card.room.Places = 7
	b.open()
	b.tap("More")
	b.tap("Save to the SIM card …")
	b.sees("2 numbers go onto the card.", "There is room for 2 more.", "2 numbers are there already.",
		"1 number does not fit.", "1 name is too long for the card (room for 14 characters)",
		"Ferienwohnung Nordsee, Familie Müller-Lüdenscheidt: “Ferienwohnung” on the card")
	b.tap("Save")
	b.sees("2 numbers are on the SIM card now.")
	want := []string{"contacts", "save 4 +491711234567 Anna Meyer", "save 7 +49441123456 Ferienwohnung"}
	if !slices.Equal(b.card.done, want) {
		t.Errorf("asked %q", b.card.done)
	}
	b.tap("To the SIM card")
	b.sees("1 number goes onto the card.")
	b.card.err = sms.ErrCardFull
	b.tap("Save")
	b.sees("no room for another contact")
}

// TestManyPeople: with 2,000 people only those rows are made that are seen, and typing is answered at once.
func TestManyPeople(t *testing.T) {
	b := newBench(t, "en", "light", many()...)
	b.open()
	rows := 0
	b.walk(func(o fyne.CanvasObject) {
		if _, ok := o.(*look.Avatar); ok {
			rows++
		}
	})
	if rows == 0 || rows > 20 {
		t.Errorf("%d avatars", rows)
	}
	b.fields()[0].SetText("person 1999")
	b.settle()
	b.sees("Person 1999")
}

func many() []sms.Person {
	var all []sms.Person
	for i := range 2000 {
		all = append(all, person(fmt.Sprintf("Person %04d", i), "mobile", fmt.Sprintf("+49171%07d", i),
			"home", fmt.Sprintf("+4930%07d", i)))
	}
	return all
}

// BenchmarkTyping types a letter into the search among 2,000 people.
func BenchmarkTyping(b *testing.B) {
	bench := newBench(b, "en", "light", many()...)
	bench.open()
	field := bench.fields()[0]
	for b.Loop() {
		field.SetText("p")
		field.SetText("pe")
	}
}
