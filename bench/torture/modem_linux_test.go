package torture

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// latency is that of a hasty stick: long enough for a kill to fall in between.
var latency = fakemodem.Latency{
	Command: time.Millisecond, Prompt: 2 * time.Millisecond, Send: 15 * time.Millisecond,
	Report: 20 * time.Millisecond, Echo: 30 * time.Millisecond, Ack: 2 * time.Second,
	Idle: 50 * time.Millisecond,
}

// modemStick is a simulated modem and the terminal that it is behind.
type modemStick struct {
	*fakemodem.Modem
	direct bool
	echo   bool // the network answers each text
	folder string
	line   *line
	drops  int
}

// inModem returns what makes a stick in modem mode.
func inModem(direct bool, q fakemodem.Quirks) func(string) (stick, error) {
	return func(folder string) (stick, error) {
		s := newModemStick(folder, fakemodem.Options{Echo: true, Quirks: q})
		s.direct = direct
		return s, nil
	}
}

// newModemStick returns a hasty modem without a terminal.
func newModemStick(folder string, o fakemodem.Options) *modemStick {
	o.NoFailingNumbers, o.Latency = true, latency
	return &modemStick{Modem: fakemodem.New(o), echo: o.Echo, folder: folder}
}

func (s *modemStick) port() string { return filepath.Join(s.folder, "port") }

func (s *modemStick) engine() []string {
	if s.direct {
		return []string{wayDirect, s.port()}
	}
	return []string{wayStored, s.port()}
}

func (s *modemStick) close() {
	s.Close()
	s.line.close()
}

func (s *modemStick) broken() bool { return s.line.ended() }

// upset has the stick be pulled out somewhere.
func (s *modemStick) upset(d luck) {
	switch {
	case d.chance(10):
		s.DropAfter(d.IntN(600), -1)
	case d.chance(10):
		s.DropAfter(-1, d.IntN(3000))
	default:
		return
	}
	s.drops++
}

func (s *modemStick) calm() { s.DropAfter(-1, -1) }

func (s *modemStick) nudge() error { return nil }

// number gives a long text one of its own: texts share no reference that way.
func (s *modemStick) number(serial int, long bool) string {
	if long {
		return fmt.Sprintf("+49172%07d", serial)
	}
	return fmt.Sprintf("+49173000%04d", serial%5)
}

func (s *modemStick) arrive(_ luck, serial int, text string, _ bool) {
	if err := s.Arrive(fmt.Sprintf("+49171000%04d", serial%7), text); err != nil {
		panic(err) // the text is ours
	}
}

func (s *modemStick) left() int {
	return s.Waiting() + len(s.Stored("SM")) + len(s.Stored("ME"))
}

func (s *modemStick) tell(real *truth) int {
	for _, out := range s.Sent() {
		t := sent{text: out.Text, whole: out.Complete}
		for _, tpdu := range out.TPDUs {
			t.keys = append(t.keys, hex.EncodeToString(tpdu))
		}
		real.sent = append(real.sent, t)
		if out.Complete && s.echo {
			real.came = append(real.came, echo(out.Text))
		}
	}
	return s.drops
}

// echo is how the partner answers.
func echo(text string) string { return `"` + text + `"` }

// line is a pseudo-terminal with the modem behind it.
type line struct {
	master *os.File
	slave  *os.File // kept open, so that the terminal survives the engine
	done   chan struct{}
}

func (l *line) ended() bool {
	if l == nil {
		return true
	}
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func (l *line) close() {
	if l != nil {
		l.master.Close()
		l.slave.Close()
		<-l.done
	}
}

// plug makes a new terminal; the port's name stays the same.
func (s *modemStick) plug() error {
	s.line.close()
	master, name, err := openPTY()
	if err != nil {
		return err
	}
	l := &line{master: master, done: make(chan struct{})}
	if l.slave, err = openPort(name); err != nil {
		return err
	}
	s.line = l
	go func() {
		defer close(l.done)
		_ = s.Serve(master) // ends with an error when the terminal does
	}()
	next := s.port() + ".next"
	_ = os.Remove(next) // none there is fine
	if err := os.Symlink(name, next); err != nil {
		return err
	}
	return os.Rename(next, s.port())
}
