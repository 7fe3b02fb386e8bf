package transfer

import (
	"bufio"
	"cmp"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"surfstick-sms/sms"
)

// gammuReader reads what "gammu backupsms" writes: an INI file with a section for each part of a text, in
// which what may hold any character stands once more in hexadecimal UCS-2.
// https://docs.gammu.org/formats/smsbackup.html
type gammuReader struct {
	input
	lines   *bufio.Reader
	section string   // that begins behind the one read last; "" before the first
	ended   bool     // no more sections
	open    []*gammu // long texts with parts missing
	ready   []Record
}

// gammu is a text in the reading.
type gammu struct {
	Text
	place int
	key   string   // what its parts have in common; "" for a text of one part
	parts []string // by their number; "" for one that is missing
	have  int
}

const (
	// maxOpen is how many long texts may wait for parts at a time: their parts stand close together.
	maxOpen = 200
	// maxPart is more bytes than a part of a long text has: 153 characters (3GPP TS 23.040 clause 9.2.3.24.1),
	// of up to 3 bytes each.
	maxPart = 1 << 10
)

var gammuSection = regexp.MustCompile(`(?im)^\[SMSBackup`)

// isGammu reports whether a file begins as such a backup.
func isGammu(head string) bool {
	return gammuSection.MatchString(head) || strings.HasPrefix(head, "; This file format was designed for Gammu")
}

func newGammu(in input) Reader { return &gammuReader{input: in, lines: in.text} }

// Format implements Reader.
func (r *gammuReader) Format() Format { return FormatGammu }

// Precision implements Reader.
func (r *gammuReader) Precision() time.Duration { return time.Second }

// Next implements Reader.
func (r *gammuReader) Next() (Record, error) {
	for len(r.ready) == 0 {
		if r.ended {
			if len(r.open) == 0 {
				return Record{}, io.EOF
			}
			r.finish(r.open[0])
			r.open = r.open[1:]
			continue
		}
		values, err := r.values()
		if err != nil {
			return Record{}, err
		}
		if values != nil {
			r.part(values)
		}
	}
	first := r.ready[0]
	r.ready = r.ready[1:]
	return first, nil
}

// values reads up to the next section and returns what stands in this one; nil when it is no text.
func (r *gammuReader) values() (map[string]string, error) {
	var values map[string]string
	if strings.HasPrefix(strings.ToLower(r.section), "smsbackup") {
		values = map[string]string{}
	}
	r.limit.again()
	for {
		line, err := r.line()
		if errors.Is(err, io.EOF) {
			r.ended = true
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		line = strings.TrimSpace(line)
		if name, found := strings.CutPrefix(line, "["); found {
			r.section, _, _ = strings.Cut(name, "]")
			return values, nil
		}
		key, value, found := strings.Cut(line, "=")
		if !found || values == nil || line[0] == ';' || line[0] == '#' || len(values) >= 1000 {
			continue
		}
		values[strings.ToLower(strings.TrimSpace(key))] = strings.Trim(strings.TrimSpace(value), `"`)
	}
}

// line reads a line.
func (r *gammuReader) line() (string, error) {
	line, err := r.lines.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", err
	}
	return line, nil
}

// part takes a section.
func (r *gammuReader) part(v map[string]string) {
	r.count++
	t, cause := r.gammuText(v)
	if cause != CauseNone {
		r.ready = append(r.ready, r.left(cause))
		return
	}
	key, total, seq := longText(v, t)
	switch {
	case total < 2:
		r.ready = append(r.ready, r.checked(t))
		return
	case len(t.Text) > maxPart:
		r.ready = append(r.ready, r.left(CauseLong))
		return
	}
	i := slices.IndexFunc(r.open, func(g *gammu) bool {
		return g.key == key && len(g.parts) == total && g.parts[seq-1] == ""
	})
	if i < 0 {
		if len(r.open) == maxOpen {
			r.finish(r.open[0])
			r.open = r.open[1:]
		}
		r.open = append(r.open, &gammu{Text: t, place: r.count, key: key, parts: make([]string, total)})
		i = len(r.open) - 1
	}
	g := r.open[i]
	g.parts[seq-1] = t.Text
	g.Read = g.Read && t.Read
	if g.have++; g.have == total {
		r.finish(g)
		r.open = slices.Delete(r.open, i, i+1)
	}
}

