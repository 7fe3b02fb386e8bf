// Package chat is the messenger's part of the window: the list of partners on the left, and on the
// right the texts of one of them with the composer below. It shows what a Messenger keeps and asks
// it for what the user wants; it stores nothing itself and knows nothing about modems.
//
// Everything in it runs on the UI goroutine, but for the calls to the Messenger: those are made one
// after the other on a goroutine of their own (queue), so that the window never waits for the store.
// Events come in through Handle and SetStick and change just the row and the bubble that they are
// about. Only the newest texts of a conversation are loaded, and of those only the bubbles near the
// view are built.
//
// Its parts are partners, conversation, composer, trash, banner, header with menu, and newPage. Each
// has its own state and is given what it needs when it is made; Chat joins them.
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
	"fyne.io/fyne/v2/layout"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// closeTimeout is how long the end of the program waits for the store.
const closeTimeout = 10 * time.Second

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

// Config is what a Chat is made of. All of it is needed where it does not say otherwise.
type Config struct {
	Messenger Messenger
	Window    fyne.Window
	// Post runs f on the UI goroutine; After does after d, unless stopped before.
	Post  func(f func())
	After func(d time.Duration, f func()) (stop func())
	Now   func() time.Time
	Log   *slog.Logger
	// Region returns the country by which numbers are read and shown.
	Region func() string
	// OnSetup shows the set-up, OnSettings the settings.
	OnSetup, OnSettings func()
	// OnRestart asks whether the stick may be restarted.
	OnRestart func()
	// OnBalance asks the network; OnContacts shows the SIM card's contacts, with one to write onto
	// it. The menu leaves them out where they are nil.
	OnBalance  func()
	OnContacts func(number sms.Number, name string)
	// OpenURL opens a web address that the user confirmed; the system's browser when nil.
	OpenURL func(u *url.URL) error
	// OnUnread hears how many texts are unread whenever that changes.
	OnUnread func(count int)
	// EnterSends reports whether Enter sends, else Ctrl+Enter does.
	EnterSends func() bool
	// ReadOnly says that the store takes no writing (made by a newer version).
	ReadOnly bool
}

// Chat is the messenger's part of the window. Only touched on the UI goroutine.
type Chat struct {
	cfg       Config
	canvas    fyne.Canvas
	shortcuts shortcuts
	active    bool   // the user looks at the window, as far as anybody knows
	day       string // today, as last drawn
	writing   bool   // a new conversation is being begun

	queue        *queue
	partners     *partners
	conversation *conversation
	composer     *composer
	trash        *trash
	banner       *banner
	header       *header
	newPage      *newPage
	empty        *emptyPage
	foot         *fyne.Container // the composer on its ground
	right, root  *fyne.Container
}

// New returns the chat. Nothing is asked of the Messenger before Load.
func New(cfg Config) *Chat {
	if cfg.OpenURL == nil {
		cfg.OpenURL = func(u *url.URL) error { return fyne.CurrentApp().OpenURL(u) }
	}
	c := &Chat{
		cfg: cfg, canvas: cfg.Window.Canvas(), active: true, day: cfg.Now().Format(time.DateOnly),
	}
	c.shortcuts = shortcuts{seen: c.seen, all: []shortcut{
		{fyne.KeyN, fyne.KeyModifierShortcutDefault, c.StartNew},
		{fyne.KeyF, fyne.KeyModifierShortcutDefault, c.StartSearch},
		{fyne.KeyComma, fyne.KeyModifierShortcutDefault, cfg.OnSettings},
		{fyne.KeyUp, fyne.KeyModifierAlt, func() { c.step(-1) }},
		{fyne.KeyDown, fyne.KeyModifierAlt, func() { c.step(1) }},
	}}
	c.banner = newBanner(bannerActions{
		setup: cfg.OnSetup, restart: cfg.OnRestart, release: c.release,
		resized: func() { arrange(c.root) },
	}, cfg.ReadOnly)
	c.queue = newQueue(cfg.Post, cfg.Log, func(read bool, err error) {
		c.banner.setFailed(read, err != nil)
	})
	c.partners = newPartners(partnersConfig{
		store: cfg.Messenger, queue: c.queue, now: cfg.Now, region: cfg.Region, after: cfg.After,
		open: c.openAt, create: c.StartNew, changed: c.listChanged, unread: cfg.OnUnread,
		shortcut: c.shortcuts.run,
	})
	c.trash = newTrash(cfg, c.queue, c.partners, c.Open)
	c.conversation = c.newConversation()
	c.composer = newComposer(composerConfig{
		store: cfg.Messenger, queue: c.queue, after: cfg.After, partners: c.partners,
		recipient: c.recipient, sending: c.sending, grown: func() { arrange(c.right) },
		enterSends: cfg.EnterSends, escape: c.escape, shortcut: c.shortcuts.run,
	})
	c.newPage = newNewPage(newPageConfig{
		region: cfg.Region, take: c.takePerson, next: c.focusComposer, cancel: c.cancelNew,
		card: c.cardContacts(), shortcut: c.shortcuts.run,
	})
	c.header = newHeader(c.newMenu().show)
	c.empty = newEmptyPage(c.StartNew)
	c.build()
	c.close()
	c.banner.refresh()
	return c
}

