package torture

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"surfstick-sms/sms/fakehilink"
)

// sticks are the kinds of stick in HiLink mode, each with a store of its own. The first is never pulled
// out: it can always say what became of a text.
var sticks = []kind{
	{"calm", asWhole, inHiLink(habits{Personality: fakehilink.E3372h153, stays: true})},
	{"old", asWhole, inHiLink(habits{Personality: fakehilink.E3131})},
	{"locked", asWhole, inHiLink(habits{
		Personality: fakehilink.E8372h153,
		Quirks:      fakehilink.Quirks{Outbox: fakehilink.OutboxOwnDate, ReuseIndex: true, SessionRequests: 60},
	})},
	{"strict", asWhole, inHiLink(habits{
		Personality: fakehilink.E3372h320, Quirks: fakehilink.Quirks{LateCopy: true, CookieForAll: true},
	})},
	{"forgetful", asWhole, inHiLink(habits{
		Personality: fakehilink.E3372v325,
		Quirks:      fakehilink.Quirks{Outbox: fakehilink.OutboxNothing, NoNextToken: true, LateCopy: true},
	})},
	{"drafts", asWhole, inHiLink(habits{
		Personality: fakehilink.E3372h320, Quirks: fakehilink.Quirks{Outbox: fakehilink.OutboxDrafts},
	})},
}

// habits are those of a firmware, and whether the stick stays where it is.
type habits struct {
	fakehilink.Personality
	fakehilink.Quirks
	stays bool
}

// sendTime is how long a text takes on the radio: long enough for a kill to fall in between.
const sendTime = 40 * time.Millisecond

// webStick is a simulated web server and the wire to it.
type webStick struct {
	*fakehilink.Server
	habits
	folder string
	wire   *wire
	faults int
	byHand map[string]bool // texts that somebody sent on the stick's own page

	mu sync.Mutex
	// Everything below is guarded by mu.
	uptime time.Duration // less at every start, however little time has gone
	away   time.Duration // for how long it is pulled out; until it is plugged in if negative
	out    bool
	back   *time.Timer // puts it back in
}

// earlier is a text that somebody sent on the page of the stick that stays.
const earlier = "sent earlier"

// inHiLink returns what makes a stick in HiLink mode.
func inHiLink(h habits) func(string) (stick, error) {
	return func(folder string) (stick, error) {
		s := &webStick{habits: h, folder: folder, byHand: map[string]bool{}, uptime: 1000 * time.Hour}
		s.Server = fakehilink.New(fakehilink.Options{
			Personality: h.Personality, Quirks: h.Quirks, Echo: true, SendTime: sendTime,
		})
		s.SetUptime(s.uptime)
		if h.stays { // it is seen to keep copies from the first text on
			s.byHand[earlier] = true
			s.PageSends(s.number(0, false), earlier)
		}
		var err error
		if s.wire, err = newWire(s.Dial, s.pull); err != nil {
			s.Close()
			return nil, err
		}
		return s, s.showUSB(true)
	}
}

// usb is a file that is there while the stick is on the bus: what the operating system tells.
func (s *webStick) usb() string { return filepath.Join(s.folder, "usb") }

func (s *webStick) showUSB(there bool) error {
	if there {
		return os.WriteFile(s.usb(), nil, 0o600)
	}
	if err := os.Remove(s.usb()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *webStick) engine() []string {
	password := noPassword
	if s.Locked {
		password = "admin"
	}
	return []string{wayHiLink, s.wire.Addr().String(), s.usb(), password}
}

// unseen is for how long a stick can be gone without the operating system noticing: its web server
// restarts.
const unseen = 50 * time.Millisecond

// pull takes the stick away.
func (s *webStick) pull() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out {
		return
	}
	s.out = true
	s.Unplug()
	if s.away < 0 || s.away > unseen {
		_ = s.showUSB(false) // in a folder of our own
	}
	if s.away >= 0 {
		s.back = time.AfterFunc(s.away, func() { _ = s.plug() })
	}
}

// plug puts it back in, after it was pulled out if it was not. One that stays does so.
func (s *webStick) plug() error {
	if s.stays {
		return nil
	}
	s.pull()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.back != nil {
		s.back.Stop()
		s.back = nil
	}
	s.out = false
	s.uptime -= time.Hour
	s.Plug()
	s.SetUptime(s.uptime)
	return s.showUSB(true)
}

func (s *webStick) broken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out && s.back == nil
}

func (s *webStick) calm() {
	s.wire.dropAfter(-1, -1)
	s.Calm()
}

// roomy is how many copies of sent texts a stick may have before somebody deletes them on its page: one that
// dates them by itself keeps them all, and is full with 500.
const roomy = 300

func (s *webStick) makeRoom() {
	for _, box := range []int{boxSent, boxDraft} {
		if len(s.In(box)) > roomy {
			s.Empty(box)
		}
	}
}

// nudge makes room, and pulls a stick out and puts it back in that sends for too long.
func (s *webStick) nudge() error {
	s.makeRoom()
	if !s.Busy() {
		return nil
	}
	return s.plug()
}

func (s *webStick) close() {
	s.wire.close()
	s.mu.Lock()
	if s.back != nil {
		s.back.Stop()
	}
	s.mu.Unlock()
	s.Close()
}

// left is what lies in the stick and on the card, reports among it.
func (s *webStick) left() int { return len(s.In(boxIn)) + len(s.In(boxCard)) }

// The boxes, as sms/sms-list numbers them.
const (
	boxIn    = 1
	boxSent  = 2
	boxDraft = 3
	boxCard  = 5
)

func (s *webStick) tell(real *truth) int {
	for _, out := range s.Sent() {
		if s.byHand[out.Content] {
			continue
		}
		real.sent = append(real.sent, sent{text: out.Content, whole: true, keys: []string{out.Content}})
	}
	real.came = append(real.came, s.echoes()...)
	copies := map[string]bool{}
	for _, e := range s.In(boxSent) {
		copies[e.Content] = true
	}
	real.told = func(text string) bool {
		return s.stays || s.Outbox == fakehilink.OutboxOurDate && copies[text]
	}
	return s.faults
}
