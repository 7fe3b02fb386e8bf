package chat_test

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

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

// TestShots draws the pages for a person to look at: SURFSTICK_SHOTS=dir go test -run Shots.
func TestShots(t *testing.T) {
	if os.Getenv("SURFSTICK_SHOTS") == "" {
		t.Skip("SURFSTICK_SHOTS is not set")
	}
	for _, language := range []string{"de", "en"} {
		for _, variant := range []string{"light", "dark"} {
			name := "-" + language + "-" + variant
			t.Run(language+variant, func(t *testing.T) {
				b := newBench(t, language, variant, nil)
				b.shot("first" + name)
				b = newBench(t, language, variant, fillDay)
				b.shot("choose" + name)
				b.open("Anna")
				b.press("Ich freu mich, bis gleich am Ausgang!")
				b.shot("chat" + name)
				b.window.Resize(fyne.NewSize(1600, 900))
				b.shot("wide" + name)
				b.window.Resize(fyne.NewSize(1000, 700))
				b.menuOpen()
				b.shot("menu" + name)
				b.window.Canvas().Overlays().Top().Hide()
				b.open("o2")
				b.shot("name" + name)
				b.tap("www.o2online.de")
				b.shot("link" + name)
				b = newBench(t, language, variant, fillStates)
				b.chat.SetStick(chat.Stick{Away: chat.AwayStick})
				b.open("+43")
				b.shot("states" + name)
				b.wheel(300)
				b.arriveFrom("+436641234567", "Noch etwas")
				b.chat.Handle(sms.OtherSIM{Waiting: 2})
				b.shot("up" + name)
				b.menu("Kontakt", "Name")
				b.shot("rename" + name)
				b.press(fyne.KeyEscape)
				b.press(ctrl(fyne.KeyN), "0171abc", fyne.KeyTab, "Zehn Teile 🙂")
				b.shot("new" + name)
			})
		}
	}
}
