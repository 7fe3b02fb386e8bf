package messenger

import (
	"context"
	"fmt"
	"sync"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// line is the way to the network, or none.
type line struct {
	me sms.Identity // of the backend; without one, of the last; only touched by the loop

	mu      sync.Mutex
	backend sms.Backend // nil for none
	link    sms.Link
	fills   map[string]sms.Fill // of the memories, as reported
}

// noLink is how things stand without a stick.
func noLink() sms.Link { return sms.Link{Signal: -1} }

// attached returns the backend that is attached, nil for none.
func (l *line) attached() sms.Backend {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.backend
}

// attach puts a backend, or nil, in the place of the one that is there.
func (l *line) attach(b sms.Backend, link sms.Link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.backend, l.link = b, link
	l.fills = map[string]sms.Fill{}
}

// full returns the memories that were reported as anything but free.
func (l *line) full() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for name, fill := range l.fills {
		if fill != sms.FillFree {
			names = append(names, name)
		}
	}
	return names
}

// registered reports whether a backend is there and registered in a network.
func (l *line) registered() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.backend != nil && l.link.Registered()
}

// gone returns what is closed when the backend is gone; nil, which blocks for ever, without one.
func (l *line) gone() <-chan struct{} {
	if b := l.attached(); b != nil {
		return b.Done()
	}
	return nil
}

// Link returns how things stand with the network.
func (m *Messenger) Link() sms.Link {
	m.line.mu.Lock()
	defer m.line.mu.Unlock()
	return m.line.link
}

// Attach makes b the way to the network: it begins to deliver, and the queue goes out when it is
// registered. A backend that was attached before is detached, not closed, and so is one that is gone.
// A nil b only detaches.
func (m *Messenger) Attach(b sms.Backend) {
	err := m.change(context.Background(), func() error {
		if b != nil && b == m.line.attached() {
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
	m.line.attach(b, link)
	m.regions.ofCard(m.line.me.IMSI)
	m.events.add(sms.LinkChanged{Link: link})
	m.sender.attached()
	b.Listen(&sink{m: m, backend: b, id: id})
}

// remember keeps whose texts are written from now on, also across a start without a stick.
func (m *Messenger) remember(id sms.Identity) {
	ctx := context.Background()
	if id.IMSI != "" && id.IMSI != m.line.me.IMSI {
		_ = m.st.SetSetting(ctx, settingIMSI, id.IMSI) // health hears of a failure
	}
	if id.IMEI != "" && id.IMEI != m.line.me.IMEI {
		_ = m.st.SetSetting(ctx, settingIMEI, id.IMEI) // health hears of a failure
	}
	m.line.me = id
}

// detach ends the use of the backend.
func (m *Messenger) detach() {
	b := m.line.attached()
	if b == nil {
		return
	}
	full := m.line.full()
	m.line.attach(nil, noLink())
	for _, memory := range full { // it is gone, and another card has other texts
		m.events.add(sms.MemoryChanged{Memory: memory, Used: -1, Total: -1})
	}
	m.sender.detached(b)
	m.events.add(sms.LinkChanged{Link: noLink()})
}

// sink takes in what one backend delivers. Its methods run on the backend's goroutine.
type sink struct {
	m       *Messenger
	backend sms.Backend
	id      sms.Identity
}

// Keep commits the PDU. An error means that it must stay where it is and be delivered again.
func (s *sink) Keep(d sms.Delivery) error {
	err := s.m.change(context.Background(), func() error {
		return s.m.receiver.keep(store.Raw{
			Delivery: d, IMEI: s.id.IMEI, IMSI: s.id.IMSI, At: s.m.o.Now(),
		})
	})
	if err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	return nil
}

// LinkChanged takes in how things stand with the network, unless the backend was detached meanwhile.
func (s *sink) LinkChanged(link sms.Link) {
	link.Up = true
	l := &s.m.line
	l.mu.Lock()
	current := l.backend == s.backend
	if current {
		l.link = link
		s.m.events.add(sms.LinkChanged{Link: link})
	}
	l.mu.Unlock()
	s.m.wake()
}

// MemoryChanged passes it on to the window, unless the backend was detached meanwhile.
func (s *sink) MemoryChanged(changed sms.MemoryChanged) {
	l := &s.m.line
	l.mu.Lock()
	current := l.backend == s.backend
	if current {
		l.fills[changed.Memory] = changed.Fill
		s.m.events.add(changed)
	}
	l.mu.Unlock()
	if current && changed.Fill == sms.FillFree {
		s.m.post(s.m.sender.memoryFree)
	}
}

// Called has a call kept in the conversation with who called.
func (s *sink) Called(c sms.Call) { s.m.post(func() { s.m.receiver.called(c, s.id) }) }
