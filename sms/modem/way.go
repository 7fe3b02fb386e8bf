package modem

import (
	"context"
	"fmt"

	"surfstick-sms/sms/at"
)

// Way is how texts come in.
type Way int

// The ways, in the order in which they are tried.
const (
	WayUnknown Way = iota
	WayNotices     // told of a stored text (+CMTI), which is then read
	WayDirect      // told the text itself (+CMT)
	WayLooking     // told of nothing: the memories are looked through every few seconds
)

var wayNames = [...]string{"unknown", "notices", "direct", "looking"}

// String names the way; WayNamed reads it back.
func (w Way) String() string {
	if w < 0 || int(w) >= len(wayNames) {
		return wayNames[WayUnknown]
	}
	return wayNames[w]
}

// WayNamed is the way of that name, WayUnknown when there is none.
func WayNamed(name string) Way {
	for w, n := range wayNames {
		if n == name {
			return Way(w)
		}
	}
	return WayUnknown
}

// Way tells how texts come in now; it is known after Ready.
func (m *Modem) Way() Way {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.direct:
		return WayDirect
	case m.poll:
		return WayLooking
	}
	return WayNotices
}

// Take receives in another way from now on. The error is ErrNoWay when the modem does not want to;
// then it is as before, or looked for.
func (m *Modem) Take(ctx context.Context, w Way) error {
	ok := true
	switch w {
	case WayDirect:
		ok = m.goDirect(ctx)
	case WayLooking:
		m.goLooking(ctx)
	case WayNotices, WayUnknown:
		ok = m.goNotices(ctx)
	}
	if err := m.ch.Err(); err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("receive by %v: %w", w, ErrNoWay)
	}
	return ctx.Err()
}

// goNotices lets the modem tell of stored texts again.
func (m *Modem) goNotices(ctx context.Context) bool {
	m.try(ctx, at.Cmd("+CSMS", 0))
	ok := m.firstOf(ctx, storedWays)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.direct, m.ack, m.poll = false, false, !ok
	return ok
}

// Use begins with a way that is known to work with this firmware; call it before Ready. A way that
// the modem refuses is left for the usual ones.
func (m *Modem) Use(w Way) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wish = w
}

// wished is the way to begin with.
func (m *Modem) wished() Way {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.wish == WayUnknown && m.opt.Direct {
		return WayDirect
	}
	return m.wish
}

// begin tries the way that is wished for, and tells whether it is settled with that.
func (m *Modem) begin(ctx context.Context) bool {
	switch m.wished() {
	case WayDirect:
		return m.goDirect(ctx)
	case WayLooking:
		m.goLooking(ctx)
		return true
	case WayUnknown, WayNotices:
	}
	return false
}
