package modem_test

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms/modem"
)

// script answers commands: the answers to one command in turn, the last one for ever. Commands
// that are not in it get OK; those that begin with AT^ get ERROR, as from any modem that is not
// Huawei's.
type script map[string][]string

// plain is a line to a modem that is played from a script.
type plain struct {
	mu     sync.Mutex
	script script
	in     []byte
	out    []byte
	log    []string
	wake   chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newPlain(s script) *plain {
	return &plain{script: s, wake: make(chan struct{}, 1), closed: make(chan struct{})}
}

// scripted opens a modem that is played from a script.
func scripted(t *testing.T, s script) *modem.Modem {
	t.Helper()
	return dial(t, newPlain(s))
}

// dial opens a modem on a line that is played from a script.
func dial(t *testing.T, p *plain) *modem.Modem {
	t.Helper()
	m, err := modem.Open(t.Context(), p, modem.Options{})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = m.Close() })
	return m
}

func (p *plain) Read(b []byte) (int, error) {
	for {
		p.mu.Lock()
		n := copy(b, p.in)
		p.in = p.in[n:]
		p.mu.Unlock()
		if n > 0 {
			return n, nil
		}
		select {
		case <-p.wake:
		case <-p.closed:
			return 0, io.ErrClosedPipe
		case <-time.After(200 * time.Millisecond):
			return 0, nil
		}
	}
}

func (p *plain) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, x := range b {
		if x != '\r' && x != 0x1a && x != 0x1b {
			p.out = append(p.out, x)
			continue
		}
		cmd := string(p.out)
		p.out = nil
		if cmd != "" {
			p.log = append(p.log, cmd)
			p.in = append(p.in, p.next(cmd)...)
		}
	}
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return len(b), nil
}

func (p *plain) next(cmd string) string {
	list, ok := p.script[cmd]
	switch {
	case !ok && strings.HasPrefix(cmd, "AT^"):
		return "\r\nERROR\r\n"
	case !ok:
		return "\r\nOK\r\n"
	case len(list) > 1:
		p.script[cmd] = list[1:]
	}
	return list[0]
}

// put changes what a command is answered with.
func (p *plain) put(cmd string, answers ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script[cmd] = answers
}

func (p *plain) say(s string) {
	p.mu.Lock()
	p.in = append(p.in, s...)
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *plain) commands() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.log, "\n")
}

func (p *plain) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}
