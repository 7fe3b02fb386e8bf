// Package settings is the card with what the user can choose: language, country, look, what Enter
// does, whether the stick is set up by itself; and what helps when something is wrong: the data
// folder, the diagnostic report and the version. Every choice is kept at once and told to the
// window, so that there is nothing to save and nothing to cancel.
//
// It runs on the UI goroutine and keeps nothing itself.
package settings

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

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
	KeyHidden   = "hidden"   // "on" or "": the window is left out of screenshots
)

// Validities are how long the network may try to deliver a text; "" is two days.
var Validities = []string{"hour", "hours", "day", "", "week", "most"}

// Keeper keeps the choices. Its methods return at once.
type Keeper interface {
	Setting(key string) string // "" also for what cannot be read
	SetSetting(key, value string) error
}

// Config is what the card needs.
type Config struct {
	Keeper Keeper
	Window fyne.Window
	// Changed reports that a choice was made and kept.
	Changed func(key, value string)
	// OpenFolder shows the data folder; Report returns the diagnostic report. The buttons are left
	// out where they are nil.
	OpenFolder func() error
	Report     func() string
	Version    string
	// Test shows the page of the self-test; nil when it cannot be made now.
	Test func()
	// Restart asks whether the stick may begin anew; nil when there is none that could.
	Restart func()
	// Mode asks whether the stick may change to internet or modem mode, ModeName, which is part of the key
	// of the button; nil when it cannot.
	Mode     func()
	ModeName string
	// Data is mobile data of the stick; nil when there is none to switch.
	Data *Data
	// HideFromCapture hides the window from screenshots, or shows it there again. The choice is left
	// out where it is nil.
	HideFromCapture func(hide bool) error
	// PIN opens the card about the PIN of the SIM card, Erase deletes everything that the program
	// keeps. The buttons are left out where they are nil.
	PIN, Erase func()
}

// Data is mobile data of a stick in internet mode.
type Data struct {
	On  bool
	Set func(on bool) // also keeps the choice; never blocks
}

// around is how much room the title, the foot, a sentence above that and the edges of the card take.
const around = 180

// Settings is the card.
type Settings struct {
	cfg Config
	*look.Sheet
}

// New builds the card with what is kept now; nothing is shown before Show.
func New(cfg Config) *Settings {
	if cfg.Changed == nil {
		cfg.Changed = func(string, string) {}
	}
	s := &Settings{cfg: cfg}
	stick, mode, card, help := container.NewHBox(), container.NewHBox(), container.NewHBox(), container.NewHBox()
	s.leave(stick, "settings.test", cfg.Test)
	s.leave(stick, "settings.restart", cfg.Restart)
	s.leave(mode, "settings.mode."+cfg.ModeName, cfg.Mode)
	s.leave(card, "simcard.menu.pin", cfg.PIN)
	if cfg.Erase != nil {
		s.leave(card, "settings.erase", s.askErase)
	}
	if cfg.OpenFolder != nil {
		help.Add(look.NewQuiet(tr.T("settings.folder"), s.openFolder))
	}
	if cfg.Report != nil {
		help.Add(look.NewQuiet(tr.T("settings.report"), s.copyReport))
	}
	for _, row := range []*fyne.Container{stick, mode, card} {
		row.Hidden = len(row.Objects) == 0
	}
	body := container.New(look.Column{Gap: look.Space3},
		s.choices(), look.Flush(s.checks()), stick, mode, card, help)
	canvas := cfg.Window.Canvas()
	s.Sheet = look.NewSheet(canvas, tr.T("settings.title"),
		container.New(look.Bounded{Content: body, Most: canvas.Size().Height - around}, container.NewVScroll(body)))
	s.Lead(look.NewSmall(tr.T("settings.version", tr.Data{"Version": cfg.Version})))
	s.Buttons(look.NewPrimary(tr.T("settings.close"), func() { s.Close() }))
	return s
}

// leave adds a button for what takes the place of this card; then is nil where that cannot be had.
func (s *Settings) leave(row *fyne.Container, key string, then func()) {
	if then != nil {
		row.Add(look.NewQuiet(tr.T(key), func() { s.Close(); then() }))
	}
}

// Show shows the card above the window.
func (s *Settings) Show() { s.Sheet.Show(nil) }

// choices are the fields with several values.
func (s *Settings) choices() fyne.CanvasObject {
	var rows []any
	for _, c := range []struct {
		key    string
		values []string
	}{
		{KeyLanguage, []string{"", "de", "en"}},
		{KeyRegion, regions},
		{KeyTheme, []string{"", "light", "dark"}},
		{KeyValidity, Validities},
	} {
		rows = append(rows, tr.T("settings."+c.key), framed(s.choice(c.key, c.values)))
	}
	return look.Form(rows...)
}

// choice is a field that keeps one of values; the default is "", and what is shown for what is kept
// and means nothing.
func (s *Settings) choice(key string, values []string) *look.Select {
	words := make([]string, len(values))
	now := slices.Index(values, "")
	for i, v := range values {
		words[i] = tr.T("settings." + key + "." + cmp.Or(v, "default"))
		if v == s.cfg.Keeper.Setting(key) {
			now = i
		}
	}
	field := look.NewSelect(words)
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

// checks are the fields that are on or off.
func (s *Settings) checks() fyne.CanvasObject {
	box := container.NewVBox(s.check(KeyEnter, "", "newline"), s.check(KeyAuto, "on", ""))
	if s.cfg.HideFromCapture != nil {
		box.Add(s.check(KeyHidden, "on", ""))
	}
	if s.cfg.Data != nil {
		box.Add(s.data())
	}
	return box
}

// data is the field that has mobile data on or off. Ticked says how things are, not only what is wanted.
func (s *Settings) data() *look.Check {
	box := look.NewCheck(tr.T("settings.data"), nil)
	box.SetChecked(s.cfg.Data.On)
	box.OnChanged = func(on bool) {
		s.cfg.Data.Set(on)
		s.say("settings.dataAsked")
	}
	return box
}

func (s *Settings) check(key, on, off string) *look.Check {
	box := look.NewCheck(tr.T("settings."+key), nil)
	box.SetChecked(s.cfg.Keeper.Setting(key) == on)
	box.OnChanged = func(checked bool) {
		if checked {
			s.set(key, on)
		} else {
			s.set(key, off)
		}
	}
	return box
}

func (s *Settings) openFolder() {
	if err := s.cfg.OpenFolder(); err != nil {
		s.say("settings.folderFailed")
	}
}

func (s *Settings) copyReport() {
	fyne.CurrentApp().Clipboard().SetContent(s.cfg.Report())
	s.say("settings.reportCopied")
}

func (s *Settings) set(key, value string) {
	if key == KeyHidden && s.cfg.HideFromCapture(value == "on") != nil {
		s.say("settings.hiddenFailed")
		return
	}
	if err := s.cfg.Keeper.SetSetting(key, value); err != nil {
		s.say("settings.notSaved")
		return
	}
	if key == KeyLanguage {
		s.say("settings.atNextStart")
	}
	s.cfg.Changed(key, value)
}

// say shows a sentence in the card.
func (s *Settings) say(key string) { s.Say(tr.T(key), look.ColorAccent) }

// regions are the countries to choose from: where people with these sticks and these two languages
// live, and their neighbours. Any other is kept when it was set otherwise.
var regions = []string{
	"", "DE", "AT", "CH", "LI", "LU", "BE", "NL", "DK", "PL", "CZ", "FR", "IT",
	"ES", "GB", "IE", "US",
}
