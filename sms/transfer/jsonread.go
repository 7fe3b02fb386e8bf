package transfer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// jsonReader reads what jsonWriter writes. What it does not know it passes over.
type jsonReader struct {
	input
	d    *json.Decoder
	list string // that is being read; "" between two
	over bool
}

// newJSON reads the head of the file.
func newJSON(in input) (Reader, error) {
	r := &jsonReader{input: in, d: json.NewDecoder(in.text)}
	if t, err := r.d.Token(); err != nil || t != json.Delim('{') {
		return nil, ErrUnknown
	}
	var format string
	if key, err := r.d.Token(); err != nil || key != "format" || r.d.Decode(&format) != nil || format != jsonFormat {
		return nil, ErrUnknown
	}
	var version int
	if key, err := r.d.Token(); err != nil || key != "version" || r.d.Decode(&version) != nil || version < 1 {
		return nil, ErrDamaged
	}
	if version > jsonVersion {
		return nil, ErrNewer
	}
	return r, nil
}

// Format implements Reader.
func (r *jsonReader) Format() Format { return FormatJSON }

// Precision implements Reader.
func (r *jsonReader) Precision() time.Duration { return time.Millisecond }

// Next implements Reader.
func (r *jsonReader) Next() (Record, error) {
	for !r.over {
		if r.list != "" && r.d.More() {
			r.again()
			return r.record()
		}
		if err := r.step(); err != nil {
			return Record{}, broken(err)
		}
	}
	return Record{}, io.EOF
}

// step goes to the next list, or to the end.
func (r *jsonReader) step() error {
	if r.list != "" {
		r.list = ""
		_, err := r.d.Token() // the end of the list
		return err
	}
	key, err := r.d.Token()
	if err != nil {
		return err
	}
	if key == json.Delim('}') {
		r.over = true
		return nil
	}
	r.limit.again()
	switch name, _ := key.(string); name {
	case "people", "partners", "messages", "planned":
		if t, err := r.d.Token(); err != nil || t != json.Delim('[') {
			return errors.Join(ErrDamaged, err)
		}
		r.list = name
		return nil
	}
	var unknown json.RawMessage
	return r.d.Decode(&unknown)
}

// broken returns why a file cannot be read further.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrCut, io.ErrUnexpectedEOF)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if strings.Contains(syntax.Error(), "unexpected end") {
			return fmt.Errorf("%w: %w", ErrCut, err)
		}
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

func (r *jsonReader) record() (Record, error) {
	var text jsonText
	var partner jsonPartner
	var later jsonPlanned
	var person jsonPerson
	err := r.d.Decode(map[string]any{
		"messages": &text, "partners": &partner, "planned": &later, "people": &person,
	}[r.list])
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return r.left(CauseUnread), nil
	case err != nil && strings.Contains(err.Error(), "base64"):
		return r.left(CauseUnread), nil
	case err != nil:
		return Record{}, broken(err)
	case r.list == "messages":
		return r.textOf(text), nil
	case r.list == "planned":
		return r.plannedOf(later), nil
	case r.list == "people":
		return r.personOf(person), nil
	}
	return r.partnerOf(partner), nil
}

func (r *jsonReader) personOf(j jsonPerson) Record {
	switch {
	case len(j.Numbers) == 0:
		return r.left(CauseNumber)
	case len(j.Name) > maxText, len(j.Note) > maxText, len(j.Numbers) > sms.MaxPersonNumbers:
		return r.left(CauseLong)
	}
	p := sms.Person{Name: j.Name, Note: j.Note}
	for _, one := range j.Numbers {
		n, ok := ownNumber(one.Number)
		if !ok || len(one.Label) > maxText {
			return r.left(CauseNumber)
		}
		p.Numbers = append(p.Numbers, sms.PersonNumber{Number: n, Label: one.Label})
	}
	return Record{Person: &p}
}

