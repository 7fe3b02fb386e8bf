package simcard

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/ussd"
)

// keepLimit bounds what is asked of the Keeper, which answers in milliseconds or is stuck.
const keepLimit = 3 * time.Second

// balance is the card that asks the network.
type balance struct {
	*sheet
	code, reply  *field
	send, answer *button
	text         *widget.Label
	replyRow     *fyne.Container
	sure         string // the code that the user was asked about
	open         bool   // the network waits for a reply
}

// Balance opens the card that asks for the balance.
func (c *Cards) Balance() {
	b := &balance{text: prose("")}
	b.code = newField("", 21, isCode)
	b.code.SetText(c.balanceCode())
	b.send = newButton(tr.T("simcard.balance.ask"), b.ask).primary()
	b.reply = newField(tr.T("simcard.balance.replyHint"), 21, isCode)
	b.answer = newButton(tr.T("simcard.balance.reply"), b.sendReply).primary()
	b.replyRow = container.NewBorder(nil, nil, nil, b.answer, b.reply)
	b.replyRow.Hide()
	b.text.Hide()
	b.text.TextStyle = fyne.TextStyle{Bold: true}
	body := container.NewVBox(
		row(tr.T("simcard.balance.code"), b.code), small(tr.T("simcard.balance.hint")),
		b.text, b.replyRow)
	b.sheet = c.open(tr.T("simcard.balance.title"), body, b.send)
	b.active = append(b.active, b.code, b.reply, b.answer)
	b.sheet.leave = b.leave
	b.code.enter, b.code.escape = b.ask, b.close
	b.reply.enter, b.reply.escape = b.sendReply, b.close
	b.answer.escape = b.close
	b.code.OnChanged = func(string) { b.doubt(false) }
	b.focus(b.code)
}

// balanceCode is what was asked last, or what most operators of the country know.
func (c *Cards) balanceCode() string {
	ctx, cancel := context.WithTimeout(context.Background(), keepLimit)
	defer cancel()
	if code, err := c.cfg.Keeper.Setting(ctx, KeyBalance); err == nil && ussd.Valid(code) {
		return code
	}
	return ussd.BalanceCode(c.cfg.Region())
}

// ask sends the code, after a question when it changes something.
func (b *balance) ask() {
	code := b.code.Text
	if !ussd.Valid(code) {
		b.say(tr.T("simcard.error.badCode"), widget.DangerImportance)
		return
	}
	risk := ussd.RiskOf(code)
	if risk != ussd.RiskNone && b.sure != code {
		b.doubt(true)
		b.sure = code
		b.say(tr.T("simcard.balance.risk."+risk.String()), widget.DangerImportance)
		return
	}
	b.start(code, risk == ussd.RiskNone)
}

// doubt turns the button into one that says that it is meant.
func (b *balance) doubt(on bool) {
	b.sure = ""
	b.send.Importance, b.send.Text = widget.HighImportance, tr.T("simcard.balance.ask")
	if on {
		b.send.Importance, b.send.Text = widget.DangerImportance, tr.T("simcard.balance.sure")
	}
	b.send.Refresh()
}

// start sends a code or a reply and shows what comes back. A code that told something is kept.
func (b *balance) start(code string, keep bool) {
	if b.runs {
		return
	}
	b.doubt(false)
	b.text.Hide()
	b.replyRow.Hide()
	b.open = false
	var got sms.ServiceAnswer
	b.run(func(ctx context.Context) (err error) {
		got, err = b.cards.cfg.Card.AskNetwork(ctx, code)
		if err == nil && keep {
			b.cards.keep(ctx, code)
		}
		return err
	}, func() { b.show(got) }, nil)
}

func (c *Cards) keep(ctx context.Context, code string) {
	ctx, cancel := context.WithTimeout(ctx, keepLimit)
	defer cancel()
	_ = c.cfg.Keeper.SetSetting(ctx, KeyBalance, code) // else it is typed again
}

func (b *balance) show(a sms.ServiceAnswer) {
	text := sms.Sanitise(a.Text)
	if text == "" {
		text = tr.T("simcard.balance.empty")
	}
	b.text.SetText(text)
	b.text.Show()
	b.open = a.More
	b.reply.SetText("")
	b.replyRow.Hidden = !a.More
	if a.More {
		b.focus(b.reply)
	}
	b.fit()
}

func (b *balance) sendReply() {
	if !b.open || !ussd.Valid(b.reply.Text) {
		b.say(tr.T("simcard.error.badCode"), widget.DangerImportance)
		return
	}
	b.start(b.reply.Text, false)
}

// leave tells the network that no reply comes when it waits for one.
func (b *balance) leave() {
	if !b.open {
		return
	}
	b.open = false
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), keepLimit)
		defer cancel()
		_ = b.cards.cfg.Card.EndAsking(ctx) // the network gives up by itself after a while
	}()
}
