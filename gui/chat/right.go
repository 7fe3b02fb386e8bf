package chat

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// rightConfig is what the right side needs.
type rightConfig struct {
	Config
	store    *store
	known    *directory
	opened   func(n sms.Number) // another conversation is open now, "" for none
	seen     func() bool        // reports whether the user can see the chat
	escape   func()
	shortcut func(fyne.Shortcut) bool
	ownKey   func(*fyne.KeyEvent) bool // runs one of the window's own keys
}

// right is the right side: the open conversation, a new one, or none.
type right struct {
	rightConfig
	canvas  fyne.Canvas
	writing bool       // a new conversation is being begun
	before  sms.Number // was open before that, "" for none
	planned *plannedLine

	menu         *menu
	header       *header
	newPage      *newPage
	conversation *conversation
	finder       *finder
	trash        *trash
	toast        *toast
	drafts       *drafts
	composer     *composer
	empty        *emptyPage
	foot         *fyne.Container // the composer on its ground
	object       *fyne.Container
}

func newRight(cfg rightConfig) *right {
	r := &right{rightConfig: cfg, canvas: cfg.Window.Canvas()}
	r.toast = newToast(r.After)
	r.trash = newTrash(r.store, r.After, r.known, func(n sms.Number) { r.open(n, 0) })
	r.drafts = newDrafts(r.store, r.known)
	r.conversation = newConversation(conversationConfig{
		store: r.store, after: r.After, known: r.known, seen: r.seen, readOnly: r.ReadOnly,
		deleted: func(m sms.Message) bool { return r.known.hidden.holds(m) },
		actions: bubbleActions{
			name:  func(n sms.Number) string { return r.known.nameOf(r.known.of(n)) },
			retry: r.retry, now: r.Now, keys: r.keys(), menu: r.bubbleMenu, timed: r.showDetails,
			open: linkQuestion{r.canvas, r.OpenURL, r.copy}.ask, copy: r.copy, code: r.copyCode,
			focused: func(b *bubble, o fyne.CanvasObject) {
				r.conversation.pane.scrollTo(b, o)
			},
		},
	})
	r.finder = newFinder(finderConfig{
		store: r.store, after: r.After, pane: r.conversation.pane, goTo: r.conversation.goTo,
		focus: r.canvas.Focus, leave: r.focus, resized: func() { arrange(r.object) }, shortcut: r.shortcut,
	})
	r.composer = newComposer(composerConfig{
		canvas: r.canvas, store: r.store, kept: r.Kept, after: r.After, drafts: r.drafts,
		recipients: r.recipients, region: r.Region, later: r.OnSendLater,
		nameOf:  func(n sms.Number) string { return r.known.nameOf(r.known.of(n)) },
		ownName: func(n sms.Number) string { return oneLine(r.known.of(n).Name) },
		isOpen:  func(n sms.Number) bool { return r.conversation.number == n },
		missing: r.noRecipient, keep: r.keep,
		sending: r.sending, grown: func() { arrange(r.object) }, enterSends: r.EnterSends,
		escape: r.escape, shortcut: r.shortcut,
	})
	r.planned = newPlannedLine(r.Planned, r.OnPlanned)
	r.composer.object = container.New(stacked(), r.planned.object, r.composer.object)
	r.newPage = newNewPage(newPageConfig{
		region: r.Region, take: r.takePerson, next: r.focusComposer, cancel: r.leave,
		card: r.OnContacts, shortcut: r.shortcut, changed: r.composer.addressed,
		ownKey: r.ownKey, resized: func() { arrange(r.object) },
		nameOf: func(n sms.Number) string { return r.known.nameOf(r.known.of(n)) },
	})
	r.menu = &menu{
		canvas: r.canvas, store: r.store, known: r.known, readOnly: r.ReadOnly,
		open: func() sms.Number { return r.conversation.number }, delete: r.deleteAll,
		copy: r.copy, search: func() { r.find() }, rest: r.restOfMenu(), closed: r.focus,
		away: r.putAway, export: r.OnExport,
	}
	r.header = newHeader(r.menu.show)
	r.empty = newEmptyPage(r.startNew)
	r.foot = container.New(stacked(), line(), onSurface(r.composer.object))
	head := container.New(stacked(), onSurface(r.header.object, r.newPage.object), line(),
		onSurface(r.finder.object))
	middle := container.NewStack(r.conversation.pane, r.empty.object, r.newPage.people.object,
		r.trash.object, r.toast.object)
	// The foot comes before the texts, so that Tab goes from the number to the text to Send.
	r.object = container.New(frame{}, head, r.foot, middle)
	r.close()
	return r
}

