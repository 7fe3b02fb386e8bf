package modem

import (
	"context"
	"slices"

	"surfstick-sms/sms/at"
)

// chooseMemories finds out where texts are stored (+CPMS, 3GPP TS 27.005 clause 3.2.2) and selects
// the SIM card for new ones: an E352 refuses the modem's own memory, others have only that. A modem
// that lets none be selected is read in the one that it has.
func (m *Modem) chooseMemories(ctx context.Context) {
	m.selected, m.fixed = "", false
	m.retry(ctx, func() bool {
		r, _ := m.ch.Do(ctx, at.Cmd("+CPMS=?"))
		v, _ := r.Value("+CPMS:")
		if m.memories = memoriesIn(v); len(m.memories) == 0 {
			m.memories = []string{"SM", "ME"}
		}
		i := slices.IndexFunc(m.memories, func(n string) bool { return m.selectMemory(ctx, n) })
		if i >= 0 {
			m.selected = m.memories[i]
		}
		return i < 0
	})
	if m.selected == "" && m.ch.Err() == nil {
		m.useFixedMemory(ctx)
	}
}

// useFixedMemory looks into the memory that the modem has selected by itself.
func (m *Modem) useFixedMemory(ctx context.Context) {
	r, _ := m.ch.Do(ctx, at.Cmd("+CPMS?").WithTimeout(cardTimeout))
	v, _ := r.Value("+CPMS:")
	name := clean(read("+CPMS:", v).At(0))
	if name == "" {
		name = "SM"
	}
	m.selected, m.fixed, m.memories = name, true, []string{name}
	m.log.Warn("modem lets no memory be selected, the one that it has is read", "memory", name)
}

// selectMemory selects a memory to read from, to write to and to receive into, and reports whether
// the modem accepted it. Some take only the form with all three memories, some only a shorter one.
func (m *Modem) selectMemory(ctx context.Context, name string) bool {
	p := spelled("memory for new texts", at.Cmd("+CPMS", name, name, name),
		at.Cmd("+CPMS", name, name), at.Cmd("+CPMS", name))
	_, err := m.sayOnce(ctx, p.ofCard())
	return err == nil
}

// readFrom returns the ways to select a memory to read from. The longer ones leave the others as
// they are if the modem lets them.
func (m *Modem) readFrom(name string) spellings {
	other := m.selected
	if other == "" {
		other = name
	}
	return spelled("memory to read from", at.Cmd("+CPMS", name), at.Cmd("+CPMS", name, other, other),
		at.Cmd("+CPMS", name, other), at.Cmd("+CPMS", name, name, name)).ofCard()
}

// ofCard returns the spellings for a command that reads or writes the SIM card.
func (p spellings) ofCard() spellings {
	p.patient = true
	for i := range p.ways {
		p.ways[i] = p.ways[i].WithTimeout(cardTimeout)
	}
	return p
}
