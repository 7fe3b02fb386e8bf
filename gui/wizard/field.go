package wizard

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
)

// The names of the fields.
const (
	fieldPIN    = "pin"
	fieldAgain  = "again"
	fieldPUK    = "puk"
	fieldNumber = "number"
	fieldZadig  = "zadig"
	fieldDriver = "driver"
)

// The lengths of codes (3GPP TS 31.101 clause 9.5.1: a PIN has 4 to 8 digits, a PUK has 8).
const (
	pinLeast = 4
	codeMost = 8
)

// field is an entry that takes certain characters only, whether typed or pasted.
type field struct {
	widget.Entry
	accept func(rune) bool
	limit  int
	escape func()
}

func newField(hint string, limit int, accept func(rune) bool) *field {
	f := &field{accept: accept, limit: limit}
	f.PlaceHolder = hint
	f.ExtendBaseWidget(f)
	return f
}

// newCode is a field for a PIN or PUK: digits only, hidden until the user wants to see them.
func newCode(hint string) *field {
	f := &field{accept: func(r rune) bool { return r >= '0' && r <= '9' }, limit: codeMost}
	f.PlaceHolder, f.Password = hint, true
	f.ExtendBaseWidget(f)
	return f
}

// TypedRune implements fyne.Focusable.
func (f *field) TypedRune(r rune) {
	full := len([]rune(f.Text)) >= f.limit && f.SelectedText() == ""
	if f.accept(r) && !full {
		f.Entry.TypedRune(r)
	}
}

// TypedShortcut implements fyne.Shortcutable; what is pasted goes through the same sieve.
func (f *field) TypedShortcut(s fyne.Shortcut) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok {
		f.Entry.TypedShortcut(s)
		return
	}
	for _, r := range paste.Clipboard.Content() {
		f.TypedRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && f.escape != nil {
		f.escape()
		return
	}
	f.Entry.TypedKey(e)
}

// labelled is a field with its name above it.
type labelled struct {
	name, label string
	field       *field
}

// fieldsOf makes the fields of a form.
func fieldsOf(f form) []labelled {
	number := func(r rune) bool { return r >= '0' && r <= '9' || strings.ContainsRune("+ ()-/", r) }
	switch f {
	case formPIN:
		return []labelled{{fieldPIN, tr.T("wizard.field.pin"), newCode("")}}
	case formPUK:
		return []labelled{
			{fieldPUK, tr.T("wizard.field.puk"), newCode("")},
			{fieldPIN, tr.T("wizard.field.newPIN"), newCode("")},
			{fieldAgain, tr.T("wizard.field.again"), newCode("")},
		}
	case formNumber:
		return []labelled{{
			fieldNumber, tr.T("wizard.field.number"),
			newField(tr.T("wizard.field.numberHint"), 24, number),
		}}
	case formZadig:
		return []labelled{{
			fieldZadig, tr.T("wizard.field.zadig"),
			newField(tr.T("wizard.field.zadigHint"), 260, unicode.IsPrint),
		}}
	case formDriver:
		return []labelled{{
			fieldDriver, tr.T("wizard.field.driver"),
			newField(tr.T("wizard.field.driverHint"), 260, unicode.IsPrint),
		}}
	case formNone:
	}
	return nil
}

// numberLeast is the fewest digits of one's own number. Shorter ones are services, which can cost
// a lot: half a number must not become one.
const numberLeast = 7

func digits(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// valid tells whether what is in the fields can be sent.
func (w *Wizard) valid() bool {
	pin, again := w.typed[fieldPIN], w.typed[fieldAgain]
	switch w.page.Form {
	case formPIN:
		return len(pin) >= pinLeast
	case formPUK:
		return len(w.typed[fieldPUK]) == codeMost && len(pin) >= pinLeast && pin == again
	case formNumber:
		return digits(w.typed[fieldNumber]) >= numberLeast
	case formZadig:
		return strings.HasSuffix(strings.ToLower(strings.TrimSpace(w.typed[fieldZadig])), ".exe")
	case formDriver:
		return strings.TrimSpace(w.typed[fieldDriver]) != "" && !w.state.DriverFileReading
	case formNone:
	}
	return true
}

// complaint says what is wrong with a form that looks complete, or "".
func (w *Wizard) complaint() string {
	pin, again := w.typed[fieldPIN], w.typed[fieldAgain]
	if w.page.Form == formPUK && len(pin) >= pinLeast && len(again) >= len(pin) && pin != again {
		return tr.T("wizard.field.differ")
	}
	return ""
}

// findZadig looks where browsers put downloads, newest name first.
func findZadig() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	for _, folder := range []string{"Downloads", "Desktop"} {
		found, err := filepath.Glob(filepath.Join(home, folder, "[zZ]adig*.exe"))
		if err == nil && len(found) > 0 {
			return found[len(found)-1]
		}
	}
	return ""
}
