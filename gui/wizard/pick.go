package wizard

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// zadigPage is where Zadig is to be had, guidePage where the guide is, which knows where Huawei
// keeps the driver.
var (
	zadigPage = url.URL{Scheme: "https", Host: "zadig.akeo.ie", Path: "/"}
	guidePage = url.URL{
		Scheme: "https", Host: "github.com",
		Path: "/mmaeusezahl/python-windows-surfstick-guide",
	}
)

// openPage returns what opens a page of the web. Where there is no browser, the address is said.
func openPage(page url.URL) func(*Wizard) {
	return func(w *Wizard) {
		if w.config.OpenURL(&page) != nil {
			w.complain(tr.T("wizard.noBrowser", tr.Data{"Address": page.String()}))
		}
	}
}

// askConsent shows what Zadig changes, before it is started.
func (w *Wizard) askConsent() {
	w.local.consent = true
	w.update()
}

// back leaves the page that the user went to.
func (w *Wizard) back() {
	w.local.consent, w.local.help, w.local.serial = false, helpNone, false
	w.update()
}

// useDirect shows the way to Direct USB, useHuawei that to Huawei's driver.
func (w *Wizard) useDirect() {
	w.local.help = helpDirect
	w.askConsent()
}

func (w *Wizard) useHuawei() {
	w.local.help = helpHuawei
	w.update()
}

// startZadig starts Zadig at the path in the field.
func (w *Wizard) startZadig() {
	w.settleOnZadig(setup.DoInstallDriver{Zadig: w.typed[fieldZadig]})
}

// awaitZadig lets the user start Zadig.
func (w *Wizard) awaitZadig() { w.settleOnZadig(setup.DoNoteDrivers{}) }

// settleOnZadig settles on the way with a driver.
func (w *Wizard) settleOnZadig(then setup.Action) {
	if w.state.step != setup.StepConnection && w.state.Intent.Transport != setup.TransportLibusb {
		w.config.Do(setup.DoChooseTransport{Transport: setup.TransportLibusb})
	}
	w.config.Do(then)
	w.local.consent = false
	w.update()
}

// checkFile checks the file in the field.
func (w *Wizard) checkFile() {
	if w.valid() {
		w.config.Do(setup.DoCheckDriverFile{Path: w.typed[fieldDriver]})
	}
}

// pick lets the user choose the file of the page's field.
func (w *Wizard) pick() {
	if w.config.Window == nil {
		return
	}
	open := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err == nil && file != nil {
			w.picked(file.URI().Path())
			_ = file.Close()
		}
	}, w.config.Window)
	if w.page.Form == formZadig {
		open.SetFilter(storage.NewExtensionFileFilter([]string{".exe"}))
	}
	if home, err := os.UserHomeDir(); err == nil {
		folder := storage.NewFileURI(filepath.Join(home, "Downloads"))
		if list, err := storage.ListerForURI(folder); err == nil {
			open.SetLocation(list)
		}
	}
	w.closeByEscape(open)
	open.Show()
	open.Resize(fyne.NewSize(look.OpenWidth*0.8, look.OpenHeight*0.85))
	open.Hide() // shown anew, it lies in the middle of the window
	open.Show()
}

// closeByEscape lets Escape close Fyne's dialog, which knows no such key, as long as nothing in it
// has the keyboard.
func (w *Wizard) closeByEscape(open *dialog.FileDialog) {
	canvas := w.config.Window.Canvas()
	before := canvas.OnTypedKey()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if top := canvas.Overlays().Top(); e.Name == fyne.KeyEscape && top != nil {
			open.Hide()
			canvas.SetOnTypedKey(before)
		} else if before != nil {
			before(e)
		}
	})
}

// picked puts the path into the page's field, as if it was typed.
func (w *Wizard) picked(path string) {
	for _, f := range w.built.fields {
		f.field.SetText(filepath.FromSlash(path))
	}
}

// addLines adds lines to be copied.
func (w *Wizard) addLines() {
	if len(w.page.Lines) == 0 {
		return
	}
	w.add(w.codeCard(w.page.Lines))
}

func (w *Wizard) codeCard(lines []string) fyne.CanvasObject {
	text := strings.Join(lines, "\n")
	copied := look.NewCopy(tr.T("wizard.do.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(strings.ReplaceAll(text, "\n", "\r\n"))
	})
	return container.New(look.Column{Gap: look.Space1}, look.Card(look.NewMono(text)),
		container.NewHBox(copied))
}