func (c *Chat) newConversation() *conversation {
	return newConversation(conversationConfig{
		store: c.cfg.Messenger, queue: c.queue, after: c.cfg.After, partners: c.partners,
		deleted: func(m sms.Message) bool { return c.trash.item.holds(m) },
		seen:    c.seen, readOnly: c.cfg.ReadOnly,
		actions: bubbleActions{
			retry: c.retry, now: c.cfg.Now, keys: c.keys(), menu: c.bubbleMenu,
			open: linkQuestion{c.canvas, c.cfg.OpenURL}.ask,
		},
	})
}

func (c *Chat) newMenu() *menu {
	return &menu{
		canvas: c.canvas, region: c.cfg.Region, readOnly: c.cfg.ReadOnly,
		open: func() (sms.Conversation, string) {
			known := c.partners.of(c.conversation.number)
			return known, c.partners.nameOf(known)
		},
		rename: c.rename, delete: c.deleteAll, setup: c.cfg.OnSetup, settings: c.cfg.OnSettings,
		balance: c.cfg.OnBalance, contacts: c.cardContacts(),
	}
}

// build puts the parts together.
func (c *Chat) build() {
	ground := func(o ...fyne.CanvasObject) fyne.CanvasObject {
		surface := look.NewGround(look.ColorSurface, "", 0)
		return container.NewStack(append([]fyne.CanvasObject{surface}, o...)...)
	}
	head := container.New(stacked(), ground(c.header.object, c.newPage.object), line())
	c.foot = container.New(stacked(), line(), ground(c.composer.object))
	middle := container.NewStack(c.conversation.pane, c.empty.object, c.newPage.people.object,
		c.trash.object)
	// The foot comes before the texts, so that Tab goes from the number to the text to Send.
	c.right = container.New(frame{}, head, c.foot, middle)
	left := container.NewStack(ground(c.partners.object), container.NewBorder(nil, nil, nil, line()))
	body := container.New(look.Side{Width: leftWidth}, left, c.right)
	c.root = container.New(frame{}, c.banner.object, layout.NewSpacer(), body)
}

// Object returns what the window shows.
func (c *Chat) Object() fyne.CanvasObject { return c.root }

// AddShortcuts makes the chat's keys work in a window where nothing has the focus. What is typed
// then goes to the composer.
func (c *Chat) AddShortcuts(canvas fyne.Canvas) { addKeys(canvas, c.shortcuts, c.keys()) }

// Load reads the list and shows how things stand. It is called when the chat comes into view.
func (c *Chat) Load() {
	c.SetActive(true)
	c.partners.reload()
	c.Handle(sms.LinkChanged{Link: c.cfg.Messenger.Link()})
	if c.conversation.number != "" {
		c.focusComposer()
	}
}

// Handle takes in an event of the Messenger.
func (c *Chat) Handle(e sms.Event) {
	c.newDay()
	switch e := e.(type) {
	case sms.MessageChanged:
		c.partners.apply(e.Message)
		c.conversation.apply(e.Message)
	case sms.ConversationsChanged:
		c.partners.reload()
	case sms.LinkChanged:
		c.header.setLink(e.Link)
	case sms.StoreFailed:
		if e.Err == nil {
			c.composer.saveAgain()
		}
	}
	c.banner.handle(e)
}

