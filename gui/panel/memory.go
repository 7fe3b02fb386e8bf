package panel

import (
	"context"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// memoryLines say how full the memories are. One that holds what other programs left there can be cleaned.
func (p *Panel) memoryLines() []line {
	switch {
	case !p.facts.Session.Connected:
		return nil
	case p.reading && len(p.memories) == 0:
		return []line{{group: groupMemory, words: tr.T("panel.memory.reading")}}
	case p.failed:
		return []line{{group: groupMemory, words: tr.T("panel.memory.failed"), do: p.read}}
	}
	var lines []line
	for _, m := range p.memories {
		l := line{group: groupMemory, words: memoryName(m.Name), value: used(m)}
		if m.Own > 0 {
			l.note = tr.N("panel.memory.own", m.Own)
			l.do = func() { p.askClean(m) }
		}
		lines = append(lines, l)
	}
	return lines
}

func memoryName(name string) string {
	if name == "SM" {
		return tr.T("panel.memory.sim")
	}
	return tr.T("panel.memory.stick")
}

func used(m sms.Memory) string {
	if m.Used < 0 || m.Total <= 0 {
		return tr.T("panel.memory.unknown")
	}
	return tr.T("panel.memory.used", tr.Data{"Used": m.Used, "Total": m.Total})
}

// read asks how full the memories are.
func (p *Panel) read() {
	p.run(func(ctx context.Context) (func(), error) {
		all, err := p.cfg.Card.Memories(ctx)
		return func() { p.memories = all }, err
	})
}

// askClean asks before what lies in a memory is deleted for good. When there is another stick at the answer, its
// memory is looked at instead.
func (p *Panel) askClean(m sms.Memory) {
	asked := p.holder()
	clean := func() {
		if p.holder() == asked {
			p.clean(m.Name)
		} else {
			p.read()
		}
	}
	keep := look.NewPrimary(tr.T("panel.clean.no"), nil)
	yes := look.NewDanger(tr.T("panel.clean.yes"), clean)
	look.NewSheet(p.cfg.Canvas, tr.T("panel.clean.title"), look.NewText(tr.N("panel.clean.text", m.Own), "")).
		Answers(keep, yes).Show(keep)
}

func (p *Panel) clean(name string) {
	p.run(func(ctx context.Context) (func(), error) {
		n, err := p.cfg.Card.CleanMemory(ctx, name)
		if err != nil {
			return nil, err
		}
		all, err := p.cfg.Card.Memories(ctx)
		return func() {
			p.memories = all
			p.page.Say(tr.N("panel.cleaned", n), look.ColorGood)
		}, err
	})
}

// run asks the card beside the UI goroutine; done shows what came of it.
func (p *Panel) run(ask func(ctx context.Context) (done func(), err error)) {
	if !p.facts.Session.Connected {
		return
	}
	if p.reading {
		p.again = true
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	p.cancel, p.reading, p.failed = cancel, true, false
	p.draw()
	asked := p.holder()
	go func() {
		done, err := ask(ctx)
		cancel()
		p.cfg.Post(func() {
			again := p.again || p.holder() != asked
			p.reading, p.again = false, false
			switch {
			case p.page == nil || !p.page.Shown():
				return
			case again:
				p.read()
			default:
				if p.failed = err != nil; err == nil {
					done()
				}
			}
			p.draw()
		})
	}()
}
