package simcard

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/ussd"
)

// endLimit bounds the call that ends a conversation with the network.
const endLimit = 3 * time.Second

// balance is the card that asks the network.
type balance struct {
	*sheet
	code, reply  *look.Field
	send, answer *look.Button
	text         *look.Text
	replyRow     *fyne.Container
	asked        string // the code that the user was asked about
	open         bool   // the network waits for a reply
	region       string // whose brands are offered
}

// Balance opens the card that asks for the balance.
func (c *Cards) Balance() {
	b := &balance{text: look.NewStrong("", ""), region: c.cfg.Region()}
	b.code = look.NewField("", 0, nil)
	b.code.Offer(c.balanceCode())
	b.send = look.NewPrimary(tr.T("simcard.balance.ask"), b.ask)
	b.reply = look.NewField(tr.T("simcard.balance.replyHint"), 0, nil)
	b.answer = look.NewPrimary(tr.T("simcard.balance.reply"), b.sendReply)
	b.replyRow = container.NewBorder(nil, nil, nil, b.answer, b.reply)
	b.replyRow.Hide()
	b.text.Hide()
	body := container.New(look.Column{Gap: look.Space2},
		look.Form(tr.T("simcard.balance.brand"), b.brands(), tr.T("simcard.balance.code"), b.code), look.NewNote(tr.T("simcard.balance.hint")),
		b.text, b.replyRow)
	b.sheet = c.open(tr.T("simcard.balance.title"), b.leave, body, b.send)
	b.active = append(b.active, b.code, b.reply, b.answer)
	b.code.OnEnter, b.reply.OnEnter = b.ask, b.sendReply
	b.code.OnChanged = func(string) {
		b.confirm(false)
		b.Say("", "")
	}
	b.reply.OnChanged = func(string) { b.Say("", "") }
	b.Focus(b.code)
}

// brands is the field with the prepaid offers of the country: one that is chosen fills in its code. None is
// chosen at first: the code need not be that of any.
func (b *balance) brands() *look.Select {
	all := ussd.Brands(b.region)
	names := make([]string, len(all))
	for i, brand := range all {
		names[i] = brand.Name
	}
	field := look.NewSelect(names)
	field.PlaceHolder = tr.T("simcard.balance.brand.none")
	field.OnChanged = func(string) {
		if i := field.SelectedIndex(); i >= 0 {
			b.code.SetText(all[i].Code)
		}
	}
	return field
}

// balanceCode is what was asked last, or what most operators of the country know.
func (c *Cards) balanceCode() string {
	if code := c.cfg.Settings.Setting(KeyBalance); ussd.Valid(code) {
		return code
	}
	return ussd.BalanceCode(c.cfg.Region())
}

// ask sends the code, after a question when it changes something.
func (b *balance) ask() {
	code := strings.TrimSpace(b.code.Text)
	if why := whyNotCode(code); why != "" {
		b.Say(why, look.ColorBad)
		return
	}
	risk := ussd.RiskOf(code)
	if risk != ussd.RiskNone && b.asked != code {
		b.confirm(true)
		b.asked = code
		b.Say(tr.T("simcard.balance.risk."+risk.String()), look.ColorBad)
		return
	}
	b.start(code, risk == ussd.RiskNone)
}

// whyNotCode says why a code is not sent, and nothing of it; "" when it is. The field takes any
// character: one that was left out in silence would make another code of it.
func whyNotCode(code string) string {
	wrong := strings.Map(func(r rune) rune {
		if isCode(r) {
			return -1
		}
		return r
	}, code)
	switch {
	case ussd.Valid(code):
		return ""
	case code == "":
		return tr.T("simcard.error.noCode")
	case wrong != "":
		return tr.T("simcard.error.codeChars", tr.Data{"Characters": sms.SanitiseLine(wrong, 12)})
	}
	return tr.T("simcard.error.codeLong")
}

// confirm turns the button into one that asks whether it is meant, or back.
func (b *balance) confirm(on bool) {
	b.asked = ""
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
	b.confirm(false)
	b.text.Hide()
	b.replyRow.Hide()
	b.open = false
	var got sms.ServiceAnswer
	b.run(func(ctx context.Context) (err error) {
		got, err = b.cards.cfg.Card.SendUSSD(ctx, code)
		if err == nil && keep {
			_ = b.cards.cfg.Settings.SetSetting(KeyBalance, code) // else it is typed again
		}
		return err
	}, func() { b.show(got) }, nil)
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
		b.Focus(b.reply)
	}
	b.Fit()
}

func (b *balance) sendReply() {
	reply := strings.TrimSpace(b.reply.Text)
	if why := whyNotCode(reply); why != "" {
		b.Say(why, look.ColorBad)
	} else if b.open {
		b.start(reply, false)
	}
}

// leave tells the network that no reply comes when it waits for one.
func (b *balance) leave() {
	if !b.open {
		return
	}
	b.open = false
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), endLimit)
		defer cancel()
		_ = b.cards.cfg.Card.EndUSSD(ctx) // the network gives up by itself after a while
	}()
}
