package chat_test

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// withLater offers to send later, and has text blocks and emoji that were used.
func withLater(c *chat.Config) {
	c.OnSendLater = func([]sms.Number, string, func()) {}
	c.Kept.(keeper)["blocks"] = `[{"name":"gruss","text":"Viele Grüße aus dem Zug, {name}!"},{"name":"rückruf","text":"Ich rufe zurück."}]`
	c.Kept.(keeper)["emoji.recent"] = "🍕 ❤️ 👍🏽"
}

// drawComposer draws the states of the composer, and the questions that it asks.
func drawComposer(g *gallery.Gallery) {
	b := drawn(g, fillDay, withLater)
	b.open("Anna")
	b.press("„Ja“ – so geht’s")
	b.shot("dear")
	b.press(&fyne.ShortcutSelectAll{})
	b.paste(strings.Repeat("Ein Satz mit einigen Wörtern. ", 40))
	b.shot("long")
	b.press(fyne.KeyReturn)
	b.shot("cost")
	b.press(fyne.KeyEscape, &fyne.ShortcutSelectAll{})
	b.paste(strings.Repeat("Ein Satz mit einigen Wörtern. ", 70))
	b.shot("toolong")
	b.tap(tr.T("chat.split"))
	b.shot("split")
	b.press(fyne.KeyEscape, &fyne.ShortcutSelectAll{}, "Kurz 🙂 ", ctrl(fyne.KeyE), fyne.KeyDown, fyne.KeyDown)
	b.shot("emoji")
	b.press(fyne.KeyEscape)
	b.tap(tr.T("chat.more"))
	b.shot("more")
	b.chooses(tr.T("chat.blocks"))
	b.shot("blocks")
	b.tap(tr.T("chat.blocks.change"))
	b.shot("block")
	drawDear(g)
}

// drawDear draws the questions about numbers that cost more than others.
func drawDear(g *gallery.Gallery) {
	for name, number := range map[string]string{
		"foreign": "+436641234567", "short": "80850", "premium": "0900 1234567",
	} {
		b := drawn(g, fillDay, withLater)
		b.press(ctrl(fyne.KeyN), number, fyne.KeyTab, "Hallo!", fyne.KeyReturn)
		b.sees(tr.T("chat.costly.no"))
		b.shot("cost-" + name)
	}
	b := drawn(g, fillDay)
	b.open("Anna")
	b.tap(tr.T("chat.more"))
	b.chooses(tr.T("chat.blocks"))
	b.shot("blocks-none")
}

// noticeStates are the states in which something stands across the top of the chat, or at its foot.
var noticeStates = []struct {
	name string
	put  func(*bench)
}{
	{"nonetwork", func(b *bench) {
		b.chat.SetStick(chat.Stick{Away: chat.AwaySignal, Since: b.now.Add(-time.Hour)})
	}},
	{"silent", func(b *bench) { b.chat.SetStick(chat.Stick{Away: chat.AwayPort, Silent: true}) }},
	{"restarting", func(b *bench) { b.chat.SetStick(chat.Stick{Restarting: true}) }},
	{"data", func(b *bench) { b.chat.SetStick(chat.Stick{AsksData: true}) }},
	{"full", func(b *bench) {
		b.chat.Handle(sms.MemoryChanged{Memory: "SM", Fill: sms.FillFull, Used: 20, Total: 20})
	}},
	{"store", func(b *bench) { b.chat.Handle(sms.StoreFailed{Err: errDisk}) }},
	{"lacks", func(b *bench) {
		b.chat.Handle(sms.LinkChanged{Link: sms.Link{
			Up: true, Registration: sms.RegHome, Operator: "Telekom.de", Signal: 60,
			Lacks: sms.LackReading | sms.LackReports | sms.LackRadio,
		}})
	}},
	{"deleteask", func(b *bench) { b.menu(tr.T("chat.menu.delete")) }},
	{"deleted", func(b *bench) { b.menu(tr.T("chat.menu.delete")); b.tap(tr.T("chat.delete.yes")) }},
	{"emptybin", func(b *bench) {
		b.fake.bin(func(m sms.Message) bool { return m.Number == anna && m.ID%2 == 0 })
		b.place(tr.T("chat.view.bin"))
		b.tap(tr.T("chat.bin.empty"))
	}},
}

func drawNotices(g *gallery.Gallery) {
	for _, s := range noticeStates {
		b := drawn(g, fillDay)
		b.open("Anna")
		s.put(b)
		b.settle()
		b.shot("notice-" + s.name)
	}
	b := drawn(g, fillDay, func(c *chat.Config) { c.ReadOnly = true })
	b.open("Anna")
	b.shot("readonly")
}
