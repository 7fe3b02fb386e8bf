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
}

// right is the right side: the open conversation, a new one, or none.
type right struct {
	rightConfig
	canvas  fyne.Canvas
	writing bool       // a new conversation is being begun
	before  sms.Number // was open before that, "" for none

	header       *header
	newPage      *newPage
	conversation *conversation
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
			retry: r.retry, now: r.Now, keys: r.keys(), menu: r.bubbleMenu,
			open: linkQuestion{r.canvas, r.OpenURL, r.copy}.ask, copy: r.copy,
			focused: func(b *bubble, o fyne.CanvasObject) {
				r.conversation.pane.scrollTo(b, o)
			},
		},
	})
	r.composer = newComposer(composerConfig{
		store: r.store, after: r.After, drafts: r.drafts, recipient: r.recipient,
		isOpen:  func(n sms.Number) bool { return r.conversation.number == n },
		missing: r.noRecipient, keep: r.keep, askCost: r.askCost,
		sending: r.sending, grown: func() { arrange(r.object) }, enterSends: r.EnterSends,
		escape: r.escape, shortcut: r.shortcut,
	})
	r.newPage = newNewPage(newPageConfig{
		region: r.Region, take: r.takePerson, next: r.focusComposer, cancel: r.leave,
		card: r.cardContacts(), shortcut: r.shortcut, changed: r.composer.addressed,
	})
	menu := &menu{
		canvas: r.canvas, store: r.store, known: r.known, readOnly: r.ReadOnly,
		open: func() sms.Number { return r.conversation.number }, delete: r.deleteAll,
		copy:  r.copy,
		setup: r.OnSetup, settings: r.OnSettings,
		balance: r.OnBalance, contacts: r.cardContacts(), closed: r.focus,
	}
	r.header = newHeader(menu.show)
	r.empty = newEmptyPage(r.startNew)
	r.foot = container.New(stacked(), line(), onSurface(r.composer.object))
	head := container.New(stacked(), onSurface(r.header.object, r.newPage.object), line())
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
	r.trash.emptyOf(n)
	r.opened(n)
	r.conversation.open(n, message)
	r.composer.open(r.drafts.of(n), r.closedWhy(n))
	r.showPartner()
	r.show(r.header.object, r.conversation.pane, r.foot)
	if !n.Alphanumeric() {
		r.focusComposer()
	}
}

// close goes back to the page without a conversation.
func (r *right) close() {
	r.put()
	r.opened("")
	r.conversation.close()
	r.header.setNobody()
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
	case known.Name != "":
		number = known.Number.Display(r.Region())
	}
	r.header.setPartner(string(known.Number), r.known.nameOf(known), number)
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

// deleteAll deletes a conversation, and what was typed for it. Both can be brought back for a while.
func (r *right) deleteAll(n sms.Number) {
	r.close()
	known := r.known.of(n)
	r.trash.deleteConversation(known, r.known.nameOf(known))
}

// bubbleMenu is what can be done with a text beside copying it.
func (r *right) bubbleMenu(m sms.Message) []*fyne.MenuItem {
	if r.ReadOnly || m.Status == sms.Sending {
		return nil
	}
	label := "chat.menu.deleteOne"
	if waits(m) {
		label = "chat.menu.stop"
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(tr.T(label), func() {
		r.trash.deleteText(m)
		r.conversation.pane.drop(m.ID)
		r.focusComposer()
	})}
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

// cardContacts shows the contacts on the SIM card; nil where that cannot be done.
func (r *right) cardContacts() func() {
	if r.OnContacts == nil {
		return nil
	}
	return func() {
		n := r.conversation.number
		r.OnContacts(n, r.known.of(n).Name)
	}
}

// keys takes the keys that what has the focus has no use for: who types means the composer.
func (r *right) keys() keyTarget {
	return keyTarget{shortcut: r.shortcut, rune: r.typed, key: func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape:
			r.escape()
		case fyne.KeyPageUp:
			r.conversation.pane.page(-1)
		case fyne.KeyPageDown:
			r.conversation.pane.page(1)
		}
	}}
}

func (r *right) typed(char rune) {
	if r.conversation.number != "" && r.composer.box.Visible() {
		r.focusComposer()
		r.composer.entry.TypedRune(char)
	}
}

func (r *right) focusComposer() { r.canvas.Focus(r.composer.entry) }

// focus puts the cursor where one types: into the text, or into the number of a new conversation
// that has none yet; where nothing can be typed, nowhere.
func (r *right) focus() {
	switch {
	case r.writing && r.noRecipient() != "":
		r.canvas.Focus(r.newPage.number)
	case r.writing || r.conversation.number != "" && r.composer.box.Visible():
		r.focusComposer()
	default:
		r.canvas.Unfocus()
	}
}

// leave leaves a new conversation, or the text that has the keyboard.
func (r *right) leave() {
	r.cancelNew()
	r.focus()
}
