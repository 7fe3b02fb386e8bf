package simcard_test

import (
	"testing"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// TestGallery draws the cards, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "simcard", func(g *gallery.Gallery) {
		open := func() *bench {
			b := newBench(g.T, g.Language, g.Theme)
			b.window.SetPadded(false)
			g.Settle = b.settle
			return b
		}
		shot := func(b *bench, name string) {
			b.settle()
			g.Shot(b.window, name)
		}
		drawBalance(open, shot)
		drawPIN(open, shot)
	})
}

func drawBalance(open func() *bench, shot func(*bench, string)) {
	b := open()
	b.card.answer = sms.ServiceAnswer{Text: "1 Guthaben\n2 Tarif\n3 Aufladen", More: true}
	b.cards.Balance()
	shot(b, "balance")
	b.tap(tr.T("simcard.balance.ask"))
	shot(b, "balance-menu")
	b = open()
	b.cards.Balance()
	b.fields()[0].(interface{ SetText(string) }).SetText("##002#")
	b.tap(tr.T("simcard.balance.ask"))
	shot(b, "balance-risk")
	b = open()
	b.card.err = sms.ErrNoReply
	b.cards.Balance()
	b.tap(tr.T("simcard.balance.ask"))
	shot(b, "balance-failed")
}

func drawPIN(open func() *bench, shot func(*bench, string)) {
	b := open()
	b.cards.PIN()
	shot(b, "pin")
	b = open()
	b.card.state.Tries, b.card.no = 1, true
	b.cards.PIN()
	shot(b, "pin-last")
	b = open()
	b.card.err = sms.ErrNoCard
	b.cards.PIN()
	shot(b, "pin-nocard")
}
