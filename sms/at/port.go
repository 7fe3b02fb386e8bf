package at

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// read passes on what comes in until the line ends. Ports with a read time-out return nothing and
// no error now and then; one that does so without waiting must not cost a whole processor.
func (c *Channel) read(failed chan<- error) {
	buf := make([]byte, 4096)
	for {
		before := time.Now()
		n, err := c.rw.Read(buf)
		if n > 0 {
			c.heard.Add(int64(n))
			select {
			case c.chunks <- append([]byte(nil), buf[:n]...):
			case <-c.done:
				return
			}
		}
		if err != nil {
			failed <- err
			return
		}
		if n == 0 && time.Since(before) < time.Millisecond && !c.pause(emptyPause) {
			return
		}
	}
}

// emptyPause is how long an empty read that did not wait is followed by nothing.
const emptyPause = 5 * time.Millisecond

// pause waits and tells whether the channel still lives.
func (c *Channel) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-c.done:
		return false
	}
}

// write does the writing, so that a port that hangs does not hang the owner.
func (c *Channel) write() {
	for b := range c.writes {
		c.wrote <- writeAll(c.rw, b)
	}
}

var errShort = errors.New("port took nothing")

func writeAll(w io.Writer, b []byte) error {
	for len(b) > 0 {
		n, err := w.Write(b)
		if err != nil {
			return err
		}
		if n <= 0 || n > len(b) {
			return errShort
		}
		b = b[n:]
	}
	return nil
}

// write queues bytes for the port, in order.
func (o *owner) write(b []byte) {
	o.queue = append(o.queue, b)
	o.nextWrite()
}

func (o *owner) nextWrite() {
	if o.writing || len(o.queue) == 0 {
		return
	}
	o.writing = true
	o.hung.Reset(o.c.opt.WriteTimeout)
	o.c.writes <- o.queue[0]
	o.queue = o.queue[1:]
}

// written takes the result of a write.
func (o *owner) written(err error) error {
	o.hung.Stop()
	o.writing = false
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	o.nextWrite()
	return nil
}

// closePort closes the port, which ends the reader and a writer that hangs. A driver that does
// not even close is left behind.
func (c *Channel) closePort() {
	closed := make(chan struct{})
	go func() {
		_ = c.rw.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(time.Second):
	}
}
