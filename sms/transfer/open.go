package transfer

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"time"

	"surfstick-sms/sms/charset"
)

// Open finds out by its content what a file is and returns what reads it. It fails with ErrUnknown,
// ErrSealed, ErrNewer, ErrMarkup, or the error of r.
func Open(r io.Reader, o Options) (Reader, error) {
	raw := bufio.NewReaderSize(r, looked)
	head, err := raw.Peek(looked)
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	if Sealed(head) {
		return nil, ErrSealed
	}
	limit := &budget{r: raw}
	limit.again()
	text := charset.NewReader(limit)
	head, err = text.Peek(looked)
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	in := input{text: text, limit: limit, o: o}
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		return newJSON(in)
	case bytes.HasPrefix(head, []byte("<")):
		return newAndroid(in, head)
	case isGammu(string(head)):
		return newGammu(in), nil
	}
	return newTable(in, string(head))
}

// input is what all readers read from.
type input struct {
	text  *bufio.Reader
	limit *budget
	o     Options
	count int // of records so far
}

// again begins a new record.
func (in *input) again() {
	in.limit.again()
	in.count++
}

// left is the present record as one that is left out.
func (in *input) left(c Cause) Record { return Record{Left: &Left{Place: in.count, Cause: c}} }

// checked returns a text of another program, or why it is left out.
func (in *input) checked(t Text) Record {
	switch {
	case strings.TrimSpace(t.Text) == "":
		return in.left(CauseEmpty)
	case len(t.Text) > maxText:
		return in.left(CauseLong)
	case !in.o.plausible(t.Time):
		return in.left(CauseTime)
	}
	return Record{Text: &t}
}
