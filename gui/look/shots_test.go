package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
)

// TestGallery draws the menu and a page, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "look", func(g *gallery.Gallery) {
		m, w, field, _ := openMenu(g.T)
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: g.Theme})
		m.ShowBelow(w.Canvas(), field)
		keyTo(w, fyne.KeyDown, fyne.KeyDown)
		g.Shot(w, "menu")
		d := newDesk(g.T)
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: g.Theme})
		button := look.NewQuiet("Choose …", nil)
		p := d.page("Many at once", look.NewText("Something about it.", ""),
			look.Card(look.NewStrong("Card", ""), look.NewText("With words.", "")), button).
			Buttons(look.NewLink("", nil).WithIcon(theme.HelpIcon()), look.NewPrimary("Start", nil))
		d.Show(p, nil)
		p.Say("Three rows cannot be read.", look.ColorCareful)
		g.Shot(d.w, "page")
	})
}
