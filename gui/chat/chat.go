// Package chat is the messenger's part of the window: the list of partners on the left, and on the
// right the texts of one of them with the composer below. It shows what a Messenger keeps and asks
// it for what the user wants; it stores nothing itself and knows nothing about modems.
//
// Everything in it runs on the UI goroutine. Events come in through Handle and SetFacts and change
// just the row and the bubble that they are about; calls to the Messenger are short and have a
// time-out. Only the newest texts of a conversation are loaded, and of those only the bubbles near
// the view are built.
//
// Whatever comes from outside (senders, names, texts) is sanitised before it is drawn, is never
// markup, and opens nothing without a question that shows where it leads.
package chat

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// callTimeout bounds every call to the Messenger: its store answers in milliseconds or is stuck.
const callTimeout = 3 * time.Second

// Messenger is what the chat needs of sms/messenger.
type Messenger interface {
	Send(ctx context.Context, to sms.Number, text string) (sms.Message, error)
	Retry(ctx context.Context, id int64) error
	Release(ctx context.Context) error
	Conversations(ctx context.Context) ([]sms.Conversation, error)
	Names(ctx context.Context) (map[sms.Number]string, error)
	Messages(ctx context.Context, n sms.Number, before int64, limit int) ([]sms.Message, error)
	Search(ctx context.Context, query string, limit int) ([]sms.Message, error)
	MarkRead(ctx context.Context, n sms.Number) error
	SetDraft(ctx context.Context, n sms.Number, text string) error
	SetName(ctx context.Context, n sms.Number, name string) error
	DeleteConversation(ctx context.Context, n sms.Number) error
	Delete(ctx context.Context, ids ...int64) error
	Link() sms.Link
}

// Config is what a Chat is made of. Messenger and Window are needed, the rest may be left out.
type Config struct {
	Messenger Messenger
	Window    fyne.Window
	Now       func() time.Time
	// Region gives the country by which numbers are read and shown.
	Region func() string
	// OnSetup shows the set-up, OnSettings the settings.
	OnSetup, OnSettings func()
	// OnRestart asks whether the stick may begin anew.
	OnRestart func()
	// OnBalance asks the network; OnContacts shows the SIM card's contacts, with one to write onto
	// it. The menu leaves them out where they are nil.
	OnBalance  func()
	OnContacts func(number sms.Number, name string)
	// OpenURL opens a web address that the user confirmed; the system's browser when nil.
	OpenURL func(u *url.URL) error
	// After runs f on the UI goroutine after d unless stopped; nothing runs later when nil.
	After func(d time.Duration, f func()) (stop func())
	// OnUnread hears how many texts are unread whenever that changes; may be nil.
	OnUnread func(count int)
	// EnterSends tells whether Enter sends (else Ctrl+Enter does); it does when nil.
	EnterSends func() bool
	Log        *slog.Logger
	// ReadOnly tells that the store takes no writing (made by a newer version).
	ReadOnly bool
}

// Chat is the messenger's part of the window. Only touched on the UI goroutine.
type Chat struct {
	cfg    Config
	active bool // the user looks at the window, as far as anybody tells

	day     string     // today, as last drawn
	open    sms.Number // the conversation shown, "" for none
	writing bool       // a new conversation is being begun
	trouble trouble
	// testRead tells that the user has read what the latest self-test found.
	testRead bool

	list     *list
	header   *header
	page     *newPage
	people   *people
	pane     *pane
	composer *composer
	banner   *banner
	undoBar  *undoBar
	empty    *emptyState
	top      *fyne.Container // header or new page
	right    *fyne.Container
	root     *fyne.Container

	draftDue  func() // stops the timer that saves the draft; nil when none runs
	searchDue func()
}

// New builds the chat. Nothing is asked of the Messenger before Load.
func New(cfg Config) *Chat {
	c := &Chat{cfg: withDefaults(cfg), active: true}
	c.trouble.readOnly = cfg.ReadOnly
	c.trouble.step = setup.StepChat
	c.day = c.cfg.Now().Format(time.DateOnly)
	c.list = newList(c.cfg.Now, c.cfg.Region, c.StartNew)
	c.list.open, c.list.find, c.list.later = c.openFromList, c.find, c.laterSearch
	c.list.search.shortcut, c.list.unread = c.runShortcut, c.cfg.OnUnread
	c.header = newHeader(c.showMenu)
	c.page = newNewPage(c.cfg.Region, c.cancelNew)
	c.page.next = func() { c.focus(c.composer.entry) }
	c.page.number.shortcut = c.runShortcut
	c.people = newPeople(c.takePerson, c.cancelNew, c.cardContacts())
	c.page.choose(c.people)
	c.pane = newPane(c.cfg.Now, bubbleActions{
		retry: c.retry, open: c.askOpen, menu: c.bubbleMenu, now: c.cfg.Now,
		keys: keyTarget{shortcut: c.runShortcut, rune: c.typeOn, key: c.keyOn},
	})
	c.pane.older, c.pane.seen = c.older, c.markRead
	c.composer = newComposer(c.send, c.draftChanged)
	c.composer.grown = func() { arrange(c.right) }
	c.composer.entry.shortcut, c.composer.entry.escape = c.runShortcut, c.escape
	c.composer.entry.newlines = func() bool { return !c.cfg.EnterSends() }
	c.banner, c.undoBar = newBanner(), newUndoBar(c.undo)
	c.empty = newEmptyState(c.StartNew)
	c.root = c.build()
	c.show(c.header.object, c.empty.object)
	c.showNothing()
	c.refreshBanner()
	return c
}

