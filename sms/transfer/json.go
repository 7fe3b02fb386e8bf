package transfer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// jsonFormat and jsonVersion stand at the head of a JSON file; docs/export.md describes it. A file of a
// greater version is not read.
const (
	jsonFormat  = "surfstick-sms"
	jsonVersion = 1
)

// jsonTime is how times are written: with a zone, to the millisecond.
const jsonTime = "2006-01-02T15:04:05.000Z07:00"

// jsonText is a text as it stands in the file. The order of the fields is that in the file.
type jsonText struct {
	Number    string  `json:"number"`
	Direction string  `json:"direction"`
	Text      *string `json:"text,omitempty"`
	// Bytes is the text when it is not UTF-8, which JSON cannot hold.
	Bytes   []byte `json:"bytes,omitempty"`
	Status  string `json:"status"`
	Reason  string `json:"reason,omitempty"`
	Code    int    `json:"code,omitempty"`
	Time    string `json:"time,omitempty"`
	SentAt  string `json:"sentAt,omitempty"`
	DoneAt  string `json:"doneAt,omitempty"`
	NextTry string `json:"nextTry,omitempty"`
	Parts   int    `json:"parts"`
	Done    int    `json:"done"`
	Read    bool   `json:"read"`
	Deleted string `json:"deleted,omitempty"`
	Place   int64  `json:"place,omitempty"`
}

type jsonPartner struct {
	Number   string `json:"number"`
	Name     string `json:"name,omitempty"`
	Draft    string `json:"draft,omitempty"`
	Pinned   bool   `json:"pinned,omitempty"`
	Muted    bool   `json:"muted,omitempty"`
	Archived bool   `json:"archived,omitempty"`
	Blocked  bool   `json:"blocked,omitempty"`
	Marked   bool   `json:"marked,omitempty"`
}

// jsonPlanned is a text that is to be sent later: once at a moment, or again and again from a time on the
// clock on the wall.
type jsonPlanned struct {
	Number string `json:"number"`
	Text   string `json:"text"`
	At     string `json:"at,omitempty"`
	Start  string `json:"start,omitempty"`
	Unit   string `json:"unit"`
	Every  int    `json:"every,omitempty"`
	Ask    bool   `json:"ask"`
}

// jsonPerson is somebody of whom there is more than one name for one number.
type jsonPerson struct {
	Name    string       `json:"name"`
	Note    string       `json:"note,omitempty"`
	Numbers []jsonNumber `json:"numbers"`
}

type jsonNumber struct {
	Number string `json:"number"`
	Label  string `json:"label,omitempty"`
}

var directionNames = [...]string{sms.Incoming: "in", sms.Outgoing: "out"}

// stamp is a time as it is written; "" for none. A zone counts to the minute.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	_, offset := t.Zone()
	if rest := offset % 60; rest != 0 {
		t = t.In(time.FixedZone("", offset-rest))
	}
	if t.Year() < 1 || t.Year() > 9999 {
		return "" // RFC 3339 has no such year
	}
	return t.Format(jsonTime)
}

func jsonOf(t Text) jsonText {
	j := jsonText{
		Number: string(t.Number), Direction: directionNames[t.Direction], Status: t.Status.String(),
		Code: t.Code, Time: stamp(t.Time), SentAt: stamp(t.SentAt), DoneAt: stamp(t.DoneAt),
		NextTry: stamp(t.NextTry), Parts: t.Parts, Done: t.Done, Read: t.Read, Deleted: stamp(t.DeletedAt),
		Place: t.Place,
	}
	if t.Reason != sms.ReasonNone {
		j.Reason = t.Reason.String()
	}
	if utf8.ValidString(t.Text) {
		j.Text = &t.Text
	} else {
		j.Bytes = []byte(t.Text)
	}
	return j
}

// jsonWriter writes the file record by record, each on a line of its own.
type jsonWriter struct {
	out   *bufio.Writer
	list  string // that is being written; "" before the first
	count int    // records in it
}

// NewJSON returns what writes everything, to be read again.
func NewJSON(w io.Writer) Writer {
	j := &jsonWriter{out: bufio.NewWriter(w)}
	fmt.Fprintf(j.out, `{"format":%q,"version":%d,`+"\n", jsonFormat, jsonVersion) // kept by out
	return j
}

// Grouped implements Writer.
func (j *jsonWriter) Grouped() bool { return false }

// lists are those in a file, in their order; the first is left out where there are no people.
var lists = []string{"people", "partners", "messages", "planned"}

// goTo ends the list that is being written and begins those up to another one.
func (j *jsonWriter) goTo(list string) {
	for j.list != list {
		if j.list != "" {
			j.end()
			fmt.Fprint(j.out, ",\n") // kept by out
		}
		switch {
		case j.list != "":
			j.list = lists[slices.Index(lists, j.list)+1]
		case list == lists[0]:
			j.list = list
		default:
			j.list = lists[1]
		}
		j.count = 0
		fmt.Fprintf(j.out, "%q:[", j.list) // kept by out
	}
}

func (j *jsonWriter) end() { fmt.Fprint(j.out, "\n]") } // kept by out

// Person implements PeopleWriter.
func (j *jsonWriter) Person(p sms.Person) error {
	j.goTo("people")
	person := jsonPerson{Name: p.Name, Note: p.Note}
	for _, n := range p.Numbers {
		person.Numbers = append(person.Numbers, jsonNumber{string(n.Number), n.Label})
	}
	return j.record(person)
}

// Partner implements Writer.
func (j *jsonWriter) Partner(p Partner) error {
	if !p.Says() {
		return nil
	}
	j.goTo("partners")
	return j.record(jsonPartner{
		string(p.Number), p.Name, p.Draft, p.Pinned, p.Muted, p.Archived, p.Blocked, p.Marked,
	})
}

// Text implements Writer.
func (j *jsonWriter) Text(t Text) error {
	j.goTo("messages")
	return j.record(jsonOf(t))
}

// Planned implements Writer.
func (j *jsonWriter) Planned(t plan.Text) error {
	j.goTo("planned")
	p := jsonPlanned{Number: string(t.To), Text: t.Body, Unit: t.Repeat.Unit.String(), Every: t.Repeat.Every, Ask: t.Ask}
	if t.Repeat.Unit == plan.Once {
		p.At = stamp(t.At)
	} else {
		p.Start = t.Start.String()
	}
	return j.record(p)
}

func (j *jsonWriter) record(v any) error {
	if j.count++; j.count > 1 {
		fmt.Fprint(j.out, ",") // kept by out
	}
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := fmt.Fprintf(j.out, "\n%s", bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	return err
}

// Close implements Writer.
func (j *jsonWriter) Close() error {
	if j.list != "planned" {
		j.goTo("messages")
	}
	j.end()
	fmt.Fprint(j.out, "\n}\n") // kept by out
	return j.out.Flush()
}
