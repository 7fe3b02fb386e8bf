package chat_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

// fillDay is a day in somebody's life.
func fillDay(f *fakeMessenger) {
	f.names[anna] = "Anna Meyer"
	f.in("+4917699887766", "Danke für gestern, war ein schöner Abend!", 50*time.Hour)
	f.out("+4917699887766", "Fanden wir auch. Bis bald!", sms.Delivered, 49*time.Hour)
	f.in(shop, "Guthaben: 9,80 €. Mehr unter https://www.o2online.de/mein-o2", 74*time.Hour)
	f.in(bernd, "Ihr Code lautet 482 113. Geben Sie ihn nicht weiter.", 30*time.Hour)
	f.in(anna, "Kommst du heute mit dem Zug oder mit dem Auto?", 26*time.Hour)
	f.out(anna, "Mit dem Zug, der um halb zwei.", sms.Delivered, 25*time.Hour+58*time.Minute)
	f.out(anna, "Holst du mich ab?", sms.Delivered, 25*time.Hour+57*time.Minute)
	f.in(anna, "Klar. Ich stehe dann vorn am Ausgang, neben dem Blumenladen, du kannst mich gar "+
		"nicht verfehlen. Wenn es regnet, warte ich drinnen.", 25*time.Hour+50*time.Minute)
	f.in(anna, "Bist du schon da?", 9*time.Minute)
	f.out(anna, "Fast. Zug hat Verspätung.", sms.Delivered, 8*time.Minute)
	f.out(anna, "Noch etwa zehn Minuten 🙂", sms.Sent, 3*time.Minute)
	m := f.in(anna, "Bis gleich!", time.Minute)
	f.msgs[m.ID-1].Read = false
}

func fillStates(f *fakeMessenger) {
	f.in("+436641234567", "Grüße aus Wien, wie geht es euch?", 40*time.Minute)
	f.out("+436641234567", "Ganz gut!", sms.Delivered, 39*time.Minute)
	f.out("+436641234567", "Kommt ihr im Herbst?", sms.Unconfirmed, 20*time.Minute)
	m := f.out("+436641234567", "Die Nummer stimmt wohl nicht", sms.Failed, 15*time.Minute)
	f.msgs[m.ID-1].Reason = sms.ReasonBarred
	m = f.out("+436641234567", "Noch eine", sms.Failed, 14*time.Minute)
	f.msgs[m.ID-1].Reason = sms.ReasonNoCentre
	m = f.out("+436641234567", "Oder doch im Winter?", sms.Waiting, 10*time.Minute)
	f.msgs[m.ID-1].Reason = sms.ReasonBusy
	f.msgs[m.ID-1].NextTry = f.now().Add(8 * time.Minute)
	f.out("+436641234567", "Wird gerade gesendet", sms.Sending, 2*time.Minute)
	f.out("+436641234567", "Wartet noch", sms.Queued, time.Minute)
	m = f.in("+436641234567", "Der erste Teil von drei", 50*time.Second)
	f.msgs[m.ID-1].Status, f.msgs[m.ID-1].Parts, f.msgs[m.ID-1].Done = sms.Incomplete, 3, 1
	m = f.in("+436641234567", "", 40*time.Second)
	f.msgs[m.ID-1].Status = sms.Service
	m = f.in("+436641234567", "Halb zer�st�rt", 30*time.Second)
	f.msgs[m.ID-1].Status = sms.Damaged
	f.in("+436641234567", "Fotos: https://fotos.example.com/wien", 20*time.Second)
}

