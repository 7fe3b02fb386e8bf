package gui

import (
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/notify"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
)

// rows are the choices about what the program does beside its window.
func (d *desk) rows() []settings.Row {
	var rows []settings.Row
	if a := d.config.Autostart; a != nil {
		rows = append(rows, settings.Row{
			Group: settings.General, Key: "autostart", IsOn: a.On, Set: d.setAutostart,
		})
	}
	if d.shell.HasTray() {
		rows = append(rows, settings.Row{Group: settings.General, Key: settings.KeyTray, Off: "off"})
	}
	return append(rows,
		settings.Row{
			Group: settings.Notifications, Key: settings.KeyNotify,
			Values: []string{string(notify.Full), string(notify.Sender), string(notify.Count), string(notify.Off)},
		},
		settings.Row{Group: settings.Notifications, Key: settings.KeySound, Off: "off"},
		settings.Row{Group: settings.Notifications, Key: settings.KeyQuiet, Do: d.askQuiet, Value: d.quiet})
}

func (d *desk) setAutostart(on bool) {
	if err := d.config.Autostart.Set(on); err != nil {
		d.config.Log.Warn("autostart", "on", on, "err", err)
	}
}

// quiet says when nothing is said.
func (d *desk) quiet() string {
	hours := d.notifications().Quiet.String()
	if hours == "" {
		return tr.T("settings.quiet.none")
	}
	return strings.Replace(hours, "-", " – ", 1)
}

// askQuiet asks from when to when nothing is said.
func (d *desk) askQuiet() {
	hours := d.notifications().Quiet.String()
	if hours == "" {
		hours = "22:00-07:00"
	}
	begins, ends, _ := strings.Cut(hours, "-")
	from, to := look.NewField("22:00", 0, nil), look.NewField("07:00", 0, nil)
	from.SetText(begins)
	to.SetText(ends)
	var sheet *look.Sheet
	keep := func() {
		read := notify.ReadHours(strings.TrimSpace(from.Text) + "-" + strings.TrimSpace(to.Text)).String()
		if read == "" {
			sheet.Say(tr.T("settings.quiet.wrong"), look.ColorBad)
			return
		}
		sheet.Close()
		d.setQuiet(read)
	}
	from.OnEnter, to.OnEnter = keep, keep
	sheet = look.NewSheet(d.window.Canvas(), tr.T("settings.quiet"), look.NewText(tr.T("settings.quiet.text"), ""),
		look.Form(tr.T("settings.quiet.from"), fyne.CanvasObject(from), tr.T("settings.quiet.to"), fyne.CanvasObject(to)))
	sheet.Buttons(
		look.NewQuiet(tr.T("settings.quiet.off"), func() { sheet.Close(); d.setQuiet("") }),
		look.NewPrimary(tr.T("settings.quiet.keep"), keep))
	sheet.Show(from)
}

func (d *desk) setQuiet(hours string) {
	_ = d.preferences.SetSetting(settings.KeyQuiet, hours) // which has logged it
	d.openSettings()                                       // shows the new value
}
