package help

import (
	"net/url"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// OpenKeys shows the shortcuts.
func (h *Help) OpenKeys() {
	var body []fyne.CanvasObject
	for _, group := range h.cfg.Keys() {
		var rows []fyne.CanvasObject
		for _, line := range group.Lines {
			rows = append(rows, keyRow(line))
		}
		body = append(body, container.New(look.Column{Gap: look.Space2},
			look.NewStrong(group.Title, ""), look.Rows(rows...)))
	}
	h.cfg.Show(look.NewPage(tr.T("help.keys.title"), body...), nil)
}

// keyRow is a line with what a shortcut does, and its keys.
func keyRow(line KeyLine) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(look.Space2, look.Space2, look.Space4, look.Space4),
		container.NewGridWithColumns(2, look.NewText(line.Words, ""), look.NewText(line.Keys, look.ColorMuted)))
}

// OpenReport shows the diagnostic report as it is, to copy or to save it.
func (h *Help) OpenReport() { h.openText("help.report", "surfstick-report.txt", h.cfg.Report) }

// OpenLog shows the end of the log, to copy or to save it, or to look again.
func (h *Help) OpenLog() { h.openText("help.log", "surfstick-log.txt", h.cfg.Log) }

// openText shows a technical text as it is now; key is that of its title and of what is said about it, file
// the name that is offered to save it by.
func (h *Help) openText(key, file string, read func() string) {
	text := read()
	shown := look.NewMono(text)
	page := look.NewPage(tr.T(key+".title"), look.NewText(tr.T(key+".what"), ""), look.Card(shown))
	page.Buttons(look.NewQuiet(tr.T("help.text.again"), func() {
		text = read()
		shown.SetText(text)
		page.Fit()
	}))
	if h.cfg.Files != nil {
		page.Buttons(look.NewQuiet(tr.T("help.report.save"), func() {
			kind := files.Kind{Words: tr.T("help.report.kind"), Endings: []string{"txt"}}
			h.cfg.Files.Save(tr.T("help.report.save"), file, kind, func(path string) {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					page.Say(tr.T("help.report.notSaved"), look.ColorBad)
					return
				}
				page.Say(tr.T("help.report.saved"), look.ColorGood)
			})
		}))
	}
	page.Buttons(look.NewCopy(tr.T("help.report.copy"), func() { h.cfg.Copy(text) }))
	h.cfg.Show(page, nil)
}

// OpenAbout shows what the program is and what it is made of.
func (h *Help) OpenAbout() {
	version := look.NewRow(tr.T("help.about.version"), "").SetValue(h.cfg.Version)
	licences := look.NewRow(tr.T("help.licences.title"), "")
	licences.OnTapped = func() {
		h.cfg.Show(look.NewPage(tr.T("help.licences.title"), look.NewText(tr.T("help.licences.what"), ""),
			look.Card(look.NewMono(h.cfg.Licences))), nil)
	}
	rows := []fyne.CanvasObject{version, licences}
	if h.cfg.Releases != "" {
		newer := look.NewRow(tr.T("help.releases"), tr.T("help.releases.note"))
		newer.OnTapped = h.askReleases
		rows = append(rows, newer)
	}
	page := look.NewPage(tr.T("help.about.title"), look.NewText(tr.T("help.about.what"), ""),
		look.Rows(rows...), look.NewNote(tr.T("help.about.net")))
	version.OnTapped = func() {
		h.cfg.Copy("Surfstick SMS " + h.cfg.Version)
		page.Say(tr.T("look.copied"), look.ColorGood)
	}
	h.cfg.Show(page, nil)
}

// askReleases asks before the browser goes to the network: the program itself never does.
func (h *Help) askReleases() {
	u, err := url.Parse(h.cfg.Releases)
	if err != nil {
		return
	}
	yes := look.NewPrimary(tr.T("help.releases.yes"), func() {
		if h.cfg.OpenURL(u) != nil {
			h.cfg.Copy(h.cfg.Releases)
		}
	})
	look.NewSheet(h.cfg.Canvas, tr.T("help.releases.title"),
		look.NewText(tr.T("help.releases.question", tr.Data{"Address": h.cfg.Releases}), "")).
		Answers(look.NewQuiet(tr.T("help.releases.no"), nil), yes).Show(nil)
}
