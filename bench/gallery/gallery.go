// Package gallery draws the states of the window by Fyne's software painter, without a display, and
// finds words that are cut off. A package's TestGallery puts the window into one state after the
// other and calls Shot; everything else happens here.
//
// In an ordinary run nothing is drawn: only the words are looked at, in German and light, and in English
// and dark. With the variable SURFSTICK_GALLERY, the name of a folder, there is every look, and each
// state leaves
//
//	FOLDER/GROUP/STATE.LANGUAGE-THEME-SIZE.png
//
// in the sizes of Sizes. SURFSTICK_LOOK=de-light leaves out all other looks.
package gallery

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
)

// Size is one size in which a state is drawn.
type Size struct {
	Name   string
	Scale  float32 // pixels for each unit of the window, as FYNE_SCALE sets it
	Text   float32 // of look.SetTextSize
	Window fyne.Size
}

// Sizes are the sizes in which each state is drawn. A screen of 1440 × 960 pixels at 200 % has room
// for the smallest window only.
func Sizes() []Size {
	opens := fyne.NewSize(look.OpenWidth, look.OpenHeight)
	return []Size{
		{"100", 1, look.TextNormal, opens},
		{"150", 1.5, look.TextNormal, opens},
		{"200", 2, look.TextNormal, smallest()},
		{"text", 1, look.TextHuge, opens},
		{"smalltext", 1, look.TextHuge, smallest()},
	}
}

func smallest() fyne.Size { return fyne.NewSize(look.MinWidth, look.MinHeight) }

// Gallery draws the states of one group in one language, theme and size of text.
type Gallery struct {
	*testing.T
	Language string // "de" or "en"
	Theme    string // "light" or "dark"

	// Settle lets happen what the window has in hand after it changed its size; nil where nothing waits.
	Settle func()

	group  string
	folder string // "" keeps no picture
	text   float32
}

// German reports whether the words are German.
func (g *Gallery) German() bool { return g.Language == "de" }

// Draw calls draw once for each look that is asked for.
func Draw(t *testing.T, group string, draw func(g *Gallery)) {
	t.Helper()
	g := Gallery{group: group, text: look.TextNormal}
	g.folder = os.Getenv("SURFSTICK_GALLERY")
	if g.folder == "" {
		for _, g = range []Gallery{
			{Language: "de", Theme: "light", text: look.TextNormal, group: group},
			{Language: "en", Theme: "dark", text: look.TextNormal, group: group},
		} {
			g.run(t, draw)
		}
		return
	}
	if err := os.MkdirAll(filepath.Join(g.folder, group), 0o755); err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("SURFSTICK_LOOK")
	for _, g.Language = range []string{"de", "en"} {
		for _, g.Theme = range []string{"light", "dark"} {
			for _, g.text = range []float32{look.TextNormal, look.TextHuge} {
				if only == "" || only == g.Language+"-"+g.Theme {
					g.run(t, draw)
				}
			}
		}
	}
}

func (g Gallery) run(t *testing.T, draw func(g *Gallery)) {
	t.Helper()
	name := g.Language + "-" + g.Theme
	if g.text != look.TextNormal {
		name += "-text"
	}
	t.Run(name, func(t *testing.T) {
		before := look.TextSize()
		look.SetTextSize(g.text)
		t.Cleanup(func() { look.SetTextSize(before) })
		g.T = t
		draw(&g)
	})
}

// App makes an application with the theme and the words of the look. Whoever makes one by other
// means sets both himself.
func (g *Gallery) App() fyne.App {
	g.Helper()
	return looktest.App(g.T, g.Language, g.Theme)
}

// Shot draws the window as it is now, where pictures are kept. It fails when the window cannot be made as small as the
// smallest one, or when words are cut off then. Afterwards the window has the size that it opens with.
func (g *Gallery) Shot(window fyne.Window, name string) {
	g.Helper()
	g.resize(window, smallest())
	for _, fault := range Faults(window) {
		g.Errorf("%s: in the smallest window %s", name, fault)
	}
	for _, s := range Sizes() {
		if g.folder != "" && s.Text == g.text {
			g.picture(window, name, s)
		}
	}
	g.resize(window, fyne.NewSize(look.OpenWidth, look.OpenHeight))
}

// ShotAt draws the window in a size of its own, at 100 %, where pictures are kept.
func (g *Gallery) ShotAt(window fyne.Window, name string, size fyne.Size) {
	g.Helper()
	if g.folder != "" && g.text == look.TextNormal {
		g.picture(window, name, Size{"100", 1, look.TextNormal, size})
		g.resize(window, fyne.NewSize(look.OpenWidth, look.OpenHeight))
	}
}

func (g *Gallery) resize(window fyne.Window, size fyne.Size) {
	if window.Canvas().Size() == size {
		return
	}
	window.Resize(size)
	if g.Settle != nil {
		g.Settle()
	}
}

func (g *Gallery) picture(window fyne.Window, name string, s Size) {
	g.Helper()
	g.resize(window, s.Window)
	c := window.Canvas().(software.WindowlessCanvas)
	c.SetScale(s.Scale)
	defer c.SetScale(1)
	file, err := os.Create(filepath.Join(g.folder, g.group,
		name+"."+g.Language+"-"+g.Theme+"-"+s.Name+".png"))
	if err != nil {
		g.Fatal(err)
	}
	defer file.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(file, c.Capture()); err != nil {
		g.Fatal(err)
	}
}
