package chat

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// undoTime is how long what was deleted can be brought back.
const undoTime = 10 * time.Second

// trash is what the user deleted and can bring back for a moment: it is hidden and really deleted
// when the moment is over, or when something else is deleted, or when the window is closed. What is
// still to be sent is not among it: that has to be stopped at once.
type trash struct {
	number sms.Number
	upTo   int64 // the newest text of a conversation, of which this and all older ones go
	one    int64 // or just one text
	words  string
	stop   func()
}

// holds tells that a text lies in the trash.
func (t *trash) holds(m sms.Message) bool {
	return t != nil && m.ID != 0 && m.Number == t.number && (m.ID == t.one || m.ID <= t.upTo)
}

// waits tells that a text is still to be sent.
func waits(m sms.Message) bool { return m.Status == sms.Queued || m.Status == sms.Waiting }

// discard puts something into the trash, which is emptied before.
func (c *Chat) discard(t *trash) {
	c.emptyTrash()
	t.stop = c.cfg.After(undoTime, c.emptyTrash)
	c.setTrash(t)
}

func (c *Chat) setTrash(t *trash) {
	c.list.trash = t
	c.list.rebuild()
	c.undoBar.set(t)
}

// undoBar tells what was deleted and offers to bring it back. It floats above the texts, so that
// nothing moves under the mouse.
type undoBar struct {
	words  *ink
	object *fyne.Container
}

func newUndoBar(undo func()) *undoBar {
	b := &undoBar{words: newInk("", theme.ColorNameForeground, theme.SizeNameText)}
	b.words.unbounded = true
	button := widget.NewButton(tr.T("chat.trash.undo"), undo)
	bar := container.NewStack(look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard),
		inset(container.NewHBox(container.NewCenter(b.words), gap(look.Space4, 0), button),
			look.Space2, look.Space2, look.Space2, look.Space4))
	b.object = container.NewBorder(nil,
		container.NewCenter(inset(bar, 0, 0, look.Space4, 0)), nil, nil)
	b.object.Hide()
	return b
}

func (b *undoBar) set(t *trash) {
	b.object.Hide()
	if t != nil {
		b.words.set(t.words, theme.ColorNameForeground)
		b.object.Show()
		b.object.Refresh()
	}
}

// discardConversation deletes all texts with n; those that wait to be sent are not sent.
func (c *Chat) discardConversation(n sms.Number) {
	known, _ := c.list.conversation(n)
	c.stopWaiting(n)
	c.stopDraft()
	c.closeConversation()
	c.discard(&trash{
		number: n, upTo: known.Last.ID,
		words: tr.T("chat.trash.all", tr.Data{"Name": c.list.nameOf(known)}),
	})
}

// stopWaiting keeps texts to n from being sent.
func (c *Chat) stopWaiting(n sms.Number) {
	c.call("stop waiting", func(ctx context.Context) error {
		page, err := c.cfg.Messenger.Messages(ctx, n, 0, pageSize)
		var ids []int64
		for _, m := range page {
			if waits(m) {
				ids = append(ids, m.ID)
			}
		}
		if err != nil || len(ids) == 0 {
			return err
		}
		return c.cfg.Messenger.Delete(ctx, ids...)
	})
}

// discardOne deletes one text of the open conversation.
func (c *Chat) discardOne(m sms.Message) {
	if waits(m) {
		c.call("delete", func(ctx context.Context) error {
			return c.cfg.Messenger.Delete(ctx, m.ID)
		})
		c.reload()
	} else {
		c.discard(&trash{number: m.Number, one: m.ID, words: tr.T("chat.trash.one")})
	}
	c.pane.drop(m.ID)
	c.focus(c.composer.entry)
}

// undo brings back what was deleted last.
func (c *Chat) undo() {
	t := c.list.trash
	if t == nil {
		return
	}
	t.stop()
	c.setTrash(nil)
	c.Open(t.number)
}

// emptyTrash deletes for good.
func (c *Chat) emptyTrash() {
	t := c.list.trash
	if t == nil {
		return
	}
	t.stop()
	c.setTrash(nil)
	c.call("delete", func(ctx context.Context) error {
		if t.one != 0 {
			return c.cfg.Messenger.Delete(ctx, t.one)
		}
		return c.deleteUpTo(ctx, t.number, t.upTo)
	})
	c.reload()
}

// deleteUpTo deletes a conversation, but nothing that came after the user wanted that.
func (c *Chat) deleteUpTo(ctx context.Context, n sms.Number, upTo int64) error {
	newest, err := c.cfg.Messenger.Messages(ctx, n, 0, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 || newest[0].ID <= upTo {
		return c.cfg.Messenger.DeleteConversation(ctx, n)
	}
	old, err := c.cfg.Messenger.Messages(ctx, n, upTo+1, 0)
	if err != nil {
		return err
	}
	ids := make([]int64, len(old))
	for i, m := range old {
		ids[i] = m.ID
	}
	return c.cfg.Messenger.Delete(ctx, ids...)
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
	return []*fyne.MenuItem{fyne.NewMenuItem(tr.T(label), func() { c.discardOne(m) })}
}
