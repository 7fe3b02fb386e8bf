package session

import (
	"bytes"
	"io"
	"sync"
	"time"
)

// readWait is how long a read of a punctual line waits for something to come.
const readWait = 200 * time.Millisecond

// punctual is an open line whose reads return in time, whatever the driver does: some take no notice of
// the time-out that they are given and come back only when something arrived (so does Wine 10). A search
// for the speed cannot wait for that. One goroutine at a time may read.
type punctual struct {
	io.ReadWriteCloser
	chunks  chan []byte
	rest    []byte
	ended   chan struct{} // closed when reading has ended
	err     error         // why; set before ended is closed
	closing chan struct{}
	once    sync.Once
}

// punctually reads ahead on a line until it is closed.
func punctually(rw io.ReadWriteCloser) *punctual {
	p := &punctual{
		ReadWriteCloser: rw, chunks: make(chan []byte), ended: make(chan struct{}),
		closing: make(chan struct{}),
	}
	go p.pump()
	return p
}

func (p *punctual) pump() {
	defer close(p.ended)
	buf := make([]byte, 4096)
	for {
		n, err := p.ReadWriteCloser.Read(buf)
		if n > 0 {
			select {
			case p.chunks <- bytes.Clone(buf[:n]):
			case <-p.closing:
			}
		}
		if err != nil {
			p.err = err
			return
		}
	}
}

// Read implements io.Reader; (0, nil) means that nothing came for 200 ms.
func (p *punctual) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		late := time.NewTimer(readWait)
		defer late.Stop()
		select {
		case p.rest = <-p.chunks:
		case <-p.ended:
			return 0, p.err
		case <-late.C:
			return 0, nil
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// Close implements io.Closer.
func (p *punctual) Close() error {
	p.once.Do(func() { close(p.closing) })
	return p.ReadWriteCloser.Close()
}
