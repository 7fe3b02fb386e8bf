package wizard

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// The names of the fields.
const (
	fieldPIN    = "pin"
	fieldAgain  = "again"
	fieldPUK    = "puk"
	fieldNumber = "number"
	fieldZadig  = "zadig"
	fieldDriver = "driver"

	fieldPassword = "password"
)

// passwordMost is the most characters of a stick's password that are taken.
const passwordMost = 64

// The lengths of codes (3GPP TS 31.101 clause 9.5.1: a PIN has 4 to 8 digits, a PUK has 8).
const (
	pinLeast = 4
	codeMost = 8
)

// labelled is a field with its name above it.
type labelled struct {
	name, label string
	field       *look.Field
}

// fieldsOf makes the fields of a form.
func fieldsOf(f form) []labelled {
	switch f {
	case formPIN:
		return []labelled{{fieldPIN, tr.T("wizard.field.pin"), look.NewSecret(codeMost)}}
	case formPUK:
		return []labelled{
			{fieldPUK, tr.T("wizard.field.puk"), look.NewSecret(codeMost)},
			{fieldPIN, tr.T("wizard.field.newPIN"), look.NewSecret(codeMost)},
			{fieldAgain, tr.T("wizard.field.again"), look.NewSecret(codeMost)},
		}
	case formNumber:
		return []labelled{{
			fieldNumber, tr.T("wizard.field.number"),
			look.NewField(tr.T("wizard.field.numberHint"), numberMost, look.IsOneOf("+ ()-/")),
		}}
	case formZadig:
		return []labelled{{
			fieldZadig, tr.T("wizard.field.zadig"),
			look.NewField(tr.T("wizard.field.zadigHint"), 260, unicode.IsPrint),
		}}
	case formDriver:
		return []labelled{{
			fieldDriver, tr.T("wizard.field.driver"),
			look.NewField(tr.T("wizard.field.driverHint"), 260, unicode.IsPrint),
		}}
	case formPassword:
		return []labelled{{
			fieldPassword, tr.T("wizard.field.password"), look.NewPassword(passwordMost),
		}}
	case formNone:
	}
	return nil
}

// numberMost is the most characters of a number with its spaces.
const numberMost = 24

// numberLeast is the fewest digits of one's own number. Shorter ones are services, which can cost
// a lot: half a number must not become one.
const numberLeast = 7

// offerNumber puts the card's own number where one's own number is asked for, as long as nobody
// typed another one.
func (w *Wizard) offerNumber() {
	if own := w.page.Own; w.page.Form == formNumber && own != "" && !w.numberTyped {
		w.typed[fieldNumber] = own
	}
}

func digits(s string) (n int) {
	for _, r := range s {
		if look.IsDigit(r) {
			n++
		}
	}
	return n
}

// valid reports whether what is in the fields can be sent.
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
		// Windows puts quotation marks around a path that it copies.
		path := strings.Trim(strings.TrimSpace(w.typed[fieldZadig]), `"`)
		return strings.HasSuffix(strings.ToLower(path), ".exe")
	case formDriver:
		return strings.TrimSpace(w.typed[fieldDriver]) != "" && !w.state.Runs(setup.JobFile)
	case formPassword:
		return w.typed[fieldPassword] != ""
	case formNone:
	}
	return true
}

// submitted goes to the next empty field, or does what the primary button does.
func (w *Wizard) submitted(name string) {
	for i, f := range w.built.fields {
		if f.name == name && i+1 < len(w.built.fields) {
			w.focus(w.built.fields[i+1].field)
			return
		}
	}
	if w.valid() {
		w.press(w.page.Primary)
	} else {
		w.complain(w.missing())
	}
}

// changed notes what is in a field now.
func (w *Wizard) changed(name, text string) {
	w.typed[name] = text
	if name == fieldNumber {
		w.numberTyped = true
	}
	if w.config.Now().Before(w.refusedEnd) {
		w.live() // what was refused stays to be read while the rest is typed
		return
	}
	w.complain("")
}

// refuse says for a while that a field did not take what was typed.
func (w *Wizard) refuse(words string) {
	w.refusedEnd = w.config.Now().Add(doneTime)
	w.complain(words)
}

// complain says below the fields what is wrong with what was typed, "" for nothing.
func (w *Wizard) complain(words string) {
	w.complains = words
	w.live()
}

// complaint says what is wrong with what was typed, or "": that a character was refused, that two
// PINs differ, or, once the user wanted to go on all the same, what is missing.
func (w *Wizard) complaint() string {
	pin, again := w.typed[fieldPIN], w.typed[fieldAgain]
	switch {
	case w.complains != "":
		return w.complains
	case w.page.Form == formPUK && len(pin) >= pinLeast && len(again) >= len(pin) && pin != again:
		return tr.T("wizard.field.differ")
	}
	return ""
}

// missing says why what is in the fields cannot be sent yet, "" when it can.
func (w *Wizard) missing() string {
	if w.valid() {
		return ""
	}
	pin := w.typed[fieldPIN]
	switch w.page.Form {
	case formPUK:
		switch {
		case len(w.typed[fieldPUK]) < codeMost:
			return tr.T("wizard.field.pukShort")
		case len(pin) >= pinLeast:
			return tr.T("wizard.field.differ")
		}
		return tr.T("wizard.field.pinShort")
	case formPIN:
		return tr.T("wizard.field.pinShort")
	case formNumber:
		return tr.T("wizard.field.numberShort")
	case formZadig:
		return tr.T("wizard.field.zadigWrong")
	case formDriver:
		if w.state.Runs(setup.JobFile) {
			return tr.T("wizard.unpack.reading")
		}
		return tr.T("wizard.field.driverEmpty")
	case formPassword:
		return tr.T("wizard.field.passwordEmpty")
	case formNone:
	}
	return ""
}

// refusal says that a field did not take what was typed or pasted, and what it does take.
func refusal(name string, f *look.Field, text string) string {
	tooMuch := f.Accept == nil || !strings.ContainsFunc(text, func(r rune) bool { return !f.Accept(r) })
	switch {
	case name == fieldZadig || name == fieldDriver:
		return tr.T("wizard.field.pathChars")
	case name == fieldPassword:
		return tr.T("wizard.field.passwordChars")
	case name == fieldPUK && tooMuch:
		return tr.T("wizard.field.pukShort")
	case name == fieldNumber && tooMuch:
		return tr.T("wizard.field.numberLong")
	case tooMuch:
		return tr.T("wizard.field.pinShort")
	case name == fieldNumber:
		return tr.T("wizard.field.numberChars")
	}
	return tr.T("wizard.field.digits")
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
