// Package settings is the card with what the user can choose: language, country, look, what Enter
// does, whether the stick is set up by itself; and what helps when something is wrong: the data
// folder, the diagnostic report and the version. Every choice is kept at once and told to the
// window, so that there is nothing to save and nothing to cancel.
//
// It runs on the UI goroutine and keeps nothing itself.
package settings

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// The keys under which the choices are kept. An empty value is the default: the system's language
// and look, the country of the SIM card, Enter sends, no set-up without asking.
const (
	KeyLanguage = "language" // "de", "en" or ""
	KeyRegion   = "region"   // ISO 3166 code, such as "DE", or ""
	KeyTheme    = "theme"    // "light", "dark" or ""
	KeyEnter    = "enter"    // "newline" or ""
	KeyAuto     = "auto"     // "on" or ""
	KeyValidity = "validity" // one of Validities
)

// Validities are how long the network may try to deliver a text; "" is two days.
var Validities = []string{"hour", "hours", "day", "", "week", "most"}

// callTimeout bounds every call to the Keeper.
const callTimeout = 3 * time.Second

// Keeper keeps the choices; sms/messenger is one.
type Keeper interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Config is what the card needs.
type Config struct {
	Keeper Keeper
	Window fyne.Window
	// Changed tells that a choice was made and kept.
	Changed func(key, value string)
	// OpenFolder shows the data folder; Report gives the diagnostic report. The buttons are left
	// out where they are nil.
	OpenFolder func() error
	Report     func() string
	Version    string
	// Test shows the page of the self-test; nil when it cannot be made now.
	Test func()
	// Restart asks whether the stick may begin anew; nil when there is none that could.
	Restart func()
	// PIN opens the card about the PIN of the SIM card, Erase deletes everything that the program
	// keeps. The buttons are left out where they are nil.
	PIN, Erase func()
}

// Settings is the card.
type Settings struct {
	cfg    Config
	note   *widget.Label
	object fyne.CanvasObject
	pop    *widget.PopUp
	close  *closer
}

// New builds the card with what is kept now.
func New(cfg Config) *Settings {
	if cfg.Changed == nil {
		cfg.Changed = func(string, string) {}
	}
	s := &Settings{cfg: cfg, note: widget.NewLabel("")}
	s.note.Wrapping = fyne.TextWrapWord
	s.note.Importance = widget.HighImportance
	s.note.Hide()
	title := widget.NewLabelWithStyle(tr.T("settings.title"), fyne.TextAlignLeading,
		fyne.TextStyle{Bold: true})
	title.SizeName = look.SizeTitle
	s.close = newCloser(tr.T("settings.close"), s.Hide)
	version := widget.NewLabel(tr.T("settings.version", tr.Data{"Version": cfg.Version}))
	version.SizeName = theme.SizeNameCaptionText
	foot := container.NewHBox(container.NewCenter(version), layout.NewSpacer(), s.close)
	margin := layout.NewCustomPaddedLayout(look.Space4, look.Space4, look.Space5, look.Space5)
	s.object = container.New(margin,
		container.New(layout.NewCustomPaddedVBoxLayout(look.Space3),
			title, s.choices(), s.checks(), s.stick(), s.card(), s.help(), s.note, widget.NewSeparator(), foot))
	return s
}

// Show shows the card above the window.
func (s *Settings) Show() {
	canvas := s.cfg.Window.Canvas()
	s.pop = widget.NewModalPopUp(s.object, canvas)
	s.pop.Resize(fyne.NewSize(look.TextWidth, 0))
	s.pop.Show()
	canvas.Focus(s.close)
}

// Hide takes it away again.
func (s *Settings) Hide() {
	if s.pop != nil {
		s.pop.Hide()
	}
}

// choices are the fields with several values.
func (s *Settings) choices() fyne.CanvasObject {
	form := container.New(layout.NewFormLayout())
	add := func(key string, values []string) {
		form.Add(widget.NewLabel(tr.T("settings." + key)))
		form.Add(framed(s.choice(key, values)))
	}
	add(KeyLanguage, []string{"", "de", "en"})
	add(KeyRegion, regions)
	add(KeyTheme, []string{"", "light", "dark"})
	add(KeyValidity, Validities)
	return form
}