func withDefaults(cfg Config) Config {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Region == nil {
		cfg.Region = func() string { return "DE" }
	}
	if cfg.OnSetup == nil {
		cfg.OnSetup = func() {}
	}
	if cfg.OnSettings == nil {
		cfg.OnSettings = func() {}
	}
	if cfg.OnRestart == nil {
		cfg.OnRestart = func() {}
	}
	if cfg.OpenURL == nil {
		cfg.OpenURL = func(u *url.URL) error { return fyne.CurrentApp().OpenURL(u) }
	}
	if cfg.OnUnread == nil {
		cfg.OnUnread = func(int) {}
	}
	if cfg.EnterSends == nil {
		cfg.EnterSends = func() bool { return true }
	}
	if cfg.After == nil {
		cfg.After = func(time.Duration, func()) func() {
			return func() {}
		}
	}
	return cfg
}

// build puts the parts together.
func (c *Chat) build() *fyne.Container {
	left := container.NewStack(look.NewGround(look.ColorSurface, "", 0), c.list.object)
	c.top = container.NewStack(c.header.object, c.page.object)
	head := container.NewStack(look.NewGround(look.ColorSurface, "", 0), c.top)
	foot := container.NewStack(look.NewGround(look.ColorSurface, "", 0), c.composer.object)
	middle := container.NewStack(c.pane, c.empty.object, c.people.object,
		c.undoBar.object)
	c.right = container.New(&rightLayout{}, head, line(), foot, line(), middle)
	body := container.New(&sideLayout{}, left, line(), c.right)
	return container.New(&bannerLayout{}, c.banner.object, body)
}

// Object gives what the window shows.
func (c *Chat) Object() fyne.CanvasObject { return c.root }

// Load reads the list and shows how things stand. It is called when the chat comes into view.
func (c *Chat) Load() {
	c.SetActive(true)
	c.reload()
	c.trouble.link = c.cfg.Messenger.Link()
	c.header.setLink(c.trouble.link)
	c.refreshBanner()
	if c.open != "" {
		c.focus(c.composer.entry)
	}
}

// Handle takes in an event of the Messenger.
func (c *Chat) Handle(e sms.Event) {
	c.newDay()
	switch e := e.(type) {
	case sms.MessageChanged:
		c.messageChanged(e.Message, e.New)
	case sms.ConversationsChanged:
		c.reload()
	case sms.LinkChanged:
		c.trouble.link = e.Link
		c.header.setLink(e.Link)
	case sms.MemoryFull:
		c.trouble.memory = fullness(e)
	case sms.StoreFailed:
		c.trouble.storeFailed = e.Err != nil
	case sms.StickHangs:
		c.trouble.hangs = e.On
	case sms.OtherSIM:
		c.trouble.otherSIM = e.Waiting
	}
	c.refreshBanner()
}

// SetFacts takes in how the set-up stands; the banner tells of it when the stick is away.
func (c *Chat) SetFacts(f setup.Facts) {
	c.newDay()
	step, problem := f.Step(), f.Problem()
	if step == setup.StepTest {
		step, problem = setup.StepChat, setup.ProblemNone // the test is optional
	}
	t := &c.trouble
	t.step, t.problem, t.silent, t.restarts = step, problem, f.Hangs(), f.Restarts()
	t.noRestart = f.RestartErr != ""
	t.found = c.news(f)
	c.refreshBanner() // which costs nothing when it says the same
}

// SetActive tells whether the user looks at the window: what arrives in view then counts as read.
func (c *Chat) SetActive(active bool) {
	c.active = active
	if active && c.pane.atBottom() {
		c.markRead()
	}
}

// seen tells whether the user can see the chat: the window may hold the wizard instead.
func (c *Chat) seen() bool { return c.active && holds(c.cfg.Window.Content(), c.root) }

func holds(o, wanted fyne.CanvasObject) bool {
	box, ok := o.(*fyne.Container)
	if o == wanted || !ok {
		return o == wanted
	}
	return slices.ContainsFunc(box.Objects, func(o fyne.CanvasObject) bool {
		return o.Visible() && holds(o, wanted)
	})
}

// Close saves what is unsaved and deletes what was deleted.
func (c *Chat) Close() { c.saveDraft(); c.emptyTrash() }

func (c *Chat) refreshBanner() {
	if c.banner.set(c.trouble.notices(c)) {
		arrange(c.root)
	}
}

// arrange lays a container out anew after something in it was shown, hidden or grew. Refresh would
// draw everything in it again as well.
func arrange(o *fyne.Container) { o.Layout.Layout(o.Objects, o.Size()) }

// call asks something of the Messenger and tells whether it was done. What is not done is shown in
// the banner, until something is.
func (c *Chat) call(what string, do func(ctx context.Context) error) bool {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	err := do(ctx)
	if err != nil && c.cfg.Log != nil {
		c.cfg.Log.Warn("messenger failed", "call", what, "err", err)
	}
	c.trouble.callFailed = err != nil
	c.refreshBanner()
	return err == nil
}

// newDay brings the words for days up to date after midnight.
func (c *Chat) newDay() {
	if day := c.cfg.Now().Format(time.DateOnly); day != c.day {
		c.day = day
		c.list.rebuild()
		c.pane.days = map[string]*mark{}
		c.pane.rebuild()
	}
}

func (c *Chat) focus(o fyne.Focusable) { c.cfg.Window.Canvas().Focus(o) }
