package at

import (
	"context"
	"io"
	"time"
)

// Heard is what came back for AT on a line of which nothing is known.
type Heard int

// What can be heard, in the order of how much it says.
const (
	HeardNothing Heard = iota
	HeardNoise         // bytes that make no sense: another speed, or bad wires
	HeardText          // readable, but no result code: no modem
	HeardModem         // a result code
)

// String names it for logs.
func (h Heard) String() string {
	return [...]string{"nothing", "noise", "text", "modem"}[min(max(h, 0), HeardModem)]
}

const (
	// probeTries is how often AT is said. A modem that finds out the speed by itself (SIM800, and
	// Siemens' with AT+IPR=0) takes the first to do that and does not answer it.
	probeTries = 3
	// probeWait is how long each may take. At 9600 bits per second AT and its answer take 12 ms.
	probeWait = 500 * time.Millisecond
	// probeSpare is how much later the answer to the last may come than that to the first: a read that
	// waits holds up the next AT.
	probeSpare = 300 * time.Millisecond
)

// Probe says AT up to three times and reports what comes back; it takes 1.5 to 2 s when nothing does, and
// 3 s at most. OK is an answer and an error is one, too: either says that the line has the right
// speed. What is owed for the AT of a modem that answers late has been read when Probe returns, so that
// no later command gets it.
//
// Read of rw must return now and then when nothing comes. The errors are those of rw, and ctx's.
func Probe(ctx context.Context, rw io.ReadWriter) (Heard, error) {
	e := ear{rw: rw}
	for sent := 1; sent <= probeTries; sent++ {
		hello := "AT\r"
		if sent == probeTries {
			hello = "\x1b" + hello // another program may have left it at the prompt for a text
		}
		if _, err := rw.Write([]byte(hello)); err != nil {
			return e.heard(), err
		}
		if err := e.listen(ctx, 1, probeWait); err != nil {
			return e.heard(), err
		}
		if late := sent - e.results; e.results > 0 {
			return HeardModem, e.listen(ctx, sent, time.Duration(late)*probeWait+probeSpare)
		}
	}
	return e.heard(), nil
}

// ear takes in what comes on a line.
type ear struct {
	rw       io.Reader
	lines    tokenizer
	results  int // result codes and prompts
	came     int // bytes
	readable int // bytes of them that are text
}

// listen reads until so many results came, or the time is over.
func (e *ear) listen(ctx context.Context, results int, limit time.Duration) error {
	buf := make([]byte, 256)
	for end := time.Now().Add(limit); e.results < results && time.Now().Before(end); {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := e.rw.Read(buf)
		for _, b := range buf[:n] {
			e.take(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *ear) take(b byte) {
	e.came++
	if b == '\r' || b == '\n' || b == '\t' || b >= ' ' && b < 0x7f {
		e.readable++
	}
	switch e.lines.add(b, true) {
	case tokenPrompt:
		e.results++
	case tokenLine:
		if final, err := parseFinal(e.lines.line, true); final && (err == nil || err.Class != ClassCall) {
			e.results++
		}
	case tokenNone:
	}
}

// heard tells noise from text: of text all but a byte in ten can be read.
func (e *ear) heard() Heard {
	switch {
	case e.results > 0:
		return HeardModem
	case e.came == 0:
		return HeardNothing
	case e.readable*10 >= e.came*9:
		return HeardText
	}
	return HeardNoise
}