// choice is a field that keeps one of values; the default is "", and what is shown for what is kept
// and means nothing.
func (s *Settings) choice(key string, values []string) *widget.Select {
	words := make([]string, len(values))
	now := slices.Index(values, "")
	for i, v := range values {
		words[i] = tr.T("settings." + key + "." + nameOf(v))
		if v == s.get(key) {
			now = i
		}
	}
	field := widget.NewSelect(words, nil)
	field.SetSelectedIndex(now)
	field.OnChanged = func(string) { s.set(key, values[field.SelectedIndex()]) }
	return field
}

// framed puts a fine line around a field, which has the colour of the card otherwise.
func framed(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(
		look.NewGround(theme.ColorNameInputBackground, theme.ColorNameInputBorder, look.RadiusCard),
		container.New(layout.NewCustomPaddedLayout(1, 1, 1, 1), o))
}

func nameOf(value string) string {
	if value == "" {
		return "default"
	}
	return value
}

// checks are the fields that are on or off.
func (s *Settings) checks() fyne.CanvasObject {
	return container.NewVBox(s.check(KeyEnter, "", "newline"), s.check(KeyAuto, "on", ""))
}

func (s *Settings) check(key, on, off string) *widget.Check {
	box := widget.NewCheck(tr.T("settings."+key), nil)
	box.SetChecked(s.get(key) == on)
	box.OnChanged = func(checked bool) {
		if checked {
			s.set(key, on)
		} else {
			s.set(key, off)
		}
	}
	return box
}

// help is what one needs when something is wrong.
func (s *Settings) help() fyne.CanvasObject {
	row := container.NewHBox()
	if s.cfg.OpenFolder != nil {
		row.Add(widget.NewButton(tr.T("settings.folder"), func() {
			if err := s.cfg.OpenFolder(); err != nil {
				s.say("settings.folderFailed")
			}
		}))
	}
	if s.cfg.Report != nil {
		row.Add(widget.NewButton(tr.T("settings.report"), func() {
			fyne.CurrentApp().Clipboard().SetContent(s.cfg.Report())
			s.say("settings.reportCopied")
		}))
	}
	return row
}

// stick is what has to do with the stick. Both take the place of this card.
func (s *Settings) stick() fyne.CanvasObject {
	row := container.NewHBox()
	if s.cfg.Test != nil {
		row.Add(widget.NewButton(tr.T("settings.test"), func() { s.Hide(); s.cfg.Test() }))
	}
	if s.cfg.Restart != nil {
		row.Add(widget.NewButton(tr.T("settings.restart"), func() { s.Hide(); s.cfg.Restart() }))
	}
	row.Hidden = len(row.Objects) == 0
	return row
}

// card is what has to do with the SIM card and with deleting everything. Both take the place of
// this card.
func (s *Settings) card() fyne.CanvasObject {
	row := container.NewHBox()
	if s.cfg.PIN != nil {
		row.Add(widget.NewButton(tr.T("simcard.menu.pin"), func() { s.Hide(); s.cfg.PIN() }))
	}
	if s.cfg.Erase != nil {
		row.Add(widget.NewButton(tr.T("settings.erase"), func() { s.Hide(); s.askErase() }))
	}
	return row
}

// get gives what is kept; a store that does not answer means the default.
func (s *Settings) get(key string) string {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	value, err := s.cfg.Keeper.Setting(ctx, key)
	if err != nil {
		return ""
	}
	return value
}

func (s *Settings) set(key, value string) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	if err := s.cfg.Keeper.SetSetting(ctx, key, value); err != nil {
		s.say("settings.notSaved")
		return
	}
	if key == KeyLanguage {
		s.say("settings.atNextStart")
	}
	s.cfg.Changed(key, value)
}

// say shows a sentence in the card.
func (s *Settings) say(key string) {
	s.note.SetText(tr.T(key))
	s.note.Show()
}

// regions are the countries to choose from: where people with these sticks and these two languages
// live, and their neighbours. Any other is kept when it was set otherwise.
var regions = []string{
	"", "DE", "AT", "CH", "LI", "LU", "BE", "NL", "DK", "PL", "CZ", "FR", "IT",
	"ES", "GB", "IE", "US",
}

// closer is a button that Escape presses too.
type closer struct{ widget.Button }

func newCloser(text string, then func()) *closer {
	c := &closer{}
	c.Text, c.OnTapped, c.Importance = text, then, widget.HighImportance
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey implements fyne.Focusable.
func (c *closer) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		c.OnTapped()
	default:
		c.Button.TypedKey(ev)
	}
}
