package chat_test

import (
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/sms"
)

// fillList is a list with a conversation of every kind.
func fillList(f *fakeMessenger) {
	fillDay(f)
	f.names[bernd] = "Bank (TAN)"
	f.flagged(shop)[sms.FlagPinned] = true
	f.flagged(max99)[sms.FlagMuted] = true
	f.flagged(max99)[sms.FlagMarked] = true
	for i, n := range []sms.Number{"+43664555001", "+4915155500112", "+41795550123", "+491605550777"} {
		f.in(n, "Kommt ihr mit dem Zug am Samstag? Wir holen euch dann ab.", time.Duration(100+i)*time.Hour)
	}
	f.names["+43664555001"] = "Familie Grün-Österreicher (drei Kinder)"
	f.flagged("+491605550777")[sms.FlagArchived] = true
}

// listStates are the states of the list and of what belongs to it, in their order.
var listStates = []struct {
	name string
	put  func(*bench, bool) // german reports the language
}{
	{"list", func(b *bench, _ bool) { b.open("Anna") }},
	{"rowmenu", func(b *bench, _ bool) { b.rightClick("o2") }},
	{"gear", func(b *bench, _ bool) { b.openPlaces() }},
	{"search", func(b *bench, _ bool) { b.press(ctrlShift(fyne.KeyF), "zug"); b.pause() }},
	{"hit", func(b *bench, _ bool) {
		b.press(ctrlShift(fyne.KeyF), "zug")
		b.pause()
		b.open("Mit dem")
	}},
	{"nothing", func(b *bench, _ bool) { b.press(ctrlShift(fyne.KeyF), "xyzzy"); b.pause() }},
	{"find", func(b *bench, _ bool) { b.open("Anna"); b.press(ctrl(fyne.KeyF), "zug"); b.pause() }},
	{"archived", func(b *bench, german bool) { b.place(words(german, "Archiv", "Archive")) }},
	{"blocked", func(b *bench, german bool) { b.place(words(german, "Blockiert", "Blocked")) }},
	{"bin", func(b *bench, german bool) {
		b.fake.bin(func(m sms.Message) bool { return m.Number == anna && m.ID%2 == 0 })
		b.place(words(german, "Papierkorb", "Bin"))
	}},
	{"binned", func(b *bench, german bool) {
		b.fake.bin(func(m sms.Message) bool { return m.Number == anna && m.ID%2 == 0 })
		b.place(words(german, "Papierkorb", "Bin"))
		b.open("Zug hat")
	}},
	{"block", func(b *bench, german bool) {
		b.rightClick("0176")
		b.take(words(german, "Blockieren", "Block"))
	}},
	{"textmenu", func(b *bench, _ bool) {
		b.open("Anna")
		b.textWith("Mit dem Zug").TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(420, 180)})
	}},
	{"jump", func(b *bench, _ bool) {
		for i := range 40 {
			b.arriveFrom(anna, "Noch eine Nachricht, damit es etwas zu blättern gibt "+string(rune('A'+i%26)))
		}
		b.open("Anna")
	}},
	{"details", func(b *bench, _ bool) { b.open("Anna"); b.clickTime("Mit dem Zug, der") }},
	{"several", func(b *bench, german bool) {
		b.press(ctrl(fyne.KeyN))
		b.tap(words(german, "Mehrere", "Several"))
		b.press("anna", fyne.KeyReturn, "0160 5550123", fyne.KeyReturn, "fam", fyne.KeyReturn)
	}},
	{"severalask", func(b *bench, german bool) {
		b.press(ctrl(fyne.KeyN))
		b.tap(words(german, "Mehrere", "Several"))
		b.press("anna", fyne.KeyReturn, "0160 5550123", fyne.KeyReturn, fyne.KeyReturn, "Hallo zusammen!", fyne.KeyReturn)
	}},
	{"ring", func(b *bench, _ bool) { b.press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyDown) }},
}

func words(german bool, de, en string) string {
	if german {
		return de
	}
	return en
}