// finish joins a long text. One that came in without all of its parts is incomplete.
func (r *gammuReader) finish(g *gammu) {
	t := g.Text
	t.Parts, t.Done = len(g.parts), g.have
	if g.have < len(g.parts) && t.Direction == sms.Incoming {
		t.Status = sms.Incomplete
	}
	if t.Status == sms.Failed {
		t.Done = 0
	}
	t.Text = ""
	for _, part := range g.parts {
		if part == "" && t.Status == sms.Incomplete {
			part = "[…]"
		}
		t.Text += part
	}
	in := r.input
	in.count = g.place
	r.ready = append(r.ready, in.checked(t))
}

// gammuText is the text of one section.
func (r *gammuReader) gammuText(v map[string]string) (Text, Cause) {
	t := Text{Message: sms.Message{Parts: 1, Done: 1, Read: true, Status: sms.Received}}
	if strings.HasPrefix(strings.ToLower(v["coding"]), "8bit") {
		return t, CauseBinary
	}
	number, ok := ucs2(v["numberunicode"])
	if !ok || number == "" {
		number = v["number"]
	}
	if t.Number, ok = r.o.number(number); !ok {
		return t, CauseNumber
	}
	switch state := strings.ToLower(v["state"]); {
	case state == "sent":
		t.Direction, t.Status = sms.Outgoing, sms.Sent
	case state == "unsent":
		t.Direction, t.Status, t.Done = sms.Outgoing, sms.Failed, 0
	case state == "" && strings.EqualFold(v["pdu"], "submit"):
		t.Direction, t.Status = sms.Outgoing, sms.Sent
	default:
		t.Read = state != "unread"
	}
	if t.Time, ok = r.gammuTime(cmp.Or(v["datetime"], v["sent"])); !ok {
		return t, CauseTime
	}
	if t.Direction == sms.Incoming {
		t.SentAt, t.Time = t.Time, t.Time.UTC() // gammu keeps the time stamp of the service centre only
	}
	t.Time = t.Time.UTC()
	for i := range 100 {
		part, found := v["text"+pad(i)]
		if !found {
			break
		}
		words, ok := ucs2(part)
		if !ok {
			return t, CauseUnread
		}
		t.Text += words
	}
	return t, CauseNone
}

func pad(i int) string {
	if i < 10 {
		return "0" + strconv.Itoa(i)
	}
	return strconv.Itoa(i)
}

// gammuTime reads a time as in vCalendar, with a zone or in that of the computer.
func (r *gammuReader) gammuTime(s string) (time.Time, bool) {
	for _, layout := range []string{"20060102T150405Z0700", "20060102T150405-07:00", "20060102T150405"} {
		if t, err := time.ParseInLocation(layout, s, r.o.Zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// ucs2 decodes hexadecimal UCS-2, big end first.
func ucs2(s string) (string, bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units)), true
}

// longText returns what the parts of a long text have in common, how many there are and which this one is,
// by its user data header (3GPP TS 23.040 clause 9.2.3.24.1); 1 part for any other text. The numbers 1 to 255
// are used again and again, so that time and place count as well.
func longText(v map[string]string, t Text) (key string, total, seq int) {
	udh, err := hex.DecodeString(v["udh"])
	if err != nil || len(udh) < 1 {
		return "", 1, 1
	}
	for udh = udh[1:]; len(udh) >= 2; {
		id, n := udh[0], int(udh[1])
		if len(udh) < 2+n {
			break
		}
		data := udh[2 : 2+n]
		short, wide := id == 0x00 && n == 3, id == 0x08 && n == 4
		if short || wide {
			total, seq = int(data[n-2]), int(data[n-1])
			if seq < 1 || seq > total {
				break
			}
			return strings.Join([]string{
				string(t.Number), strconv.Itoa(int(t.Direction)), v["folder"], hex.EncodeToString(data[:n-1]),
			}, "\x00"), total, seq
		}
		udh = udh[2+n:]
	}
	return "", 1, 1
}
