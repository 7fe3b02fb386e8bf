package messenger

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// noLink is how things stand without a stick.
func noLink() sms.Link { return sms.Link{Signal: -1} }

// Attach makes b the way to the network: it begins to deliver, and the queue goes out when it is
// registered. A backend that was attached before is let go, not closed. When b is gone it is let go
// by itself. A nil b only lets go.
func (m *Messenger) Attach(b sms.Backend) {
	err := m.do(context.Background(), func() error {
		if b != nil && b == m.attached() {
			return nil
		}
		m.detach()
		if b != nil {
			m.attach(b)
		}
		return nil
	})
	if err != nil {
		m.log.Warn("attach", "err", err)
	}
}

func (m *Messenger) attach(b sms.Backend) {
	id := b.Identity()
	m.remember(id)
	link := noLink()
	link.Up = true
	m.mu.Lock()
	m.backend, m.link = b, link
	m.country = sms.RegionOfIMSI(m.me.IMSI)
	m.mu.Unlock()
	m.pausedUntil = time.Time{}
	m.events.add(sms.LinkChanged{Link: link})
	m.markForeign()
	b.Listen(&sink{m: m, backend: b, id: id})
}

// remember keeps whose texts are written from now on, also across a start without a stick.
func (m *Messenger) remember(id sms.Identity) {
	if id.IMSI != "" && id.IMSI != m.me.IMSI {
		m.stored(m.st.SetSetting(m.ctx, settingIMSI, id.IMSI))
	}
	if id.IMEI != "" && id.IMEI != m.me.IMEI {
		m.stored(m.st.SetSetting(m.ctx, settingIMEI, id.IMEI))
	}
	m.me = id
}

// markForeign tells which waiting texts are for another SIM card, and which no longer are.
func (m *Messenger) markForeign() {
	entries, err := m.st.Pending(m.ctx)
	if err != nil {
		m.stored(err)
		return
	}
	foreign := 0
	for _, e := range entries {
		if e.Status == sms.Sending {
			continue
		}
		if !e.For(m.me.IMSI) {
			foreign++
		}
		m.markOne(e, !e.For(m.me.IMSI))
	}
	if foreign > 0 {
		m.events.add(sms.OtherSIM{Waiting: foreign})
	}
}

func (m *Messenger) markOne(e outbox.Entry, foreign bool) {
	t, err := m.st.Text(m.ctx, e.ID)
	if err != nil || foreign == (t.Reason == sms.ReasonOtherSIM) {
		return
	}
	t.Reason, t.Code = sms.ReasonNone, 0
	if foreign {
		t.Reason = sms.ReasonOtherSIM
	}
	m.save(t) //nolint:errcheck // only the words shown depend on it
}

// detach lets the backend go.
func (m *Messenger) detach() {
	b := m.attached()
	if b == nil {
		return
	}
	m.mu.Lock()
	m.backend, m.link = nil, noLink()
	m.mu.Unlock()
	if m.flight != nil && m.flight.backend == b {
		m.flight.deadline = m.o.Now().Add(goneGrace)
	}
	m.unhang()
	m.events.add(sms.LinkChanged{Link: noLink()})
}

// attached is the backend of the moment, nil for none.
func (m *Messenger) attached() sms.Backend {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.backend
}

// gone is closed when the backend is gone; nil, which blocks for ever, without one.
func (m *Messenger) gone() <-chan struct{} {
	if b := m.attached(); b != nil {
		return b.Done()
	}
	return nil
}

// Link is how things stand with the network.
func (m *Messenger) Link() sms.Link {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.link
}

// sink takes in what one backend delivers. Its methods run on the backend's goroutine.
type sink struct {
	m       *Messenger
	backend sms.Backend
	id      sms.Identity
}

// Keep commits the PDU. An error means that it must stay where it is and be delivered again.
func (s *sink) Keep(d sms.Delivery) error {
	_, err := s.m.st.KeepRaw(s.m.ctx, store.Raw{
		Delivery: d, IMEI: s.id.IMEI, IMSI: s.id.IMSI, At: s.m.o.Now(),
	})
	s.m.stored(err)
	s.m.wake()
	if err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	return nil
}

// LinkChanged tells how things stand with the network, unless the backend was let go meanwhile.
func (s *sink) LinkChanged(l sms.Link) {
	l.Up = true
	s.m.mu.Lock()
	current := s.m.backend == s.backend
	if current {
		s.m.link = l
		s.m.events.add(sms.LinkChanged{Link: l})
	}
	s.m.mu.Unlock()
	s.m.wake()
}

// MemoryFull passes it on to the window.
func (s *sink) MemoryFull(memory string, used, total int) {
	s.m.events.add(sms.MemoryFull{Memory: memory, Used: used, Total: total})
}
