package chat

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/emoji"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// blocksShown is how many text blocks the menu shows; the others are in the list.
const blocksShown = 8

// showMore opens the menu beside Send.
func (c *composer) showMore() {
	c.canvas.Focus(c.entry) // it has the keyboard again when the menu is gone
	var all []look.Item
	if c.later != nil {
		all = append(all, look.Item{
			Words: tr.T("chat.later"), Icon: theme.HistoryIcon(), Shortcut: keyOf("later"),
			Do: c.sendLater, Off: c.whyNot(c.entry.Text, pdu.Measure(c.entry.Text)),
		}, look.Item{})
	}
	blocks := blocksIn(c.kept)
	for _, b := range blocks[:min(len(blocks), blocksShown)] {
		all = append(all, look.Item{Words: b.Name, Icon: theme.DocumentIcon(), Do: func() { c.insertBlock(b) }})
	}
	all = append(all, look.Item{}, look.Item{
		Words: tr.T("chat.blocks"), Icon: theme.DocumentCreateIcon(), Do: c.showBlocks,
	})
	look.NewMenu(all...).ShowBelow(c.canvas, c.more)
}

// sendLater asks when the text is to be sent, and empties the composer when it is planned.
func (c *composer) sendLater() {
	if c.later == nil || !c.box.Visible() {
		return
	}
	to, ok := c.recipients(false)
	if c.send.Disabled() || !ok {
		c.complain()
		return
	}
	text := c.entry.Text
	c.later(slices.Clone(to), text, func() { c.forget(to, text) })
}

// showEmoji shows the card with all emoji, or takes it away.
func (c *composer) showEmoji() {
	if !c.box.Visible() {
		return
	}
	c.canvas.Focus(c.entry) // it has the keyboard when the card is gone
	emoji.Show(c.canvas, c.kept, c.emoji, c.entry.Insert)
}

// showBlocks shows the list of text blocks: to put one in, to change them, and to write new ones.
func (c *composer) showBlocks() {
	all := blocksIn(c.kept)
	rows := container.New(look.Column{Gap: look.Space2})
	sheet := look.NewSheet(c.canvas, tr.T("chat.blocks.title"), look.NewNote(tr.T("chat.blocks.note")), rows)
	then := func(do func()) func() {
		return func() {
			sheet.Close()
			do()
		}
	}
	for i, b := range all {
		put := look.NewQuiet(tr.T("chat.blocks.insert"), then(func() { c.insertBlock(b) }))
		change := look.NewLink(tr.T("chat.blocks.change"), then(func() { c.editBlock(all, i) }))
		name := look.NewStrong(b.Name, "")
		text := look.NewLine(sms.SanitiseLine(b.Text, 200), look.ColorMuted, theme.SizeNameText)
		rows.Add(container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(change, put)),
			container.New(look.Column{}, name, text)))
	}
	if len(all) == 0 {
		rows.Add(look.NewText(tr.T("chat.blocks.none"), look.ColorMuted))
	}
	add := look.NewPrimary(tr.T("chat.blocks.new"), func() { c.editBlock(all, len(all)) })
	if len(all) >= blocksMost {
		add.Refuse(tr.T("chat.blocks.full", tr.Data{"Most": blocksMost}))
	}
	sheet.Answers(look.NewQuiet(tr.T("chat.blocks.close"), nil), add).Show(nil)
}

// editBlock shows the form for one of the text blocks, or for a new one behind them.
func (c *composer) editBlock(all []block, at int) {
	old := block{Text: c.entry.Text}
	if at < len(all) {
		old = all[at]
	}
	name := look.NewField(tr.T("chat.blocks.name"), blockNameMost, nil)
	text := look.NewArea(tr.T("chat.blocks.text"))
	text.SetMinRowsVisible(4)
	name.SetText(old.Name)
	text.SetText(old.Text)
	text.EnterBreaks = func() bool { return true }
	others := slices.Delete(slices.Clone(all), min(at, len(all)), min(at+1, len(all)))
	sheet := look.NewSheet(c.canvas, tr.T("chat.blocks.one"), name, text, look.NewNote(tr.T("chat.blocks.hint")))
	keep := func(now []block) {
		if keepBlocks(c.kept, now) != nil {
			sheet.Say(tr.T("chat.blocks.failed"), look.ColorBad)
			return
		}
		sheet.Close()
		c.showBlocks()
	}
	save := look.NewPrimary(tr.T("chat.blocks.save"), func() {
		now := block{cleanName(name.Text), text.Text}
		if why := now.wrong(others); why != "" {
			sheet.Say(why, look.ColorBad)
			sheet.Focus(name)
			return
		}
		keep(append(others, now))
	})
	if at < len(all) {
		sheet.Buttons(look.NewDanger(tr.T("chat.blocks.delete"), func() { keep(others) }))
	}
	cancel := look.NewQuiet(tr.T("chat.cancel"), func() {
		sheet.Close()
		c.showBlocks()
	})
	sheet.Buttons(cancel, save).Show(name)
}

// wrong says what is wrong with a block; "" when nothing is.
func (b block) wrong(others []block) string {
	switch {
	case b.Name == "":
		return tr.T("chat.blocks.noName")
	case blank(b.Text):
		return tr.T("chat.blocks.noText")
	case slices.ContainsFunc(others, func(o block) bool { return folded(o.Name) == folded(b.Name) }):
		return tr.T("chat.blocks.taken")
	}
	return ""
}

// makeButtons makes the round buttons around the field.
func (c *composer) makeButtons() {
	c.emoji = look.NewRound(smile, tr.T("chat.emoji"), c.showEmoji)
	c.more = look.NewRound(theme.MoreVerticalIcon(), tr.T("chat.more"), c.showMore)
	c.send = look.NewRound(theme.MailSendIcon(), tr.T("chat.send"), c.trySend)
	c.send.SetPrimary(true)
	c.send.OnSecondary = c.showMore
	for _, b := range []*look.Round{c.emoji, c.more, c.send} {
		b.OnEscape = c.escape
	}
	c.send.OnSay = func(string) { c.complain() }
}

// smile is the sign of the button for emoji: a face. The ring is two circles of curves, the inner one
// the other way round.
var smile = fyne.NewStaticResource("smile.svg", []byte(
	`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="#000000" d="`+
		`M12 2C17.500 2 22 6.500 22 12C22 17.500 17.500 22 12 22C6.500 22 2 17.500 2 12C2 6.500 6.500 2 12 2z`+
		`M12 4C7.600 4 4 7.600 4 12C4 16.400 7.600 20 12 20C16.400 20 20 16.400 20 12C20 7.600 16.400 4 12 4z"/>`+
		`<circle fill="#000000" cx="8.700" cy="9.700" r="1.500"/><circle fill="#000000" cx="15.300" cy="9.700" r="1.500"/>`+
		`<path fill="#000000" d="M7 13.500H17C16.500 16 14.500 17.500 12 17.500C9.500 17.500 7.500 16 7 13.500z"/></svg>`))
