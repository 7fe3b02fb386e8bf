package contacts

import (
	"context"
	"strings"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/phonebook"
)

// saving is what is going to be written onto the SIM card.
type saving struct {
	entries []sms.Contact // with the places where they go
	cut     []string      // names that become shorter, with what they become
	known   int           // numbers that are on the card already
	left    int           // for which there is no room
	free    int           // places before
}

// plan says what of people goes onto a card: an entry for each number that is not there yet.
func plan(people []sms.Person, on []sms.Contact, room sms.ContactRoom, region string) saving {
	taken, numbers := map[int]bool{}, map[sms.Number]bool{}
	for _, c := range on {
		taken[c.Index] = true
		if n, err := sms.ParseNumber(c.Number, region); err == nil {
			numbers[n] = true
		}
	}
	s := saving{free: max(0, room.Places-len(on))}
	place, end := max(room.First, 1), max(room.First, 1)+room.Places
	for _, p := range people {
		name := phonebook.Fit(sms.SanitiseLine(p.Name, sms.MaxPersonName), room.Name)
		written := false
		for _, n := range p.Numbers {
			if !n.Number.Dialable() {
				continue
			}
			if numbers[n.Number] {
				s.known++
				continue
			}
			for place < end && taken[place] {
				place++
			}
			if place >= end {
				s.left++
				continue
			}
			numbers[n.Number], written = true, true
			s.entries = append(s.entries, sms.Contact{Index: place, Number: string(n.Number), Name: name})
			place++
		}
		if whole := sms.SanitiseLine(p.Name, sms.MaxPersonName); written && name != whole {
			s.cut = append(s.cut, tr.T("contacts.toSim.short", tr.Data{"Name": whole, "Short": name}))
		}
	}
	return s
}

// saver is the card that asks before anything is written onto the SIM card, and shows that it is.
type saver struct {
	*look.Sheet
	page   *page
	text   *look.Text
	cut    *look.Text
	busy   *look.Busy
	wait   *look.Bar
	yes    *look.Button
	plan   saving
	holder string // which card was read
	ctx    context.Context
	cancel context.CancelFunc
}

// askSave reads the card, and shows what of people would be written onto it.
func (p *page) askSave(people []sms.Person) {
	s := &saver{
		page: p, text: look.NewText(tr.T("simcard.contacts.reading"), ""), cut: look.NewNote(""),
		busy: look.NewBusy(), wait: look.NewBar(), holder: p.cfg.Holder(),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.cut.Hide()
	s.wait.Hide()
	s.yes = look.NewPrimary(tr.T("contacts.toSim.yes"), s.write)
	s.yes.Refuse(tr.T("simcard.working"))
	s.Sheet = look.NewSheet(p.canvas(), tr.T("contacts.toSim.title"), s.text, s.cut, s.busy, s.wait)
	s.OnClose = func() {
		s.cancel()
		s.busy.Stop()
	}
	s.Buttons(look.NewQuiet(tr.T("contacts.cancel"), s.Close), s.yes).Show(nil)
	var on []sms.Contact
	var room sms.ContactRoom
	region := p.cfg.Region()
	s.run(func(ctx context.Context) (err error) {
		if on, err = p.cfg.Card.Contacts(ctx, s.progress); err == nil {
			room, err = p.cfg.Card.ContactRoom(ctx)
		}
		return err
	}, func() { s.show(plan(people, on, room, region), room) })
}

// run asks the card beside the UI goroutine; then is called when that went well.
func (s *saver) run(job func(ctx context.Context) error, then func()) {
	go func() {
		ctx, cancel := context.WithTimeout(s.ctx, cardLimit)
		defer cancel()
		err := job(ctx)
		s.page.cfg.Post(func() {
			if s.ctx.Err() != nil {
				return
			}
			s.busy.Stop()
			s.busy.Hide()
			s.wait.Hide()
			if err != nil {
				s.text.SetText(simcard.Words(err))
				s.cut.Hide()
				s.yes.Hide()
				s.Fit()
				return
			}
			then()
		})
	}()
}

// progress shows how far it is; it may be called from any goroutine.
func (s *saver) progress(done, total int) {
	s.page.cfg.Post(func() {
		if s.ctx.Err() == nil {
			s.busy.Hide()
			s.wait.Show()
			s.wait.SetValue(float64(done) / float64(max(total, 1)))
			s.Fit()
		}
	})
}

// show shows what is going to be written.
func (s *saver) show(what saving, room sms.ContactRoom) {
	const most = 20
	s.plan = what
	lines := []string{tr.N("contacts.toSim.count", len(what.entries)), tr.N("contacts.sim.room", what.free)}
	if what.known > 0 {
		lines = append(lines, tr.N("contacts.toSim.known", what.known))
	}
	if what.left > 0 {
		lines = append(lines, tr.N("contacts.toSim.left", what.left))
	}
	if n := len(what.cut); n > 0 {
		lines = append(lines, tr.N("contacts.toSim.cut", n, tr.Data{"Most": room.Name}))
		shown := what.cut[:min(n, most)]
		if n > most {
			shown = append(shown[:most:most], tr.N("contacts.more.count", n-most))
		}
		s.cut.SetText(strings.Join(shown, "\n"))
		s.cut.Show()
	}
	s.text.SetText(strings.Join(lines, "\n"))
	s.yes.Refuse("")
	if len(what.entries) == 0 {
		s.yes.Refuse(tr.T("contacts.toSim.nothing"))
	}
	s.Fit()
	if len(what.entries) > 0 {
		s.Focus(s.yes)
	}
}

// write writes the entries, one after the other. What was written stays when it ends early.
func (s *saver) write() {
	if now := s.page.cfg.Holder(); now != "" && now != s.holder {
		s.text.SetText(tr.T("contacts.sim.another"))
		s.cut.Hide()
		s.yes.Hide()
		s.Fit()
		return
	}
	s.yes.Refuse(tr.T("simcard.working"))
	s.busy.Show()
	s.Fit()
	entries := s.plan.entries
	s.run(func(ctx context.Context) error {
		for i, one := range entries {
			if _, err := s.page.cfg.Card.SaveContact(ctx, one); err != nil {
				return err
			}
			s.progress(i+1, len(entries))
		}
		return nil
	}, func() {
		s.Close()
		s.page.done(tr.N("contacts.toSim.done", len(entries)), nil)
	})
}
