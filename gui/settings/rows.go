package settings

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// Group is a headed part of the page; its heading is settings.group.NAME. A group without rows is
// left out.
type Group string

// The groups, in the order of the page.
const (
	General       Group = "general"
	Messages      Group = "messages"
	Notifications Group = "notifications"
	Programs      Group = "programs"
	Stick         Group = "stick"
	Storage       Group = "storage"
	Help          Group = "help"
	Danger        Group = "danger"
)

var groups = []Group{General, Messages, Notifications, Programs, Stick, Storage, Help, Danger}

// Row is one line of the page. Its words are settings.KEY, a sentence below them settings.KEY.note
// where there is one. Which kind it is follows from what is set: a row with Values is a choice among
// them, kept under Key; one with On or Off is a switch, kept likewise; the others do something.
type Row struct {
	Group Group
	Key   string
	// Values are those to choose from; the words for one are settings.KEY.VALUE, and for ""
	// settings.KEY.default, which is also shown for what is kept and means nothing.
	Values []string
	// On and Off are what is kept for a switch; one of them is "".
	On, Off string
	// IsOn and Set take the place of what is kept, for a switch of something else; may be nil.
	IsOn func() bool
	Set  func(on bool)
	// Do does something, or shows another page or card. Leave closes this page first.
	Do    func()
	Leave bool
	// Value is shown at the right of a row with Do; may be nil.
	Value func() string
}

func (r Row) words() string { return tr.T("settings." + r.Key) }

func (r Row) note() string {
	if key := "settings." + r.Key + ".note"; tr.Has(key) {
		return tr.T(key)
	}
	return ""
}

// does reports whether there is anything to do with the row.
func (r Row) does() bool {
	return len(r.Values) > 0 || r.On != r.Off || r.Set != nil || r.Do != nil
}

// own are the rows of this package.
func (s *Settings) own() []Row {
	c := s.cfg
	rows := []Row{
		{Group: General, Key: KeyLanguage, Values: []string{"", "de", "en"}},
		{Group: General, Key: KeyTheme, Values: []string{"", "light", "dark"}},
		{Group: General, Key: KeyTextSize, Values: TextSizes},
		{Group: General, Key: KeyScale, Values: s.scales()},
		{Group: General, Key: KeyMotion, On: "less"},
		{Group: Messages, Key: KeyEnter, Off: "newline"},
		{Group: Messages, Key: KeyValidity, Values: Validities},
		{Group: Messages, Key: KeyRegion, Values: regions},
		{Group: Stick, Key: KeyAuto, On: "on"},
		{Group: Stick, Key: "pin", Do: c.PIN},
		{Group: Stick, Key: "test", Do: c.Test, Leave: true},
		{Group: Stick, Key: "restart", Do: c.Restart, Leave: true},
		{Group: Stick, Key: "mode." + c.ModeName, Do: c.Mode, Leave: true},
		{Group: Stick, Key: "setup", Do: c.Setup, Leave: true},
		{Group: Storage, Key: "folder", Do: s.opener(c.OpenFolder)},
		{Group: Help, Key: "help", Do: c.Help},
		{Group: Help, Key: "keys", Do: c.Keys},
		{Group: Help, Key: "report", Do: c.Report},
		{Group: Help, Key: "log", Do: c.Log},
		{Group: Help, Key: "logs", Do: s.opener(c.OpenLogs)},
		{Group: Help, Key: "about", Do: c.About, Value: func() string { return c.Version }},
	}
	if c.HideFromCapture != nil {
		rows = append(rows, Row{Group: General, Key: KeyHidden, On: "on"})
	}
	if c.Data != nil {
		rows = append(rows, Row{
			Group: Stick, Key: "data", IsOn: func() bool { return c.Data.On }, Set: s.setData,
		})
	}
	if c.Erase != nil {
		rows = append(rows, Row{Group: Danger, Key: "erase", Do: s.askErase})
	}
	return rows
}

// scales are the sizes of everything that one can choose.
func (s *Settings) scales() []string {
	if s.cfg.Scales == nil {
		return Scales
	}
	return s.cfg.Scales
}

// opener opens a folder, and says when that cannot be done; nil where there is none.
func (s *Settings) opener(open func() error) func() {
	if open == nil {
		return nil
	}
	return func() {
		if open() != nil {
			s.say("settings.folderFailed")
		}
	}
}

// setData switches mobile data.
func (s *Settings) setData(on bool) {
	s.cfg.Data.Set(on)
	s.say("settings.dataAsked")
}

// line returns a row as it is seen.
func (s *Settings) line(r Row) *look.Row {
	var line *look.Row
	switch {
	case len(r.Values) > 0:
		line = s.choice(r)
	case r.Set != nil:
		line = look.NewSwitch(r.words(), r.note(), r.IsOn())
		line.OnTapped = func() { r.Set(line.On()) }
	case r.On != r.Off:
		line = s.toggle(r)
	default:
		line = look.NewRow(r.words(), r.note())
		if r.Value != nil {
			line.SetValue(r.Value())
		}
		line.OnTapped = r.Do
		if r.Leave {
			line.OnTapped = func() { s.Close(); r.Do() }
		}
	}
	if r.Group == Danger {
		line.Danger()
	}
	s.rows[r.Key] = line
	return line
}

// toggle is a row that is on or off.
func (s *Settings) toggle(r Row) *look.Row {
	line := look.NewSwitch(r.words(), r.note(), s.cfg.Keeper.Setting(r.Key) == r.On)
	line.OnTapped = func() {
		value := r.Off
		if line.On() {
			value = r.On
		}
		if !s.set(r.Key, value) {
			line.SetOn(!line.On())
		}
	}
	return line
}

// choice is a row whose values stand in a menu.
func (s *Settings) choice(r Row) *look.Row {
	words := func(value string) string { return tr.T("settings." + r.Key + "." + cmp.Or(value, "default")) }
	kept := func() string {
		value := s.cfg.Keeper.Setting(r.Key)
		if !slices.Contains(r.Values, value) {
			return ""
		}
		return value
	}
	line := look.NewRow(r.words(), r.note()).SetValue(words(kept()))
	line.OnTapped = func() {
		items := make([]look.Item, len(r.Values))
		now := kept()
		for i, value := range r.Values {
			items[i] = look.Item{Words: words(value), Do: func() {
				if value != now && s.set(r.Key, value) {
					line.SetValue(words(value))
				}
			}}
			if value == now {
				items[i].Icon, items[i].Here = theme.ConfirmIcon(), true
			}
		}
		look.NewMenu(items...).ShowRight(s.cfg.Canvas, line)
	}
	return line
}
