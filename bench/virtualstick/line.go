package virtualstick

import (
	"io"
	"slices"
)

// silent is an interface that takes everything and says nothing.
type silent struct {
	session *session
	number  uint8
}

func (p silent) take(data []byte) bool {
	p.session.note(EntryBytes, p.number, data)
	return true
}

func (silent) control(setup [8]byte, _ []byte) ([]byte, bool) {
	return make([]byte, requestLength(setup)), true
}
func (silent) reset() {}
func (silent) close() {}

// joined is an interface that is joined to what is behind it.
type joined struct {
	silent
	rw      io.ReadWriter
	stop    chan struct{}
	stopped chan struct{}
}

func newJoined(s *session, number uint8, rw io.ReadWriter, push func([]byte)) *joined {
	p := &joined{silent{s, number}, rw, make(chan struct{}), make(chan struct{})}
	go p.read(push)
	return p
}

func (p *joined) read(push func([]byte)) {
	defer close(p.stopped)
	b := make([]byte, 2048) // an Ethernet frame must fit, which has 1,514 bytes
	for {
		select {
		case <-p.stop:
			return
		default:
		}
		n, err := p.rw.Read(b)
		if n > 0 {
			push(slices.Clone(b[:n]))
		}
		if err != nil {
			return
		}
	}
}

func (p *joined) take(data []byte) bool {
	p.session.note(EntryBytes, p.number, data)
	_, err := p.rw.Write(data)
	return err == nil
}

func (p *joined) close() {
	close(p.stop)
	if c, ok := p.rw.(io.Closer); ok {
		c.Close()
	}
	<-p.stopped
}
