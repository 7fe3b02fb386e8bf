package look

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
)

// IsDigit reports whether r is one of 0 to 9.
func IsDigit(r rune) bool { return r >= '0' && r <= '9' }

// IsOneOf returns a filter that accepts these characters and digits.
func IsOneOf(chars string) func(rune) bool {
	return func(r rune) bool { return IsDigit(r) || strings.ContainsRune(chars, r) }
}

// paste takes of the clipboard what may stand in the field, in one step for undo. When nothing may,
// the field stays as it is.
func (f *Field) paste(s *fyne.ShortcutPaste) {
	text := s.Clipboard.Content()
	if text = lineEnds.Replace(text); !f.MultiLine {
		text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", " ")
	}
	taken, refused, long := f.admit(text)
	if taken != "" {
		f.Entry.TypedShortcut(&fyne.ShortcutPaste{
			Clipboard: content{s.Clipboard, taken}, Secondary: s.Secondary,
		})
	}
	f.tell(refused, long)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// content is a clipboard with another text.
type content struct {
	fyne.Clipboard
	text string
}

// Content implements fyne.Clipboard.
func (c content) Content() string { return c.text }

// admit returns what of a text may be put in the place of the selection, and the rest. Where there
// is no room for all of it, nothing may, and long is true.
func (f *Field) admit(text string) (taken, refused string, long bool) {
	var good, bad []rune
	for _, r := range text {
		if f.accepts(r) {
			good = append(good, r)
		} else {
			bad = append(bad, r)
		}
	}
	room := f.Limit - len([]rune(f.Text)) + len([]rune(f.SelectedText()))
	if f.Limit > 0 && len(good) > room {
		return "", string(good), true
	}
	return string(good), string(bad), false
}

// tell says what was refused, until something is taken.
func (f *Field) tell(refused string, long bool) {
	switch {
	case refused == "":
		if f.said {
			f.say("")
		}
	case f.OnRefused != nil:
		f.OnRefused(refused)
	case long:
		f.say(tr.T("look.refused.long", tr.Data{"Limit": f.Limit}))
	default:
		f.say(refusalOf([]rune(refused)))
	}
	f.said = refused != "" && f.OnRefused == nil
}

// shownRefused is how many refused characters are named.
const shownRefused = 12

// refusalOf says which characters were refused.
func refusalOf(bad []rune) string {
	seen := slices.DeleteFunc(slices.Clone(bad), func(r rune) bool { return !unicode.IsGraphic(r) })
	switch named := strings.TrimSpace(string(seen)); {
	case len(seen) == 0:
		return tr.T("look.refused.control")
	case named == "":
		return tr.T("look.refused.blank")
	case len(seen) > shownRefused:
		return tr.T("look.refused.chars", tr.Data{"Characters": string(seen[:shownRefused]) + " …"})
	default:
		return tr.T("look.refused.chars", tr.Data{"Characters": named})
	}
}

func (f *Field) accepts(r rune) bool {
	switch {
	case f.MultiLine && (r == '\n' || r == '\t'):
		return true
	case f.Accept != nil:
		return f.Accept(r)
	}
	return !unicode.IsControl(r)
}
