package transfer

import (
	"errors"
	"io"
	"strings"
	"time"

	"surfstick-sms/sms"
)

// androidReader reads what the app "SMS Backup & Restore" writes: one tag for each text, with all of it in
// attributes, and for each picture message some more. The fields:
// https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
type androidReader struct {
	input
	tags markup
	mms  *mms
	next []Record // behind the one that was returned
}

// mms is a picture message in the reading.
type mms struct {
	attr  map[string]string
	texts []string
}

func newAndroid(in input, head []byte) (Reader, error) {
	r := &androidReader{input: in, tags: markup{in.text, in.limit}}
	for {
		e, err := r.tags.next()
		switch {
		case errors.Is(err, ErrMarkup):
			return nil, err
		case err != nil:
			return nil, ErrUnknown
		case e.name == "smses":
			return r, nil
		default:
			return nil, ErrUnknown
		}
	}
}

// Format implements Reader.
func (r *androidReader) Format() Format { return FormatAndroid }

// Precision implements Reader.
func (r *androidReader) Precision() time.Duration { return time.Second }

// Next implements Reader.
func (r *androidReader) Next() (Record, error) {
	if len(r.next) > 0 {
		first := r.next[0]
		r.next = r.next[1:]
		return first, nil
	}
	for {
		r.limit.again()
		e, err := r.tags.next()
		if errors.Is(err, io.EOF) {
			return Record{}, ErrCut // without the end of "smses"
		}
		if err != nil {
			return Record{}, err
		}
		switch e.name {
		case "/smses":
			return Record{}, io.EOF
		case "sms":
			r.again()
			return r.withName(e.attr, r.text(e.attr)), nil
		case "mms":
			r.mms = &mms{attr: e.attr}
		case "part":
			r.part(e.attr)
		case "/mms":
			if m := r.mms; m != nil {
				r.mms = nil
				r.again()
				return r.withName(m.attr, r.multimedia(m)), nil
			}
		}
	}
}

func (r *androidReader) part(attr map[string]string) {
	const most = 100
	if r.mms == nil || !strings.HasPrefix(attr["ct"], "text/plain") || len(r.mms.texts) == most {
		return
	}
	if text := attr["text"]; text != "" && text != "null" {
		r.mms.texts = append(r.mms.texts, text)
	}
}

// withName has the name of the contact follow a text.
func (r *androidReader) withName(attr map[string]string, rec Record) Record {
	if named := name(attr["contact_name"]); named != "" && rec.Text != nil {
		r.next = append(r.next, Record{Partner: &Partner{Number: rec.Text.Number, Name: named}})
	}
	return rec
}

// The types of a text, and the boxes of a picture message.
const (
	androidReceived = 1
	androidSent     = 2
	androidDraft    = 3
	androidOutbox   = 4
	androidFailed   = 5
	androidQueued   = 6
)

func (r *androidReader) text(attr map[string]string) Record {
	t := Text{Message: sms.Message{Text: attr["body"], Parts: 1, Done: 1, Read: true}}
	var ok bool
	if t.Number, ok = r.o.number(attr["address"]); !ok {
		return r.left(CauseNumber)
	}
	switch atoi(attr["type"]) {
	case androidReceived:
		t.Status, t.Read = sms.Received, attr["read"] != "0"
		if sent := time.UnixMilli(atoi(attr["date_sent"])).UTC(); r.o.plausible(sent) {
			t.SentAt = sent
		}
	case androidSent:
		t.Direction, t.Status = sms.Outgoing, delivered(attr["status"])
		if t.Status == sms.DeliveryFailed {
			t.Reason = sms.ReasonNotReached
		}
	case androidDraft:
		if len(t.Text) > maxText {
			return r.left(CauseLong)
		}
		return Record{Partner: &Partner{Number: t.Number, Draft: t.Text}}
	case androidOutbox, androidFailed, androidQueued:
		t.Direction, t.Status, t.Done = sms.Outgoing, sms.Failed, 0
	default:
		return r.left(CauseUnread)
	}
	t.Time = time.UnixMilli(atoi(attr["date"])).UTC()
	return r.checked(t)
}

// delivered returns what the TP-Status of a sent text says (3GPP TS 23.040 clause 9.2.3.15): 0 delivered,
// 64 given up.
func delivered(status string) sms.Status {
	switch atoi(status) {
	case 0:
		if status == "0" {
			return sms.Delivered
		}
	case 64:
		return sms.DeliveryFailed
	}
	return sms.Sent
}

// multimedia is a picture message of which the words are kept. Its date may be in seconds.
func (r *androidReader) multimedia(m *mms) Record {
	t := Text{Message: sms.Message{Parts: 1, Done: 1, Read: true, Text: strings.Join(m.texts, "\n")}}
	if subject := m.attr["sub"]; t.Text == "" && subject != "" && subject != "null" {
		t.Text = subject
	}
	address := m.attr["address"]
	if strings.Contains(address, "~") {
		return r.left(CauseGroup)
	}
	var ok bool
	if t.Number, ok = r.o.number(address); !ok || address == "insert-address-token" {
		return r.left(CauseNumber)
	}
	switch atoi(m.attr["msg_box"]) {
	case androidReceived:
		t.Status, t.Read = sms.Received, m.attr["read"] != "0"
	case androidSent:
		t.Direction, t.Status = sms.Outgoing, sms.Sent
	case androidOutbox, androidFailed:
		t.Direction, t.Status, t.Done = sms.Outgoing, sms.Failed, 0
	default:
		return r.left(CauseUnread)
	}
	const inMilliseconds = 100_000_000_000 // the year 1973 in them, the year 5138 in seconds
	date := atoi(m.attr["date"])
	if date < inMilliseconds {
		date *= 1000
	}
	t.Time = time.UnixMilli(date).UTC()
	return r.checked(t)
}
