// Package settings is the page with what the user can choose: language, size, appearance, what Enter
// does, whether the stick is set up by itself; and what helps when something is wrong: the data
// folder, the diagnostic report and the version. Every choice is kept at once and told to the
// window, so that there is nothing to save and nothing to cancel.
//
// The page is a table of rows in groups (rows.go); other packages add theirs by Config.Rows. It runs
// on the UI goroutine and keeps nothing itself.
package settings

import (
	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// The keys under which the choices are kept. An empty value is the default: the system's language
// and look, the country of the SIM card, Enter sends, no set-up without asking.
const (
	KeyLanguage = "language" // "de", "en" or ""
	KeyRegion   = "region"   // ISO 3166 code, such as "DE", or ""
	KeyTheme    = "theme"    // "light", "dark" or ""
	KeyTextSize = "textSize" // one of TextSizes
	KeyScale    = "scale"    // one of Scales
	KeyMotion   = "motion"   // "less" or ""
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

// Config is what the page needs. Rows whose function is nil are left out.
type Config struct {
	Keeper Keeper
	// Show shows a page.
	Show   func(p *look.Page, first fyne.Focusable)
	Canvas fyne.Canvas
	// Changed reports that a choice was made and kept.
	Changed func(key, value string)
	// Scales are the sizes of everything that fit on the screen; all of them when nil.
	Scales []string
	// OpenFolder shows the data folder, OpenLogs the folder with the logs.
	OpenFolder, OpenLogs func() error
	// Report shows the diagnostic report, Log the end of the log, Help what to do about what one sees, Keys the shortcuts,
	// About what this program is made of.
	Report, Log, Help, Keys, About func()
	Version                        string
	// Setup shows the set-up.
	Setup func()
	// Test shows the page of the self-test; nil when it cannot be made now.
	Test func()
	// Restart asks whether the stick may begin anew; nil when there is none that could.
	Restart func()
	// Mode asks whether the stick may change to internet or modem mode, ModeName, which is part of the key
	// of the row; nil when it cannot.
	Mode     func()
	ModeName string
	// Data is mobile data of the stick; nil when there is none to switch.
	Data *Data
	// HideFromCapture hides the window from screenshots, or shows it there again.
	HideFromCapture func(hide bool) error
	// PIN opens the card about the PIN of the SIM card, Erase deletes everything that the program keeps.
	PIN, Erase func()
	// Rows are those of other packages, at the end of their groups.
	Rows []Row
}

// Data is mobile data of a stick in internet mode.
type Data struct {
	On  bool
	Set func(on bool) // also keeps the choice; never blocks
}

// Settings is the page.
type Settings struct {
	cfg Config
	*look.Page
	view *view
	rows map[string]*look.Row // on the page, by their keys
}

// New builds the page with what is kept now; nothing is shown before Show.
func New(cfg Config) *Settings {
	if cfg.Changed == nil {
		cfg.Changed = func(string, string) {}
	}
	s := &Settings{cfg: cfg, rows: map[string]*look.Row{}}
	s.view = s.build(append(s.own(), cfg.Rows...))
	s.Page = look.NewWholePage(tr.T("settings.title"), s.view.object)
	return s
}

// Show shows the page.
func (s *Settings) Show() { s.cfg.Show(s.Page, nil) }

// Update shows another value of a row.
func (s *Settings) Update(key, value string) {
	if row := s.rows[key]; row != nil {
		row.SetValue(value)
	}
}

// At is where on the page somebody is, to be there again when it was built anew.
type At struct {
	Row    string
	Offset fyne.Position
}

// Leave closes the page and returns where on it somebody was.
func (s *Settings) Leave() (at At) {
	at.Offset = s.view.scroll.Offset
	for key, row := range s.rows {
		if s.cfg.Canvas.Focused() == fyne.Focusable(row) {
			at.Row = key
		}
	}
	s.Close()
	return at
}

// ShowAt shows the page as it was left.
func (s *Settings) ShowAt(at At) {
	s.cfg.Show(s.Page, nil)
	s.view.scroll.ScrollToOffset(at.Offset)
	if row := s.rows[at.Row]; row != nil {
		s.Focus(row)
	}
}

// set keeps a choice and reports whether that worked.
func (s *Settings) set(key, value string) bool {
	if key == KeyHidden && s.cfg.HideFromCapture(value == "on") != nil {
		s.say("settings.hiddenFailed")
		return false
	}
	if err := s.cfg.Keeper.SetSetting(key, value); err != nil {
		s.say("settings.notSaved")
		return false
	}
	s.Say("", "")
	s.cfg.Changed(key, value)
	return true
}

// say shows a sentence on the page.
func (s *Settings) say(key string) { s.Say(tr.T(key), look.ColorAccent) }

// regions are the countries to choose from: where people with these sticks and these two languages
// live, and their neighbours. Any other is kept when it was set otherwise.
var regions = []string{
	"", "DE", "AT", "CH", "LI", "LU", "BE", "NL", "DK", "PL", "CZ", "FR", "IT",
	"ES", "GB", "IE", "US",
}
