package contacts_test

import (
	"context"
	"fmt"
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/contacts"
	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// card is a SIM card that answers as it was told. done lists what was asked of it.
type card struct {
	mu   sync.Mutex
	on   []sms.Contact
	room sms.ContactRoom
	err  error
	done []string
}

func (c *card) note(what ...any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = append(c.done, strings.TrimSpace(fmt.Sprintln(what...)))
	return c.err
}

func (c *card) Contacts(_ context.Context, progress func(int, int)) ([]sms.Contact, error) {
	progress(20, 40)
	return slices.Clone(c.on), c.note("contacts")
}

func (c *card) SaveContact(_ context.Context, k sms.Contact) (int, error) {
	return k.Index, c.note("save", k.Index, k.Number, k.Name)
}

func (c *card) DeleteContact(_ context.Context, index int) error { return c.note("delete", index) }

func (c *card) ContactRoom(context.Context) (sms.ContactRoom, error) { return c.room, nil }

// chooser chooses the files that a test names.
type chooser struct {
	open, save string
	drop       func(paths []string) bool
}

func (c *chooser) Open(_ string, _ []files.Kind, then func(string)) { then(c.open) }

func (c *chooser) Save(_, name string, _ files.Kind, then func(string)) {
	then(filepath.Join(c.save, name))
}

func (c *chooser) OnDrop(take func([]string) bool) func() {
	c.drop = take
	return func() { c.drop = nil }
}

type bench struct {
	testing.TB
	*contacts.Contacts
	store  *store.Store
	card   *card
	files  *chooser
	window fyne.Window
	pages  *look.Pages
	posts  chan func()
	runs   atomic.Int64 // calls to the store that have not ended
	wrote  sms.Number
	holder string // which SIM card is in the stick
}

func newBench(t testing.TB, language, variant string, people ...sms.Person) *bench {
	t.Helper()
	looktest.App(t, language, variant)
	b := &bench{TB: t, posts: make(chan func(), 100), files: &chooser{save: t.TempDir()}, card: &card{
		room: sms.ContactRoom{Used: 0, First: 1, Places: 50, Name: 14},
	}}
	var err error
	b.store, err = store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.store.Close() })
	b.keep(people...)
	b.window = test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	b.pages = look.NewPages(b.window.Canvas(), canvas.NewRectangle(color.Transparent))
	b.window.SetPadded(false)
	b.window.SetContent(b.pages.Object())
	b.window.Resize(fyne.NewSize(1000, 700))
	b.Contacts = contacts.New(contacts.Config{
		Store: b.store, Card: b.card, Files: b.files, Window: b.window, Region: func() string { return "DE" },
		Post: func(f func()) { b.posts <- f }, Run: b.beside,
		Show: b.pages.Show, Write: func(n sms.Number) { b.wrote = n },
		Holder: func() string { return b.holder },
	})
	return b
}

// open shows the page and waits for the list.
func (b *bench) open() {
	b.Open()
	b.settle()
}

// keep puts people into the store.
func (b *bench) keep(people ...sms.Person) {
	b.Helper()
	if _, err := b.store.ChangePeople(context.Background(), people); err != nil {
		b.Fatal(err)
	}
}

// people are those in the store, in words.
func (b *bench) people() string {
	b.Helper()
	all, err := b.store.People(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	var lines []string
	for _, p := range all {
		line := p.Name
		for _, n := range p.Numbers {
			line += strings.TrimRight(" "+n.Label, " ") + " " + string(n.Number)
		}
		if p.Note != "" {
			line += " (" + p.Note + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "|")
}

func (b *bench) has(want string) {
	b.Helper()
	if got := b.people(); got != want {
		b.Errorf("there are %s, want %s", got, want)
	}
}

// beside runs a call to the store.
func (b *bench) beside(f func()) {
	b.runs.Add(1)
	go func() {
		defer b.runs.Add(-1)
		f()
	}()
}

// settle lets come back what was asked, until nothing runs and nothing has come for a moment.
func (b *bench) settle() {
	b.Helper()
	for quiet, late := 0, time.After(60*time.Second); quiet < 4; {
		select {
		case f := <-b.posts:
			f()
			quiet = 0
		case <-late:
			b.Fatal("it never came back")
		case <-time.After(5 * time.Millisecond):
			if quiet++; b.runs.Load() > 0 || b.asksCard() {
				quiet = 0
			}
		}
	}
}

// asksCard reports whether the SIM card is being asked: a bar says so.
func (b *bench) asksCard() bool {
	runs := false
	b.walk(func(o fyne.CanvasObject) {
		switch bar := o.(type) {
		case interface{ Running() bool }:
			runs = runs || bar.Running()
		case *look.Bar:
			runs = true
		}
	})
	return runs
}

func (b *bench) walk(visit func(fyne.CanvasObject)) {
	roots := []fyne.CanvasObject{b.window.Content()}
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		roots = []fyne.CanvasObject{top}
	}
	for _, root := range roots {
		seen(root, visit)
	}
}

// seen visits all objects that are not hidden, nor in something that is.
func seen(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			seen(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			seen(child, visit)
		}
	}
}

