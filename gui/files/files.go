// Package files lets a person choose files: in the system's own dialog where there is one, else in
// Fyne's, or by dropping them onto the window. Pages get a Files and need not know which it is.
//
// It runs on the UI goroutine; only the system's dialog has a goroutine of its own.
package files

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// Kind is a kind of file that a person can choose: in words ("Table (CSV)"), and by the endings of its
// names, without a dot and in small letters ("csv"). Without endings it is any file.
type Kind struct {
	Words   string
	Endings []string
}

// Files lets a person choose files. Its methods are called on the UI goroutine and return at once; then is
// called there when a file was chosen, and not at all when the person gave it up.
type Files interface {
	// Open lets the person choose a file to read. The first kind is shown first.
	Open(title string, kinds []Kind, then func(path string))
	// Save lets the person choose where a file goes; name is offered. The system has asked already
	// when there is one with that name.
	Save(title, name string, kind Kind, then func(path string))
	// OnDrop has take called when files are dropped onto the window; it reports whether it wants them.
	// Whoever came last is asked first. remove ends that.
	OnDrop(take func(paths []string) bool) (remove func())
}

// Native are the dialogs of the system. They block until the person has chosen, and return "" when that
// was given up. An error means that there is none, and Fyne's own is shown instead.
type Native struct {
	Open func(title string, kinds []Kind) (string, error)
	Save func(title, name string, kind Kind) (string, error)
}

// Chooser is a Files for one window.
type Chooser struct {
	window fyne.Window
	post   func(func())
	native Native
	takers []*taker
	open   bool // a dialog of the system is open: there is never a second one
}

type taker struct{ take func(paths []string) bool }

// New returns one. post hands work to the UI goroutine; native may be zero.
func New(window fyne.Window, post func(func()), native Native) *Chooser {
	c := &Chooser{window: window, post: post, native: native}
	window.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) { c.dropped(dropped) })
	return c
}

// Open implements Files.
func (c *Chooser) Open(title string, kinds []Kind, then func(path string)) {
	var ask func() (string, error)
	if c.native.Open != nil {
		ask = func() (string, error) { return c.native.Open(title, kinds) }
	}
	c.ask(ask, then, func() { c.openHere(title, kinds, then) })
}

// Save implements Files.
func (c *Chooser) Save(title, name string, kind Kind, then func(path string)) {
	var ask func() (string, error)
	if c.native.Save != nil {
		ask = func() (string, error) { return c.native.Save(title, name, kind) }
	}
	c.ask(ask, then, func() { c.saveHere(title, name, kind, then) })
}

// ask shows a dialog of the system, or calls otherwise where there is none.
func (c *Chooser) ask(native func() (string, error), then func(string), otherwise func()) {
	if native == nil {
		otherwise()
		return
	}
	if c.open {
		return
	}
	c.open = true
	go func() {
		path, err := native()
		c.post(func() {
			c.open = false
			switch {
			case err != nil:
				otherwise()
			case path != "":
				then(path)
			}
		})
	}()
}

// openHere is Fyne's dialog.
func (c *Chooser) openHere(title string, kinds []Kind, then func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if file == nil || err != nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close() // it is opened again by whoever wants it
		then(path)
	}, c.window)
	d.SetTitleText(title)
	var endings []string
	for _, k := range kinds {
		endings = append(endings, dotted(k)...)
		if len(k.Endings) == 0 {
			endings = nil
			break
		}
	}
	if len(endings) > 0 {
		d.SetFilter(storage.NewExtensionFileFilter(endings))
	}
	d.Show()
	d.Resize(c.size())
}

func (c *Chooser) saveHere(title, name string, kind Kind, then func(path string)) {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil || err != nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close() // likewise
		then(path)
	}, c.window)
	d.SetTitleText(title)
	d.SetFileName(name)
	if endings := dotted(kind); len(endings) > 0 {
		d.SetFilter(storage.NewExtensionFileFilter(endings))
	}
	d.Show()
	d.Resize(c.size())
}

func (c *Chooser) size() fyne.Size {
	const share = 0.9
	all := c.window.Canvas().Size()
	return fyne.NewSize(all.Width*share, all.Height*share)
}

// dotted returns the endings of a kind as Fyne wants them; it compares them whatever their case.
func dotted(k Kind) []string {
	var all []string
	for _, ending := range k.Endings {
		all = append(all, "."+ending)
	}
	return all
}

// OnDrop implements Files.
func (c *Chooser) OnDrop(take func(paths []string) bool) (remove func()) {
	t := &taker{take}
	c.takers = append(c.takers, t)
	return func() {
		c.takers = slices.DeleteFunc(c.takers, func(other *taker) bool { return other == t })
	}
}

// dropped hands files to the last one who wants them. What is no file of this computer is left out.
func (c *Chooser) dropped(all []fyne.URI) {
	var paths []string
	for _, u := range all {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) == 0 {
		return
	}
	for _, t := range slices.Backward(slices.Clone(c.takers)) {
		if t.take(paths) {
			return
		}
	}
}
