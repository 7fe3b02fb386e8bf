package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const max99 = sms.Number("+4917699887766")

// rightClick opens the menu of the row of the list that shows title.
func (b *bench) rightClick(title string) {
	b.t.Helper()
	b.rowOf(title).(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{
		AbsolutePosition: fyne.NewPos(150, 200),
	})
	b.settle()
}

// rows returns the words of the rows of the list, from top to bottom.
func (b *bench) rows() (all []string) {
	b.settle()
	at := map[string]float32{}
	b.walk(func(o fyne.CanvasObject) {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		if words := b.textOf(o); fmt.Sprintf("%T", o) == "*chat.row" && words != "" {
			all = append(all, words)
			at[words] = y
		}
	})
	slices.SortFunc(all, func(a, c string) int { return int(at[a] - at[c]) })
	return all
}

// rowAt reports whether the row at a place of the list shows some words.
func (b *bench) rowAt(i int, words string) {
	b.t.Helper()
	if rows := b.rows(); i >= len(rows) || !strings.Contains(rows[i], words) {
		b.t.Errorf("%q is not row %d of %q", words, i, rows)
	}
}

func (b *bench) noRow(words string) {
	b.t.Helper()
	for _, row := range b.rows() {
		if strings.Contains(row, words) {
			b.t.Errorf("%q is in the list", row)
		}
	}
}

// places opens the menu at the foot of the list and takes an entry.
func (b *bench) place(label string) {
	b.t.Helper()
	b.openPlaces()
	b.take(label)
}

// TestBinHasWhatWasJustDeleted: who looks into the bin at once finds it there, and can put it back.
func TestBinHasWhatWasJustDeleted(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.deleteAnna()
	b.place("Bin")
	b.seesNot("The bin is empty", "with Anna Meyer is deleted")
	if rows := strings.Join(b.rows(), "\n"); !strings.Contains(rows, "Bis gleich!") {
		t.Errorf("the bin has:\n%s", rows)
	}
}

// openPlaces opens the menu at the foot of the list, which has fewer words with large text.
func (b *bench) openPlaces() {
	b.walk(func(o fyne.CanvasObject) {
		button, ok := o.(*look.Button)
		if ok && (button.Text == tr.T("chat.places") || button.Text == tr.T("chat.places.short")) {
			defer test.Tap(button)
		}
	})
}

func TestPinnedStandOnTop(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.rowAt(0, "Anna")
	b.rightClick("o2")
	b.take("Pin to the top")
	b.rowAt(0, "Guthaben")
	if !strings.Contains(b.signs(), "sign-pin#") {
		t.Error("no pin is drawn")
	}
	b.arriveFrom(bernd, "something new")
	b.rowAt(0, "Guthaben")
	b.rowAt(1, "something new")
	b.rightClick("o2")
	b.take("Unpin")
	b.rowAt(0, "something new")
}

func TestMuted(t *testing.T) {
	var reported []int
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.OnUnread = func(n int) { reported = append(reported, n) }
	})
	b.rightClick("Anna")
	b.take("Mute")
	if !strings.Contains(b.signs(), "sign-muted#") {
		t.Error("no sign says that it is muted")
	}
	b.arrive("one more")
	if !slices.Equal(reported, []int{1, 0}) {
		t.Errorf("reported %v unread", reported)
	}
	b.sees("\n2\n")
	b.rightClick("Anna")
	b.take("Unmute")
	if !slices.Equal(reported, []int{1, 0, 2}) {
		t.Errorf("reported %v unread", reported)
	}
}

// TestMarkedUnread: what was marked by hand bears a dot until it is opened.
func TestMarkedUnread(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("0176")
	b.menu("Mark as unread") // which leaves it: else it would be read in a moment
	b.sees("Choose a conversation")
	if !strings.Contains(b.signs(), "sign-dot#") || !b.fake.flags[max99][sms.FlagMarked] {
		t.Error("it is not marked")
	}
	b.open("0176")
	if b.fake.flags[max99][sms.FlagMarked] || strings.Contains(b.signs(), "sign-dot#") {
		t.Error("it is still marked after it was opened")
	}
	b.rightClick("Anna")
	b.take("Mark as read")
	if b.unreadOf() != 0 {
		t.Error("texts are still unread")
	}
	b.seesNot("\n1\n")
}

func TestArchive(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("0176")
	b.rightClick("0176")
	b.take("Archive")
	b.noRow("0176")
	b.sees("0176 99887766 is in the archive now.", "Choose a conversation")
	b.place("Archive")
	b.rowAt(0, "0176")
	b.noRow("Anna")
	b.rightClick("0176")
	b.take("Take out of the archive")
	b.sees("Nothing is archived.", "All conversations")
	b.press(fyne.KeyEscape)
	b.sees("Anna Meyer", "0176")

	b.rightClick("0176")
	b.take("Archive")
	b.arriveFrom(max99, "back again") // which brings it back
	b.rowAt(0, "back again")
}