func (b *bench) words() string {
	var lines []string
	b.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			lines = append(lines, o.Text)
		case *look.Text:
			lines = append(lines, o.Text())
		case *look.Field:
			lines = append(lines, o.Text)
		}
	})
	return strings.Join(lines, "\n")
}

func (b *bench) sees(want ...string) {
	b.Helper()
	words := strings.Join(strings.Fields(b.words()), " ")
	for _, w := range want {
		if !strings.Contains(words, w) {
			b.Errorf("no %q in: %s", w, words)
		}
	}
}

func (b *bench) seesNot(unwanted ...string) {
	b.Helper()
	for _, w := range unwanted {
		if words := b.words(); strings.Contains(words, w) {
			b.Errorf("there is %q in: %s", w, words)
		}
	}
}

// tap presses the button, the row or the entry of a menu with these words, the last one there is.
func (b *bench) tap(words string) {
	b.Helper()
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Button:
			if o.Text == words {
				found = o
			}
		case *look.MenuRow:
			if o.Words() == words {
				found = o
			}
		case *look.Row:
			if o.Words() == words {
				found = o
			}
		case *look.Round:
			if o.Text == words {
				found = o
			}
		}
	})
	if found == nil {
		b.Fatalf("no %q in: %s", words, b.words())
	}
	test.Tap(found)
	b.settle()
}

// fields are those that one can type into, in their order.
func (b *bench) fields() []*look.Field {
	var all []*look.Field
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*look.Field); ok {
			all = append(all, f)
		}
	})
	return all
}

func (b *bench) selects() []*look.Select {
	var all []*look.Select
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*look.Select); ok {
			all = append(all, f)
		}
	})
	return all
}

// list returns the first list that is seen, as what takes keys.
func (b *bench) list() fyne.Focusable {
	b.Helper()
	var found fyne.Focusable
	b.walk(func(o fyne.CanvasObject) {
		if l, ok := o.(interface {
			fyne.Focusable
			ScrollTo(widget.ListItemID)
		}); ok && found == nil {
			found = l
		}
	})
	if found == nil {
		b.Fatal("no list")
	}
	return found
}

// press presses a key while something has the keyboard.
func (b *bench) press(name fyne.KeyName) {
	b.Helper()
	if f := b.window.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else if on := b.window.Canvas().OnTypedKey(); on != nil {
		on(&fyne.KeyEvent{Name: name})
	}
	b.settle()
}

func person(name string, numbers ...string) sms.Person {
	p := sms.Person{Name: name}
	for i := 0; i < len(numbers); i += 2 {
		p.Numbers = append(p.Numbers, sms.PersonNumber{Label: numbers[i], Number: sms.Number(numbers[i+1])})
	}
	return p
}

// some are people as one has them.
func some() []sms.Person {
	zoe := person("Zoë Ärger", "", "+436641234567")
	zoe.Note = "Nur abends anrufen.\nHat zwei Hunde."
	return []sms.Person{
		person("Anna Meyer", "mobile", "+491711234567", "home", "+49301234567"),
		person("Bert", "", "+491727654321"),
		person("Ferienwohnung Nordsee, Familie Müller-Lüdenscheidt", "Ferienhaus", "+49441123456"),
		zoe,
	}
}