// open shows a conversation and in it a text, unless that is 0.
func (r *right) open(n sms.Number, message int64) {
	r.put()
	r.finder.end()
	r.trash.emptyOf(n)
	r.opened(n)
	r.conversation.open(n, message)
	r.planned.show(n)
	r.composer.open(r.drafts.of(n), r.closedWhy(n))
	r.showPartner()
	r.show(r.header.object, r.conversation.pane, r.foot)
	if !n.Alphanumeric() {
		r.focusComposer()
	}
}

// reveal shows a text that a search of all conversations found, with the words in it, and lets one step
// through what else was found there.
func (r *right) reveal(hit sms.Hit, query string) {
	r.open(hit.Message.Number, hit.Message.ID)
	r.finder.reveal(hit, query)
}

// find searches the open conversation, and reports whether one is open.
func (r *right) find() bool {
	if r.conversation.number == "" {
		return false
	}
	back := r.conversation.pane.spot()
	r.finder.open(r.conversation.number, &back)
	return true
}

// close goes back to the page without a conversation.
func (r *right) close() {
	r.put()
	r.finder.end()
	r.opened("")
	r.conversation.close()
	r.header.setNobody(len(r.menu.rest) > 0)
	r.show(r.header.object, r.empty.object)
	r.listChanged()
}

// listChanged shows what the list says, which was read anew.
func (r *right) listChanged() {
	if r.conversation.number != "" {
		r.showPartner()
		r.composer.reopen(r.drafts.of(r.conversation.number))
		return
	}
	words := ""
	switch {
	case len(r.known.list) > 0:
		words = tr.T("chat.empty.choose")
	case r.known.loaded():
		words = tr.T("chat.empty.first")
	}
	r.empty.set(words, !r.ReadOnly)
}

// closedWhy says why nothing can be written to n; "" when it can.
func (r *right) closedWhy(n sms.Number) string {
	switch {
	case r.ReadOnly:
		return tr.T("chat.closed.readOnly")
	case n.Alphanumeric():
		return tr.T("chat.closed.name")
	}
	return ""
}

// showPartner fills the header.
func (r *right) showPartner() {
	known, number := r.known.of(r.conversation.number), ""
	switch {
	case known.Number.Alphanumeric():
		number = tr.T("chat.senderName")
	case r.known.called(known) != "":
		number = known.Number.Display(r.Region())
	}
	r.header.setPartner(r.known.entry(known), number)
}

// show makes these parts of the right side visible and no others.
func (r *right) show(parts ...fyne.CanvasObject) {
	for _, o := range []fyne.CanvasObject{
		r.header.object, r.newPage.object, r.conversation.pane, r.empty.object,
		r.newPage.people.object, r.foot,
	} {
		if slices.Contains(parts, o) {
			o.Show()
		} else {
			o.Hide()
		}
	}
	arrange(r.object)
}

// copyCode puts a one-time code on the clipboard, and says for how long.
func (r *right) copyCode(code string) {
	if r.CopyCode(code) != nil {
		r.toast.say(tr.T("chat.notCopied"))
		return
	}
	r.toast.say(tr.T("chat.copiedCode", tr.Data{"Text": sms.SanitiseLine(code, 40)}))
}

// copy puts something on the clipboard, and says whether that worked.
func (r *right) copy(text string) {
	if r.Copy(text) != nil {
		r.toast.say(tr.T("chat.notCopied"))
		return
	}
	r.toast.say(tr.T("chat.copied", tr.Data{"Text": sms.SanitiseLine(text, 40)}))
}

func (r *right) retry(id int64) {
	r.store.write("retry", func(ctx context.Context, m Messenger) error {
		return m.Retry(ctx, id)
	}, nil)
}
