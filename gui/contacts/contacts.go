// Package contacts is the page with the people whom the user knows: looking for them, changing them, writing
// to them, taking them in from files and from the SIM card, and giving them out again.
//
// It runs on the UI goroutine, but for what the store, the card and files are asked, which runs beside it
// and comes back through Config.Post. Whatever comes from outside is shown as plain text.
package contacts

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// Store keeps the people; sms/messenger has it.
type Store interface {
	People(ctx context.Context) ([]sms.Person, error)
	ChangePeople(ctx context.Context, keep []sms.Person, remove ...int64) ([]int64, error)
	TakePeople(ctx context.Context, people []sms.Person) (sms.Taken, error)
}

// Card is the phone book of the SIM card. Its methods may take minutes, and fail with sms.ErrNoCard without
// one.
type Card interface {
	Contacts(ctx context.Context, progress func(done, total int)) ([]sms.Contact, error)
	SaveContact(ctx context.Context, c sms.Contact) (int, error)
	DeleteContact(ctx context.Context, index int) error
	ContactRoom(ctx context.Context) (sms.ContactRoom, error)
}

// Config is what the page needs; all of it is needed where it does not say otherwise.
type Config struct {
	Store  Store
	Card   Card
	Files  files.Files
	Window fyne.Window
	// Post runs f on the UI goroutine, Run beside it.
	Post, Run func(f func())
	// Region returns the country by which numbers are read and shown.
	Region func() string
	// Show opens a page; first gets the keyboard.
	Show func(p *look.Page, first fyne.Focusable)
	// Holder says which SIM card is in the stick, "" for none. A place on one card is another one's on the next.
	Holder func() string
	// Write begins a message to a number.
	Write func(n sms.Number)
	// ReadOnly says that nothing can be changed.
	ReadOnly bool
}

// Contacts opens the page.
type Contacts struct {
	cfg   Config
	calls []call
	page  *page // nil while it is not open
}

// New returns it; nothing is shown or read yet.
func New(cfg Config) *Contacts { return &Contacts{cfg: cfg} }

// Open shows the page.
func (c *Contacts) Open() {
	if c.page == nil {
		c.page = newPage(c)
	}
	c.page.open()
}

// OpenCard opens the page with what is on the SIM card, and below it the list.
func (c *Contacts) OpenCard() {
	c.Open()
	c.page.openCard()
}

// Changed has the list read again; it is called when people have changed, wherever.
func (c *Contacts) Changed() {
	if c.page != nil {
		c.page.load()
	}
}

// Leave closes the page, as when the language changes.
func (c *Contacts) Leave() {
	if c.page != nil {
		c.page.Close()
	}
}

// callTimeout bounds a call to the store. Nobody waits for it, so that it can be long enough for the store's
// check after a crash.
const callTimeout = 30 * time.Second

// call is one call beside the UI goroutine; then handles its end there.
type call struct {
	job  func(ctx context.Context) error
	then func(error)
}

// ask makes a call when those before it have ended.
func (c *Contacts) ask(job func(ctx context.Context) error, then func(error)) {
	c.calls = append(c.calls, call{job, then})
	if len(c.calls) == 1 {
		c.next()
	}
}

func (c *Contacts) next() {
	first := c.calls[0]
	c.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		err := first.job(ctx)
		c.cfg.Post(func() {
			c.calls = c.calls[1:]
			if len(c.calls) > 0 {
				c.next()
			}
			first.then(err)
		})
	})
}

// canvas is that of the window.
func (c *Contacts) canvas() fyne.Canvas { return c.cfg.Window.Canvas() }