// fillScripts is texts in which Fyne alone would show something else than was written.
func fillScripts(f *fakeMessenger) {
	const n = sms.Number("+972541234567")
	f.in(n, "Familie 👨‍👩‍👧‍👦, Flaggen 🇩🇪🇦🇹🇨🇭🇮🇱🏴󠁧󠁢󠁥󠁮󠁧󠁿, Haut 👍🏻👍🏽👍🏿, neu 🟢🥲🫠🫩, Tasten 1️⃣2️⃣#️⃣", 29*time.Minute)
	f.in(n, "שלום! הקוד שלך הוא 123-456 (תקף ל-10 דקות). Google לא תבקש אותו", 28*time.Minute)
	f.out(n, "Danke, תודה רבה 123 mal!", sms.Delivered, 27*time.Minute)
	f.out(n, "תודה רבה", sms.Delivered, 26*time.Minute)
	f.in(n, "مرحبا، رمز التحقق 482113 صالح لمدة 10 دقائق. لا تشاركه مع أحد!", 25*time.Minute)
	f.in(n, "สวัสดีครับ วันนี้น้ำขึ้นสูงที่ปากแม่น้ำใต้ กี่โมงครับ", 24*time.Minute)
	f.in(n, "नमस्ते, आपका कोड 4821 है। क्षत्रिय ज्ञान श्री", 23*time.Minute)
	f.in(n, "안녕하세요 반갑습니다 Z̴̢̛a̸l̷̡̛g̵̢o", 22*time.Minute)
	f.in(n, "🫩🇩🇪👍🏽", 21*time.Minute)
	f.in("+972547654321", "שלום, מתי אתה מגיע? 14:30 או 15:00", 20*time.Minute)
}

// TestGallery puts the chat into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "chat", func(g *gallery.Gallery) {
		drawDay(g)
		drawStates(g)
		drawPlanned(g)
		drawPrograms(g)
		drawComposer(g)
		drawNotices(g)
		for _, s := range listStates {
			b := drawn(g, fillList)
			s.put(b, g.German())
			b.shot(s.name)
		}
	})
}

func drawDay(g *gallery.Gallery) {
	drawn(g, nil).shot("first")
	b := drawn(g, fillDay)
	b.shot("choose")
	b.open("Anna")
	b.press("Ich freu mich, bis gleich am Ausgang!")
	b.shot("chat")
	g.ShotAt(b.window, "wide", fyne.NewSize(1600, 900))
	b.menuOpen()
	b.shot("menu")
	b = drawn(g, fillDay)
	b.open("o2")
	b.shot("name")
	b.tap("www.o2online.de")
	b.shot("link")
	b = drawn(g, fillScripts)
	b.open("2 54-12")
	b.press("😀 1️⃣ 🇩🇪 שלום")
	b.shot("scripts")
}

func drawStates(g *gallery.Gallery) {
	b := drawn(g, fillStates)
	b.chat.SetStick(chat.Stick{Away: chat.AwayStick})
	b.open("+43")
	b.shot("states")
	b.wheel(300)
	b.arriveFrom("+436641234567", "Noch etwas")
	b.chat.Handle(sms.OtherSIM{Waiting: 2})
	b.shot("up")
	b.menu("Kontakt", "Name")
	b.shot("rename")
	b.press(fyne.KeyEscape)
	b.press(ctrl(fyne.KeyN), "0171abc", fyne.KeyTab, "Zehn Teile 🙂")
	b.shot("new")
}

// drawPrograms is a conversation in which a program writes, too.
func drawPrograms(g *gallery.Gallery) {
	b := drawn(g, func(f *fakeMessenger) {
		fillDay(f)
		f.out(anna, words(g.German(), "Die Waschmaschine ist fertig.", "The washing machine is done."), sms.Delivered, 4*time.Minute)
		f.msgs[len(f.msgs)-1].Program = `C:\Python\python.exe`
		f.out(anna, "OK", sms.Sent, 3*time.Minute)
		f.msgs[len(f.msgs)-1].Program = `C:\Python\python.exe`
	})
	b.open("Anna")
	b.chat.SetUse(chat.Use{Name: "python.exe", Programs: 1, Texts: 12})
	b.shot("programs")
	b.chat.SetUse(chat.Use{Stopped: true, Cancelled: 3})
	b.shot("programs-stopped")
}

func drawPlanned(g *gallery.Gallery) {
	b := drawn(g, fillDay, func(c *chat.Config) {
		c.Planned = func(sms.Number) string {
			return words(g.German(), "1 Nachricht geplant: morgen, 08:00", "1 message planned: tomorrow, 8:00 AM")
		}
		c.OnPlanned = func() {}
	})
	b.open("Anna")
	b.shot("planned")
}
