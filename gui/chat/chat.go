// Package chat is the messenger's part of the window: the list of partners on the left, and on the
// right the texts of one of them with the composer below. It shows what a Messenger keeps and asks
// it for what the user wants; it stores nothing itself and knows nothing about modems.
//
// Everything in it runs on the UI goroutine, but for the calls to the Messenger: those are made one
// after the other on a goroutine of their own (store), so that the window never waits for the store.
// Events come in through Handle and SetStick and change just the row and the bubble that they are
// about. Only the newest texts of a conversation are loaded, and of those only the bubbles near the
// view are built.
//
// Its parts have their own state and are given what they need when they are made; Chat joins them:
//   - store makes the calls, directory is what is known of all partners,
//   - partners is the left side: the list in its views, the search of all texts, the bin,
//   - banner is the lines across the top,
//   - right is the other side: header, menu of the conversation, conversation with pane and bubbles,
//     finder (the search in it), composer with drafts, trash, and newPage for a new conversation.
//
// Whatever comes from outside (senders, names, texts) is sanitised before it is drawn, is never
// markup, and opens nothing without a question that shows where it leads.
package chat

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// closeTimeout is how long the end of the program waits for the store.
const closeTimeout = 10 * time.Second

// Chat is the messenger's part of the window. Only touched on the UI goroutine.
type Chat struct {
	cfg    Config
	active bool   // the user looks at the window, as far as anybody knows
	day    string // today, as last drawn

	store     *store
	known     *directory
	partners  *partners
	right     *right
	banner    *banner
	shortcuts shortcuts
	root      *fyne.Container
}

// New returns the chat. Nothing is asked of the Messenger before Load.
func New(cfg Config) *Chat {
	if cfg.OpenURL == nil {
		cfg.OpenURL = func(u *url.URL) error { return fyne.CurrentApp().OpenURL(u) }
	}
	if cfg.Copy == nil {
		cfg.Copy = func(text string) error {
			fyne.CurrentApp().Clipboard().SetContent(text)
			return nil
		}
	}
	if cfg.Modifiers == nil {
		cfg.Modifiers = held
	}
	if cfg.CopyCode == nil {
		cfg.CopyCode = cfg.Copy
	}
	c := &Chat{cfg: cfg, active: true, day: cfg.Now().Format(time.DateOnly)}
	c.shortcuts = shortcuts{free: c.free, modifiers: cfg.Modifiers, do: c.keys()}
	c.banner = newBanner(bannerActions{
		setup: cfg.OnSetup, restart: cfg.OnRestart, release: c.release, resume: c.resume, now: cfg.Now, escape: c.escape,
		data: cfg.OnData, dataLater: cfg.OnDataLater, used: cfg.OnUse,
		resized: func() { arrange(c.root) }, kept: cfg.Kept,
		reveal: func(o fyne.CanvasObject) { look.Reveal(c.root, o) },
	}, cfg.ReadOnly)
	c.store = newStore(cfg.Messenger, cfg.Post, cfg.Log, func(read bool, err error) {
		c.banner.setFailed(read, err != nil)
	})
	c.known = newDirectory(c.store, cfg.Region,
		func() { c.partners.rebuild() }, func() { c.right.listChanged() })
	c.known.card = cfg.CardNames
	c.partners = newPartners(partnersConfig{
		store: c.store, known: c.known, now: cfg.Now, after: cfg.After, unread: cfg.OnUnread,
		canvas: cfg.Window.Canvas(), readOnly: cfg.ReadOnly,
		open:   func(n sms.Number) { c.right.open(n, 0) },
		reveal: func(hit sms.Hit, query string) { c.right.reveal(hit, query) },
		menu:   func(n sms.Number) []look.Item { return c.right.menu.items(n) },
		delete: func(n sms.Number) { c.right.menu.askDelete(c.known.of(n)) },
		focus:  func() { c.right.focus() },
		create: c.StartNew, shortcut: c.shortcuts.run, escape: c.escape,
	})
	c.right = newRight(rightConfig{
		Config: cfg, store: c.store, known: c.known, opened: c.partners.setCurrent, seen: c.seen,
		escape: c.escape, shortcut: c.shortcuts.run, ownKey: c.shortcuts.key,
	})
	foot := newFoot(cfg.Window.Canvas(), c.showView, c.right.focus, cfg.Places)
	list := container.New(footed{}, c.partners.object, foot)
	left := container.NewStack(onSurface(list), container.NewBorder(nil, nil, nil, line()))
	body := container.New(look.Side{Width: leftWidth}, left, c.right.object)
	c.root = container.New(noticed{}, container.NewVScroll(c.banner.object), body)
	look.Inherit(c.root, look.Around{Escape: c.escape, Type: c.right.typed, Key: c.shortcuts.key})
	c.banner.refresh()
	return c
}

// keys returns what the window's own keys do.
func (c *Chat) keys() map[string]func() bool {
	do := map[string]func() bool{
		"new": always(c.StartNew), "searchAll": always(c.StartSearch),
		"search": func() bool {
			if !c.right.find() {
				c.StartSearch()
			}
			return true
		},
		"next":     func() bool { return c.right.finder.step(1) },
		"previous": func() bool { return c.right.finder.step(-1) },
		"menu":     c.openMenu,
		"below":    always(func() { c.openNeighbour(1) }),
		"above":    always(func() { c.openNeighbour(-1) }),
		"newest":   func() bool { return c.right.toNewest() },
		"undo":     func() bool { return c.right.undo() },
		"emoji":    always(func() { c.right.composer.showEmoji() }),
		"later":    always(func() { c.right.composer.sendLater() }),
	}
	if c.cfg.OnSettings != nil {
		do["settings"] = always(c.cfg.OnSettings)
	}
	if c.cfg.OnHelp != nil {
		do["help"] = always(c.cfg.OnHelp)
	}
	for i := range 9 {
		do[strconv.Itoa(i+1)] = always(func() { c.openNth(i) })
	}
	return do
}

