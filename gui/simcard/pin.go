package simcard

import (
	"cmp"
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// pinCard is the card about the PIN and the card's own number.
type pinCard struct {
	*sheet
	state           sms.PINState
	head, tries     *look.Text
	pin, fresh      *look.Field
	again, number   *look.Field
	risk            *look.Check // the user knows that it may be the last try
	remember        *look.Check
	remark          *look.Text
	change, toggle  *look.Button
	write           *look.Button
	known, possible bool // the PIN is kept on this computer, and could be
}

// PIN opens the card about the PIN of the SIM card.
func (c *Cards) PIN() {
	p := &pinCard{head: look.NewText(tr.T("simcard.pin.reading"), ""), tries: look.NewText("", "")}
	p.pin, p.fresh, p.again = look.NewSecret(pinMost), look.NewSecret(pinMost), look.NewSecret(pinMost)
	p.number = look.NewField(tr.T("simcard.pin.numberHint"), 30, isNumber)
	p.number.Offer(c.cfg.Card.OwnNumber())
	p.risk = look.NewCheck(tr.T("simcard.pin.sure"), func(bool) { p.enable() })
	p.risk.Hide()
	p.remember = look.NewCheck(tr.T("simcard.pin.remember"), nil)
	p.remark = look.NewNote("")
	p.toggle = look.NewQuiet("", p.setWanted)
	p.toggle.Hide() // until it is known what it does
	p.tries.Hide()
	p.change = look.NewPrimary(tr.T("simcard.pin.change"), p.setPIN)
	p.write = look.NewQuiet(tr.T("simcard.pin.write"), p.setNumber)
	body := container.New(look.Column{Gap: look.Space2},
		p.head, p.tries, look.Flush(p.risk),
		look.Form(tr.T("simcard.pin.now"), p.pin, tr.T("simcard.pin.new"), p.fresh, tr.T("simcard.pin.again"), p.again),
		container.New(&look.Foot{}, p.toggle, p.change),
		widget.NewSeparator(), look.Flush(p.remember), p.remark, widget.NewSeparator(),
		look.Form(tr.T("simcard.pin.number"), container.NewBorder(nil, nil, nil, p.write, p.number)))
	p.sheet = c.open(tr.T("simcard.pin.title"), nil, body)
	p.active = []fyne.Disableable{
		p.pin, p.fresh, p.again, p.number, p.risk, p.remember, p.write,
		p.toggle, p.change,
	}
	for _, f := range []*look.Field{p.pin, p.fresh, p.again, p.number} {
		f.OnChanged = func(string) { p.enable() }
	}
	p.read()
}

// read asks how things stand.
func (p *pinCard) read() {
	var state sms.PINState
	var known, possible bool
	p.run(func(ctx context.Context) (err error) {
		known, possible = p.cards.cfg.Card.Remembered(ctx)
		state, err = p.cards.cfg.Card.PINState(ctx)
		return err
	}, func() {
		p.known, p.possible = known, possible
		p.show(state)
	}, func(error) {
		p.known, p.possible = known, possible
		p.state = sms.PINState{Tries: -1}
		p.head.Hide()
		p.showMemory()
		p.enable()
		p.Fit()
		p.Focus(p.pin)
	})
}

// show shows how things stand.
func (p *pinCard) show(s sms.PINState) {
	p.state = s
	p.head.SetText(tr.T("simcard.pin.off"))
	p.toggle.Text = tr.T("simcard.pin.switchOn")
	if s.Wanted {
		p.head.SetText(tr.T("simcard.pin.on"))
		p.toggle.Text = tr.T("simcard.pin.switchOff")
	}
	p.toggle.Show()
	p.toggle.Refresh()
	p.head.Show()
	p.tries.Show()
	switch {
	case s.Tries > 1:
		p.tries.Set(tr.N("simcard.pin.tries", s.Tries), "")
	case s.Tries == 0:
		p.tries.Set(tr.T("simcard.pin.noTry"), look.ColorBad)
	case s.Tries == 1:
		p.tries.Set(tr.T("simcard.pin.lastTry"), look.ColorBad)
	default:
		p.tries.Set(tr.T("simcard.pin.triesUnknown"), look.ColorCareful)
	}
	p.risk.SetChecked(false)
	p.risk.Hidden = s.Tries > 1 || s.Tries == 0
	p.showMemory()
	p.enable()
	p.Fit()
	p.Focus(p.pin)
}

// showMemory reports whether the PIN is kept on this computer.
func (p *pinCard) showMemory() {
	p.remember.OnChanged = nil
	p.remember.SetChecked(p.known && p.possible)
	p.remember.OnChanged = p.setMemory
	if p.possible {
		p.remark.SetText(tr.T("simcard.pin.rememberHint"))
	} else {
		p.remark.SetText(tr.T("simcard.pin.rememberNot"))
		p.remember.Disable()
	}
}

// enable lets the buttons be pressed that make sense with what stands in the fields.
func (p *pinCard) enable() {
	if p.runs {
		return
	}
	p.toggle.Refuse(p.whyNot())
	p.change.Refuse(cmp.Or(p.whyNot(), p.whyNotChange()))
	_, err := sms.ParseNumber(p.number.Text, p.cards.cfg.Region())
	p.write.Refuse(unless(err == nil, "number"))
	if !p.possible {
		p.remember.Disable()
	}
}

// whyNot says why the PIN in the field cannot be tried; "" when it can.
func (p *pinCard) whyNot() string {
	return cmp.Or(unless(p.state.Tries != 0, "tries"), unless(len(p.pin.Text) >= pinLeast, "now"),
		unless(p.state.Tries > 1 || p.risk.Checked, "risk"))
}

// whyNotChange says why the new PIN in the fields cannot become the card's.
func (p *pinCard) whyNotChange() string {
	return cmp.Or(unless(p.state.Wanted, "off"), unless(len(p.fresh.Text) >= pinLeast, "new"),
		unless(p.fresh.Text == p.again.Text, "again"))
}

// unless returns the words for what is missing, "" when nothing is.
func unless(ok bool, key string) string {
	if ok {
		return ""
	}
	return tr.T("simcard.pin.missing." + key)
}

// setPIN returns the card its new PIN.
func (p *pinCard) setPIN() {
	old, fresh, last := p.pin.Text, p.fresh.Text, p.risk.Checked
	p.send("simcard.pin.changed", func(ctx context.Context) (sms.PINState, error) {
		return p.cards.cfg.Card.ChangePIN(ctx, old, fresh, last)
	})
}

// setWanted has the card ask for its PIN from now on, or no more.
func (p *pinCard) setWanted() {
	on, pin, last := !p.state.Wanted, p.pin.Text, p.risk.Checked
	said := "simcard.pin.switchedOff"
	if on {
		said = "simcard.pin.switchedOn"
	}
	p.send(said, func(ctx context.Context) (sms.PINState, error) {
		return p.cards.cfg.Card.SetPINWanted(ctx, on, pin, last)
	})
}

// send returns the card a PIN. The fields are empty afterwards, whatever came of it.
func (p *pinCard) send(said string, f func(ctx context.Context) (sms.PINState, error)) {
	state := sms.PINState{Tries: -1}
	p.run(func(ctx context.Context) (err error) {
		state, err = f(ctx)
		return err
	}, func() {
		p.clear()
		p.show(state)
		p.Say(tr.T(said), look.ColorGood)
	}, func(err error) {
		p.clear()
		if errors.Is(err, sms.ErrPINRefused) || errors.Is(err, sms.ErrLastTry) {
			state.Wanted = p.state.Wanted
			p.show(state)
		}
		p.enable()
	})
}

func (p *pinCard) clear() {
	p.pin.SetText("")
	p.fresh.SetText("")
	p.again.SetText("")
}

// setMemory has the PIN kept on this computer, or forgotten.
func (p *pinCard) setMemory(on bool) {
	p.run(func(ctx context.Context) error { return p.cards.cfg.Card.Remember(ctx, on) }, func() {
		p.known = on
		p.enable()
		said := "simcard.pin.forgotten"
		if on {
			said = "simcard.pin.remembered"
		}
		p.Say(tr.T(said), look.ColorGood)
	}, func(error) {
		p.showMemory()
		p.enable()
	})
}

// setNumber writes the card's own number.
func (p *pinCard) setNumber() {
	n, err := sms.ParseNumber(p.number.Text, p.cards.cfg.Region())
	if err != nil {
		return
	}
	p.run(func(ctx context.Context) error {
		_, err := p.cards.cfg.Card.SetOwnNumber(ctx, string(n))
		return err
	}, func() {
		p.enable()
		p.Say(tr.T("simcard.pin.written"), look.ColorGood)
	}, func(error) { p.enable() })
}
