package modem

import "context"

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