func TestBlock(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.rightClick("030 1")
	b.take("Block …")
	b.sees("Block this number?", "New messages from 030 12345678 are still kept")
	b.tap("Block")
	b.noRow("030")
	b.arriveFrom(bernd, "hidden")
	b.noRow("hidden")
	b.place("Blocked")
	b.rowAt(0, "hidden")
	b.rightClick("030")
	b.take("Unblock")
	b.sees("Nobody is blocked.")
	b.tap("All conversations")
	b.rowAt(0, "hidden")
}

// TestBin: a text and a whole conversation come back from the bin, and the bin can be emptied.
func TestBin(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.place("Bin")
	b.sees("The bin is empty.", "30 days")
	b.press(fyne.KeyEscape)
	b.deleteAnna()
	b.open("0176")
	b.menuOf("Fanden wir auch", "Delete message")
	b.pause()
	b.place("Bin")
	b.sees("Fanden wir auch", "Bis gleich!", "Empty bin …")
	b.open("Fanden wir auch")
	b.sees("Restore message", "Whole conversation")
	b.tap("Restore message")
	if !b.kept("Fanden wir auch. Bis bald!") {
		t.Error("the text is not back")
	}
	b.noRow("Fanden")
	b.rightClick("Bis gleich!")
	b.take("Restore everything with Anna Meyer")
	if !b.kept("Bis gleich!") || !b.kept("Bist du schon da?") {
		t.Error("the conversation is not back")
	}
	b.press(fyne.KeyEscape)
	b.rowAt(0, "Anna Meyer")

	b.deleteAnna()
	b.pause()
	b.place("Bin")
	b.tap("Empty bin …")
	b.sees("Empty the bin?", "cannot be undone")
	b.tap("Remove for good")
	b.sees("The bin is empty.")
	if n := len(b.fake.msgs); n != 4 {
		t.Errorf("%d texts are left", n)
	}
}

// TestMenuByKeys: Shift+F10 and the menu key open the menu of the row that has the keyboard, Delete asks
// before it deletes; without a row it is the open conversation's menu.
func TestMenuByKeys(t *testing.T) {
	shift := fyne.KeyModifier(0)
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.Modifiers = func() fyne.KeyModifier { return shift }
	})
	b.press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyDown, desktop.KeyMenu)
	b.sees("Mark as unread", "Del")
	b.take("Pin to the top")
	b.rowAt(0, "Ihr Code")

	b.press(fyne.KeyDelete) // the same row, though it is another one of the list now
	b.sees("All messages with 030 12345678 are deleted")
	b.press(fyne.KeyEscape)

	b.open("Anna")
	shift = fyne.KeyModifierShift
	b.press(fyne.KeyF10)
	b.sees("Search this conversation", "Ctrl+F")
	b.press(fyne.KeyEscape, "typed")
	if got := b.composed(); got != "typed" {
		t.Errorf("%q is typed", got)
	}
}

// TestListKeepsTheKeyboardAtTheOpenOne: Tab into the list lands at the open conversation, Enter opens.
func TestListKeepsTheKeyboardAtTheOpenOne(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("030 1")
	c := b.window.Canvas()
	c.Focus(nil)
	b.press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	b.sees("Fanden wir auch")
}

func TestReadOnlyMenu(t *testing.T) {
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) { c.ReadOnly = true })
	b.rightClick("Anna")
	b.sees("Open", "Copy number")
	b.seesNot("Delete", "Pin", "Block", "Mute")
	b.press(fyne.KeyEscape)
	b.fake.bin(func(m sms.Message) bool { return m.Number == bernd })
	b.place("Bin")
	b.sees("Ihr Code")
	b.seesNot("Empty bin")
	b.open("Ihr Code")
	b.tap("Restore message")
	b.rightClick("Ihr Code")
	b.take("Restore message")
	if b.fake.calls["Restore"] != 0 {
		t.Error("something was changed")
	}
}

// TestHostileRow: whatever a sender calls himself, the menu and the questions show it as it is.
func TestHostileRow(t *testing.T) {
	for _, name := range []string{"$(calc)", "<b>Bank</b>", "\"110\"", "{{.Name}}", "%s%n", "Spar\u202ekasse"} {
		n := sms.SenderName(name)
		b := newBench(t, "en", "light", func(f *fakeMessenger) { f.in(n, "Hallo", time.Minute) })
		b.rightClick("Hallo")
		b.seesNot("Copy number", "Name this contact")
		b.take("Delete conversation …")
		b.sees("All messages with " + string(n))
		b.tap("Delete")
		b.pause()
		b.place("Bin")
		b.open("Hallo")
		b.sees(string(n))
	}
}