// SetStick takes in how things stand with the stick; the banner shows it when it is away.
func (c *Chat) SetStick(s Stick) {
	c.newDay()
	c.banner.setStick(s)
}

// SetActive says whether the user looks at the window: what arrives in view then counts as read.
func (c *Chat) SetActive(active bool) {
	c.active = active
	c.conversation.markRead()
}

// seen reports whether the user can see the chat: the window may hold the wizard instead.
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

// Close saves what is unsaved and deletes what was deleted. Wait waits for it.
func (c *Chat) Close() {
	c.composer.save()
	c.composer.saveAgain()
	c.trash.empty()
}

// Wait waits until the Messenger has all that was asked of it, but not for ever. It is for the end
// of the program, when there is no window left to hold up.
func (c *Chat) Wait() { c.queue.wait(closeTimeout) }

// newDay brings the words for days up to date after midnight.
func (c *Chat) newDay() {
	if day := c.cfg.Now().Format(time.DateOnly); day != c.day {
		c.day = day
		c.partners.rebuild()
		c.conversation.pane.newDay()
	}
}

// Open shows a conversation.
func (c *Chat) Open(n sms.Number) { c.openAt(n, 0) }

// openAt shows a conversation and in it a text, unless that is 0.
func (c *Chat) openAt(n sms.Number, message int64) {
	c.composer.save()
	c.trash.emptyOf(n)
	c.writing = false
	c.partners.setCurrent(n)
	c.conversation.open(n, message)
	c.composer.open(c.composer.draft(n), c.closedWhy(n))
	c.showPartner()
	c.show(c.header.object, c.conversation.pane, c.foot)
	if !n.Alphanumeric() {
		c.focusComposer()
	}
}

// close goes back to the page without a conversation.
func (c *Chat) close() {
	c.composer.save()
	c.writing = false
	c.partners.setCurrent("")
	c.conversation.close()
	c.header.setNobody()
	c.show(c.header.object, c.empty.object)
	c.listChanged()
}

// listChanged shows what the list says anew.
func (c *Chat) listChanged() {
	if c.conversation.number != "" {
		c.showPartner()
		c.composer.reopen(c.composer.draft(c.conversation.number))
		return
	}
	key := "chat.empty.choose"
	if len(c.partners.all) == 0 {
		key = "chat.empty.first"
	}
	c.empty.set(tr.T(key), !c.cfg.ReadOnly)
}

// closedWhy says why nothing can be written to n; "" when it can.
func (c *Chat) closedWhy(n sms.Number) string {
	switch {
	case c.cfg.ReadOnly:
		return tr.T("chat.closed.readOnly")
	case n.Alphanumeric():
		return tr.T("chat.closed.name")
	}
	return ""
}

// showPartner fills the header.
func (c *Chat) showPartner() {
	known, number := c.partners.of(c.conversation.number), ""
	switch {
	case known.Number.Alphanumeric():
		number = tr.T("chat.senderName")
	case known.Name != "":
		number = known.Number.Display(c.cfg.Region())
	}
	c.header.setPartner(string(known.Number), c.partners.nameOf(known), number)
}

// show makes these parts of the right side visible and no others.
func (c *Chat) show(parts ...fyne.CanvasObject) {
	for _, o := range []fyne.CanvasObject{
		c.header.object, c.newPage.object, c.conversation.pane, c.empty.object,
		c.newPage.people.object, c.foot,
	} {
		if slices.Contains(parts, o) {
			o.Show()
		} else {
			o.Hide()
		}
	}
	arrange(c.right)
}

// StartNew begins a new conversation: the number is asked for.
func (c *Chat) StartNew() {
	if c.cfg.ReadOnly {
		return
	}
	c.composer.save()
	c.partners.setCurrent("")
	c.conversation.close()
	c.newPage.people.know(c.partners)
	c.newPage.clear()
	c.writing = true
	c.composer.open("", "")
	c.show(c.newPage.object, c.newPage.people.object, c.foot)
	c.canvas.Focus(c.newPage.number)
}