// Object returns what the window shows.
func (c *Chat) Object() fyne.CanvasObject { return c.root }

// Load reads the list and shows how things stand. It is called when the chat comes into view.
func (c *Chat) Load() {
	c.right.conversation.markRead()
	c.known.reload()
	c.Handle(sms.LinkChanged{Link: c.cfg.Messenger.Link()})
	c.right.focus()
}

// Handle takes in an event of the Messenger.
func (c *Chat) Handle(e sms.Event) {
	c.newDay()
	switch e := e.(type) {
	case sms.MessageChanged:
		c.known.apply(e)
		c.right.conversation.apply(e)
	case sms.ConversationsChanged:
		c.known.reload()
		c.partners.binChanged()
	case sms.LinkChanged:
		c.right.header.setLink(e.Link)
	case sms.StoreFailed:
		if e.Err == nil {
			c.right.drafts.saveAgain()
		}
	}
	c.banner.handle(e)
}

// NamesChanged says that Config.CardNames returns other names.
func (c *Chat) NamesChanged() {
	c.partners.rebuild()
	c.right.listChanged()
}

// SetStick takes in how things stand with the stick; the banner shows it when it is away.
func (c *Chat) SetStick(s Stick) {
	c.newDay()
	c.banner.setStick(s)
	c.right.composer.setAway(s.Away)
}

// SetActive says whether the user looks at the window: what arrives in view then counts as read.
func (c *Chat) SetActive(active bool) {
	c.active = active
	c.right.conversation.markRead()
}

// seen reports whether the user can see the chat: the window may hold the wizard instead.
func (c *Chat) seen() bool { return c.active && look.Shows(c.cfg.Window.Content(), c.root) }

// free reports whether the chat can be used: nothing lies above it either.
func (c *Chat) free() bool { return c.seen() && c.cfg.Window.Canvas().Overlays().Top() == nil }

// Close saves what is unsaved and deletes what was deleted. Wait waits for it.
func (c *Chat) Close() {
	c.right.put()
	c.right.drafts.saveAgain()
	c.right.trash.empty()
}

// Wait waits until the Messenger has all that was asked of it, but not for ever. It is for the end
// of the program, when there is no window left to hold up.
func (c *Chat) Wait() { c.store.wait(closeTimeout) }

// newDay brings the words for days up to date after midnight.
func (c *Chat) newDay() {
	if day := c.cfg.Now().Format(time.DateOnly); day != c.day {
		c.day = day
		c.partners.rebuild()
		c.right.conversation.pane.newDay()
	}
}

// Open shows a conversation.
func (c *Chat) Open(n sms.Number) { c.right.open(n, 0) }

// openNeighbour opens the conversation above or below the open one in the list.
func (c *Chat) openNeighbour(by int) {
	if n, ok := c.partners.neighbour(by); ok {
		c.Open(n)
	}
}

// openMenu opens the menu of the row or the text that has the keyboard, else that of the open
// conversation.
func (c *Chat) openMenu() bool {
	if !c.partners.list.showMenu() && !c.right.conversation.pane.reader.showMenu() {
		c.right.header.openMenu()
	}
	return true
}

// openNth opens one of the conversations as they stand in the list.
func (c *Chat) openNth(i int) {
	if n, ok := c.partners.nth(i); ok {
		c.Open(n)
	}
}

// StartNew begins a new conversation: the number is asked for.
func (c *Chat) StartNew() { c.right.startNew() }

// showView shows another view of the list. What was deleted just now is in the bin at once for who looks there.
func (c *Chat) showView(v view) {
	if v == viewBin {
		c.right.trash.empty()
	}
	c.partners.setView(v)
}

// StartSearch puts the cursor into the search field.
func (c *Chat) StartSearch() { c.cfg.Window.Canvas().Focus(c.partners.search) }

// Focus puts the cursor where one types.
func (c *Chat) Focus() { c.right.focus() }

// AddShortcuts makes the chat's keys work in a window where nothing has the focus. What is typed
// then goes to the composer.
func (c *Chat) AddShortcuts(canvas fyne.Canvas) { addKeys(canvas, c.shortcuts, c.right.keys()) }

// escape goes one step back: out of the search that has the keyboard, the search in the open
// conversation, a search of all, another view of the list, a new conversation.
func (c *Chat) escape() {
	searching := c.partners.search.Text != ""
	switch {
	case searching && c.cfg.Window.Canvas().Focused() == fyne.Focusable(c.partners.search):
		c.partners.endSearch()
	case c.right.finder.close():
	case searching:
		c.partners.endSearch()
	case c.partners.view != viewAll:
		c.partners.setView(viewAll)
	default:
		c.right.leave()
	}
}

// resume has tried at once what waits because sending pauses.
func (c *Chat) resume() {
	c.store.write("resume", func(ctx context.Context, m Messenger) error {
		return m.Resume(ctx)
	}, nil)
}

// release lets texts for another SIM card go out through this one.
func (c *Chat) release() {
	c.store.write("release", func(ctx context.Context, m Messenger) error {
		return m.Release(ctx)
	}, func(err error) {
		if !refused(err) {
			c.banner.handle(sms.OtherSIM{})
		}
	})
}
