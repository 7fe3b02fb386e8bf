package look

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
)

// Shortcut is a key, alone or together with Ctrl, Shift or Alt, and what it does.
type Shortcut struct {
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
	// Words is the key of the text that says what it does; "" where it stands beside something that
	// says so.
	Words string
	// Shown is written instead of Key where several keys are meant, such as "1–9"; "" else.
	Shown string
}

// keySigns are the keys that are written as a sign; the others have a text look.key.NAME, or are
// written as Fyne names them.
var keySigns = map[fyne.KeyName]string{
	fyne.KeyUp: "↑", fyne.KeyDown: "↓", fyne.KeyLeft: "←", fyne.KeyRight: "→",
}

// String returns the shortcut as it is printed on the keyboard, such as "Ctrl+Shift+F", in the
// user's language.
func (s Shortcut) String() string {
	var all []string
	super := s.Modifier&fyne.KeyModifierSuper != 0
	switch {
	case super && runtime.GOOS == "darwin":
		all = append(all, "⌘")
	case s.Modifier&fyne.KeyModifierControl != 0:
		all = append(all, tr.T("look.key.ctrl"))
	}
	if s.Modifier&fyne.KeyModifierAlt != 0 {
		all = append(all, tr.T("look.key.alt"))
	}
	if s.Modifier&fyne.KeyModifierShift != 0 {
		all = append(all, tr.T("look.key.shift"))
	}
	name := string(s.Key)
	if sign, ok := keySigns[s.Key]; ok {
		name = sign
	} else if key := "look.key." + strings.ToLower(name); tr.Has(key) {
		name = tr.T(key)
	}
	if s.Shown != "" {
		name = s.Shown
	}
	return strings.Join(append(all, name), "+")
}