func (r *jsonReader) partnerOf(j jsonPartner) Record {
	n, ok := ownNumber(j.Number)
	switch {
	case !ok:
		return r.left(CauseNumber)
	case len(j.Name) > maxText, len(j.Draft) > maxText:
		return r.left(CauseLong)
	}
	return Record{Partner: &Partner{n, j.Name, j.Draft, j.Pinned, j.Muted, j.Archived, j.Blocked, j.Marked}}
}

// units are the names in the file.
var units = namesOf(plan.Unit.String)

func (r *jsonReader) plannedOf(j jsonPlanned) Record {
	unit, known := units[j.Unit]
	t := plan.Text{Body: j.Text, Ask: j.Ask, Repeat: plan.Repeat{Unit: unit, Every: j.Every}}
	var ok bool
	if t.To, ok = ownNumber(j.Number); !ok {
		return r.left(CauseNumber)
	}
	var err error
	if unit == plan.Once {
		t.At, ok = ownTime(j.At)
		ok = ok && !t.At.IsZero()
	} else {
		t.Start, err = plan.ParseWall(j.Start)
	}
	switch {
	case !known, j.Every < 0, j.Every > plan.MaxEvery:
		return r.left(CauseUnread)
	case !ok, err != nil:
		return r.left(CauseTime)
	case len(j.Text) > maxText:
		return r.left(CauseLong)
	}
	return Record{Planned: &t}
}

// ownNumber returns a number that this program wrote, which is in its form already.
func ownNumber(s string) (sms.Number, bool) {
	n := sms.Number(s)
	if n.Dialable() {
		return n, true
	}
	const most = 22 // a name of 20 characters in quotes
	return n, s != "" && sms.SanitiseLine(s, most) == s
}

// statuses and reasons are the names in the file.
var (
	statuses = namesOf(sms.Status.String)
	reasons  = namesOf(sms.Reason.String)
)

// namesOf returns all that has a name, and not only a number.
func namesOf[T ~int](name func(T) string) map[string]T {
	all := map[string]T{}
	for v := T(0); name(v) != strconv.Itoa(int(v)); v++ {
		all[name(v)] = v
	}
	return all
}

func (r *jsonReader) textOf(j jsonText) Record {
	n, ok := ownNumber(j.Number)
	if !ok {
		return r.left(CauseNumber)
	}
	t := Text{Place: j.Place, Message: sms.Message{
		Number: n, Code: j.Code, Parts: j.Parts, Done: j.Done, Read: j.Read, Text: string(j.Bytes),
	}}
	if j.Text != nil {
		t.Text = *j.Text
	}
	status, known := statuses[j.Status]
	reason, knownReason := reasons[j.Reason]
	switch {
	case len(t.Text) > maxText:
		return r.left(CauseLong)
	case !known, !knownReason && j.Reason != "", j.Direction != "in" && j.Direction != "out",
		j.Parts < 0, j.Parts > 255, j.Done < 0, j.Done > 255:
		return r.left(CauseUnread)
	}
	t.Status, t.Reason = status, reason
	if j.Direction == "out" {
		t.Direction = sms.Outgoing
	}
	for _, at := range []struct {
		text string
		to   *time.Time
	}{{j.Time, &t.Time}, {j.SentAt, &t.SentAt}, {j.DoneAt, &t.DoneAt}, {j.NextTry, &t.NextTry}, {j.Deleted, &t.DeletedAt}} {
		var ok bool
		if *at.to, ok = ownTime(at.text); !ok {
			return r.left(CauseTime)
		}
	}
	if t.Time.IsZero() || t.Place < 0 || t.Place > lastPlace {
		return r.left(CauseTime)
	}
	return Record{Text: &t}
}

// lastPlace is the end of the year 9999, the last that a time in the file can have.
var lastPlace = time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC).UnixMilli()

// ownTime returns a time that this program wrote; zero for none. The first one is that after 1970 began,
// since that moment itself stands for none in the store.
func ownTime(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.UnixMilli() < 1 || t.UnixMilli() > lastPlace {
		return time.Time{}, false
	}
	return t, true
}
