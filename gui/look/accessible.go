package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/tr"
)

// What the kit's widgets say of themselves to a screen reader: what they are called, how they stand, and
// why they cannot be used. Fyne hands that to the system in builds with the tag "accessibility"; see
// docs/development.md for where that works.

// named is what a widget is called for who cannot see it, where its own words do not say it.
type named struct{ name string }

// SetName says what a widget without words of its own is called, such as a field below a label.
func (n *named) SetName(words string) { n.name = words }

// nameAfter gives a field that stands beside a label the words of that label.
func nameAfter(o fyne.CanvasObject, label string) {
	switch o := o.(type) {
	case *Field:
		o.SetName(label)
	case *Select:
		o.SetName(label)
	case *fyne.Container:
		for _, child := range o.Objects {
			nameAfter(child, label)
		}
	}
}

// sentence puts what is said of a widget together; parts may be "".
func sentence(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, ", ")
}

// WordsOf returns what can be read in an object, from the upper left on.
func WordsOf(o fyne.CanvasObject) string {
	if o == nil || !o.Visible() {
		return ""
	}
	switch o := o.(type) {
	case *fyne.Container:
		words := make([]string, len(o.Objects))
		for i, child := range o.Objects {
			words[i] = WordsOf(child)
		}
		return sentence(words...)
	case *container.Scroll:
		return WordsOf(o.Content)
	case fyne.Accessible:
		return o.AccessibilityLabel()
	}
	return ""
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.words.Text }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible.
func (l *Line) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements fyne.Accessible.
func (l *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible.
func (p *Prose) AccessibilityLabel() string { return p.text }

// AccessibilityRole implements fyne.Accessible.
func (p *Prose) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel implements fyne.Accessible: what the button is for, and why it is grey.
func (b *Button) AccessibilityLabel() string {
	words := b.name
	if words == "" {
		words = b.Text
	}
	if b.Disabled() {
		return sentence(words, b.why)
	}
	return words
}

// WithName says what a button is for whose words do not say it, such as one with nothing but a sign.
func (b *Button) WithName(words string) *Button {
	b.SetName(words)
	return b
}

// AccessibilityLabel implements fyne.Accessible: what the field is for, and what stands in it. What is
// secret is not read out.
func (f *Field) AccessibilityLabel() string {
	words, typed := f.name, f.Text
	if words == "" {
		words = f.PlaceHolder
	}
	if f.secret {
		typed = ""
	}
	return sentence(words, typed)
}

// AccessibilityRole implements fyne.Accessible. Fyne has no role for a field.
func (f *Field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// onOff puts a switch into words.
func onOff(on bool) string {
	if on {
		return tr.T("look.on")
	}
	return tr.T("look.off")
}

// AccessibilityLabel implements fyne.Accessible.
func (c *Check) AccessibilityLabel() string { return sentence(c.Text, onOff(c.Checked)) }

// AccessibilityRole implements fyne.Accessible.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible.
func (s *Select) AccessibilityLabel() string {
	chosen := s.Selected
	if chosen == "" {
		chosen = s.PlaceHolder
	}
	return sentence(s.name, chosen)
}

// AccessibilityRole implements fyne.Accessible.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible.
func (c *Choice) AccessibilityLabel() string {
	if c.chosen {
		return sentence(c.name, c.note, tr.T("look.chosen"))
	}
	return sentence(c.name, c.note)
}

// AccessibilityRole implements fyne.Accessible.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible.
func (t *Tap) AccessibilityLabel() string { return WordsOf(t.content) }

// AccessibilityRole implements fyne.Accessible.
func (t *Tap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible.
func (l *List) AccessibilityLabel() string { return l.name }

// AccessibilityRole implements fyne.Accessible: its rows speak for themselves.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// AccessibilityLabel implements fyne.Accessible.
func (r *Row) AccessibilityLabel() string {
	if r.toggle != nil {
		return sentence(r.words.Text(), onOff(r.toggle.on))
	}
	return sentence(r.words.Text(), r.value.Text())
}

// AccessibilityRole implements fyne.Accessible.
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel implements fyne.Accessible: the entry that Enter chooses.
func (c *menuCard) AccessibilityLabel() string {
	if c.here < 0 {
		return ""
	}
	return c.menu.rows[c.here].AccessibilityLabel()
}

// AccessibilityRole implements fyne.Accessible: its entries speak for themselves.
func (c *menuCard) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
