package at

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// read is the reader goroutine. Ports with a read time-out return nothing and no error now and
// then; one that does so without waiting must not keep a processor busy.
func (c *Channel) read(failed chan<- error) {
	buf := make([]byte, 4096)
	for {
		before := time.Now()
		n, err := c.rw.Read(buf)
		if n > 0 {
			c.received.Add(int64(n))
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

// emptyPause follows an empty read that did not wait.
const emptyPause = 5 * time.Millisecond

// pause waits, and reports whether the channel still lives.
func (c *Channel) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-c.done:
		return false
	}
}

// write is the writer goroutine: a port that hangs must not hang the owner.
func (c *Channel) write() {
	for b := range c.writes {
		c.wrote <- writeAll(c.rw, b)
	}
}

var errNothingWritten = errors.New("port accepted nothing")

// writeAll writes all of b, however little a Write accepts.
func writeAll(w io.Writer, b []byte) error {
	for len(b) > 0 {
		n, err := w.Write(b)
		if err != nil {
			return err
		}
		if n <= 0 || n > len(b) {
			return errNothingWritten
		}
		b = b[n:]
	}
	return nil
}

// write queues bytes for the port, in order.
func (o *owner) write(b []byte) {
	o.writeQueue = append(o.writeQueue, b)
	o.nextWrite()
}

// nextWrite hands the next write to the writer, unless one runs.
func (o *owner) nextWrite() {
	if o.writing || len(o.writeQueue) == 0 {
		return
	}
	o.writing = true
	o.writeTimer.Reset(o.c.opt.WriteTimeout)
	o.c.writes <- o.writeQueue[0]
	o.writeQueue = o.writeQueue[1:]
}

// written handles the result of a write.
func (o *owner) written(err error) error {
	o.writeTimer.Stop()
	o.writing = false
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	o.nextWrite()
	return nil
}

// closePort closes the port, which ends the reader and a writer that hangs. It does not wait longer
// than a second for a driver that hangs in Close.
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
