package chat

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// bin is what was deleted and can still be brought back: single texts or a conversation.
type bin struct {
	store   *store
	canvas  fyne.Canvas
	known   *directory
	changed func()
	off     string // why nothing can be brought back; "" when it can

	texts  []sms.Message // those deleted last first
	all    bool          // there are no more
	loaded bool
}

func newBin(s *store, canvas fyne.Canvas, known *directory, changed func()) *bin {
	return &bin{store: s, canvas: canvas, known: known, changed: changed}
}

// load reads what is in the bin; until then it holds what it held.
func (b *bin) load() { b.page(0, nil) }

// more reads what was deleted before.
func (b *bin) more() {
	if len(b.texts) > 0 {
		b.page(b.texts[len(b.texts)-1].ID, b.texts)
	}
}

// page reads the texts deleted before one, 0 for the latest, and puts them after others.
func (b *bin) page(before int64, after []sms.Message) {
	read(b.store, "bin", func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.Bin(ctx, before, pageSize)
	}, func(page []sms.Message, err error) {
		if err == nil {
			b.texts, b.all, b.loaded = slices.Concat(after, page), len(page) < pageSize, true
		}
		b.changed()
	})
}

// rows returns the rows of the list.
func (b *bin) rows(zone *time.Location) (rows []entry) {
	for _, m := range b.texts {
		e := b.known.entry(b.known.of(m.Number))
		e.kind, e.message, e.at, e.text = rowBinned, m, m.DeletedAt.In(zone), preview(m)
		rows = append(rows, e)
	}
	if len(rows) > 0 && !b.all {
		rows = append(rows, entry{kind: rowMore, name: tr.T("chat.older")})
	}
	return rows
}

// items are what can be done with a text in the bin.
func (b *bin) items(m sms.Message) []look.Item {
	return []look.Item{
		{
			Words: tr.T("chat.bin.restore"), Icon: theme.ContentUndoIcon(), Off: b.off,
			Do: func() { b.restore(func(other sms.Message) bool { return other.ID == m.ID }) },
		},
		{
			Words: tr.T("chat.bin.restoreAll", tr.Data{"Name": b.name(m)}), Icon: look.SignTalk.Icon(),
			Off: b.off,
			Do:  func() { b.restore(func(other sms.Message) bool { return other.Number == m.Number }) },
		},
	}
}

func (b *bin) name(m sms.Message) string { return b.known.nameOf(b.known.of(m.Number)) }

// show shows a text that is in the bin, and offers to bring it back.
func (b *bin) show(m sms.Message) {
	text := sms.Sanitise(m.Text)
	if text == "" {
		text = tr.T("chat.empty.text")
	}
	items := b.items(m)
	whole := look.NewQuiet(tr.T("chat.bin.restoreWhole"), items[1].Do)
	one := look.NewPrimary(items[0].Words, items[0].Do)
	whole.Refuse(b.off)
	one.Refuse(b.off)
	look.NewSheet(b.canvas, b.name(m), look.NewText(text, "")).
		Answers(cancelButton(), whole, one).Show(nil)
}

// restore brings back those texts in the bin for which wanted is true.
func (b *bin) restore(wanted func(sms.Message) bool) {
	b.write("restore", func(ctx context.Context, m Messenger) error {
		all, err := m.Bin(ctx, 0, 0)
		if err != nil {
			return err
		}
		return m.Restore(ctx, idsOf(slices.DeleteFunc(all, func(one sms.Message) bool {
			return !wanted(one)
		}))...)
	})
}

// askEmpty asks before the bin is emptied.
func (b *bin) askEmpty() {
	yes := look.NewDanger(tr.T("chat.bin.emptyYes"), func() {
		b.write("empty bin", func(ctx context.Context, m Messenger) error { return m.EmptyBin(ctx) })
	})
	look.NewSheet(b.canvas, tr.T("chat.bin.emptyTitle"), look.NewText(tr.T("chat.bin.emptyText"), "")).
		Answers(cancelButton(), yes).Show(nil)
}

// write changes the bin, and reads it and the list anew.
func (b *bin) write(name string, do func(context.Context, Messenger) error) {
	b.store.write(name, do, func(error) {
		b.known.reload()
		b.load()
	})
}
