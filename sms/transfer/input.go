package transfer

import (
	"io"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/charset"
)

// budget reads no more than a record may have between two calls of again.
type budget struct {
	r    io.Reader
	left int
}

// Read implements io.Reader.
func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrLong
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// again begins a new record.
func (b *budget) again() { b.left = maxRecord }

// looked is how much of a file is looked at to find out what it is.
const looked = charset.Looked

// First and last of the times that a text of another program can have. The first text was sent in 1992.
var earliest = time.Date(1992, 1, 1, 0, 0, 0, 0, time.UTC)

// plausible reports whether a text can be of that time.
func (o Options) plausible(t time.Time) bool {
	return !t.Before(earliest) && !t.After(o.Now.Add(48*time.Hour))
}

// number returns what another program has for the other side as the program has it; false when there is
// none.
func (o Options) number(s string) (sms.Number, bool) {
	if n, err := sms.ParseNumber(s, o.Region); err == nil {
		return n, true
	}
	n := sms.SenderNumber(s, o.Region)
	return n, n != sms.UnknownSender
}

// name returns a name for show; "" for what stands for none.
func name(s string) string {
	switch s {
	case "null", "(Unknown)":
		return ""
	}
	return sms.SanitiseLine(s, maxName)
}