func (c *Chat) cancelNew() {
	if c.writing {
		c.close()
	}
}

// takePerson goes on with one of the people known, and with what was typed for somebody not yet
// named.
func (c *Chat) takePerson(n sms.Number) {
	text := c.composer.take()
	c.Open(n)
	c.composer.continueWith(text)
}

// recipient returns who the text in the composer is for, or false; ask has the user told what is
// missing then. A new conversation without a text has no draft, and so no recipient yet.
func (c *Chat) recipient(ask bool) (sms.Number, bool) {
	if !c.writing {
		return c.conversation.number, c.conversation.number != ""
	}
	if !ask && c.composer.entry.Text == "" {
		return "", false
	}
	n, ok := c.newPage.recipient(ask)
	if ask && !ok {
		c.canvas.Focus(c.newPage.number)
	}
	return n, ok
}

// sending goes on to the conversation that a text was sent to.
func (c *Chat) sending(to sms.Number) {
	if c.writing {
		c.Open(to)
	}
}

// deleteAll deletes a conversation, and what was typed for it.
func (c *Chat) deleteAll(n sms.Number) {
	known := c.partners.of(n)
	c.composer.take()
	c.close()
	c.trash.putAll(known, c.partners.nameOf(known))
}

// bubbleMenu is what can be done with a text beside copying it.
func (c *Chat) bubbleMenu(m sms.Message) []*fyne.MenuItem {
	if c.cfg.ReadOnly || m.Status == sms.Sending {
		return nil
	}
	label := "chat.menu.deleteOne"
	if waits(m) {
		label = "chat.menu.stop"
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(tr.T(label), func() {
		c.trash.putOne(m)
		c.conversation.pane.drop(m.ID)
		c.focusComposer()
	})}
}

func (c *Chat) rename(n sms.Number, name string) {
	c.queue.write("set name", func(ctx context.Context) error {
		return c.cfg.Messenger.SetName(ctx, n, name)
	}, func(error) { c.partners.reload() })
}

func (c *Chat) retry(id int64) {
	c.queue.write("retry", func(ctx context.Context) error {
		return c.cfg.Messenger.Retry(ctx, id)
	}, func(error) {})
}

// release lets texts for another SIM card go out through this one.
func (c *Chat) release() {
	c.queue.write("release", c.cfg.Messenger.Release, func(err error) {
		if err == nil {
			c.banner.handle(sms.OtherSIM{})
		}
	})
}

// cardContacts shows the contacts on the SIM card; nil where that cannot be done.
func (c *Chat) cardContacts() func() {
	if c.cfg.OnContacts == nil {
		return nil
	}
	return func() {
		n := c.conversation.number
		c.cfg.OnContacts(n, c.partners.of(n).Name)
	}
}

// keys takes the keys that what has the focus has no use for: who types means the composer.
func (c *Chat) keys() keyTarget {
	return keyTarget{shortcut: c.shortcuts.run, rune: c.typeOn, key: func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape:
			c.escape()
		case fyne.KeyPageUp:
			c.conversation.pane.page(-1)
		case fyne.KeyPageDown:
			c.conversation.pane.page(1)
		}
	}}
}

func (c *Chat) typeOn(r rune) {
	if c.conversation.number != "" && c.composer.box.Visible() {
		c.focusComposer()
		c.composer.entry.TypedRune(r)
	}
}

// StartSearch puts the cursor into the search field.
func (c *Chat) StartSearch() { c.canvas.Focus(c.partners.search) }

func (c *Chat) focusComposer() { c.canvas.Focus(c.composer.entry) }

// escape leaves a search, then a new conversation, then nothing.
func (c *Chat) escape() {
	switch {
	case c.partners.search.Text != "":
		c.partners.endSearch()
	case c.writing:
		c.cancelNew()
	case c.conversation.number != "":
		c.focusComposer()
	}
}

// step opens the neighbour of the open conversation in the list.
func (c *Chat) step(by int) {
	if n, ok := c.partners.neighbour(by); ok {
		c.Open(n)
	}
}
