package hilink

import (
	"bytes"
	"html"
	"strings"
	"time"
)

// Box is a list of texts in a stick. The values are those of BoxType in sms/sms-list.
type Box int

// The boxes.
const (
	BoxIn       Box = 1
	BoxSent     Box = 2
	BoxDraft    Box = 3
	BoxTrash    Box = 4
	BoxSIMIn    Box = 5
	BoxSIMSent  Box = 6
	BoxSIMDraft Box = 7
)

// State is the state of an Entry (Smstat); values that are not named here may come.
type State int

// The states.
const (
	StateNew    State = 0
	StateRead   State = 1
	StateDraft  State = 2
	StateSent   State = 3
	StateFailed State = 4 // the stick could not send it, and does not say why
)

// Kind is what an Entry is (SmsType); values that are not named here may come.
type Kind int

// The kinds. 4 to 6 are notices of multimedia messages.
const (
	KindUnknown   Kind = 0
	KindSingle    Kind = 1
	KindLong      Kind = 2 // of several parts, some of which may still be missing
	KindDelivered Kind = 7 // a report: the recipient has the text
	KindUndeliv   Kind = 8 // a report: the recipient does not get the text
)

// Multimedia reports whether an entry is a notice of a multimedia message, not a text.
func (k Kind) Multimedia() bool { return k >= 4 && k <= 6 }

// Entry is a text in a box of a stick.
type Entry struct {
	// Index is its number in the stick; -1 when it cannot be read. Whether numbers are used again
	// after a deletion is not known.
	Index int
	State State
	Kind  Kind
	// Phone is the other side as the stick writes it: a number, or the name of a sender.
	Phone   string
	Content string // not sanitised
	// Date is as the stick writes it (DateLayout), without a zone: of the service centre for a
	// received text, of the sender for one of its own. Impossible dates occur.
	Date string
	// SaveType is where it lies: 0 in the stick, 1 on the SIM card, 3 for sent ones.
	SaveType int
	// Damaged reports that the element could not be decoded, or not in full: see Raw.
	Damaged bool
	// Raw is the <Message> element byte for byte.
	Raw []byte
}

// DateLayout is how a stick writes a date.
const DateLayout = "2006-01-02 15:04:05"

// Time returns the Date in a zone, false when it is none.
func (e Entry) Time(zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation(DateLayout, strings.TrimSpace(e.Date), zone)
	return t, err == nil
}

// Same reports whether two entries are the same text at the same place.
func (e Entry) Same(o Entry) bool {
	return e.Index == o.Index && e.Phone == o.Phone && e.Date == o.Date && e.Content == o.Content
}

// The tags around an entry.
var (
	entryBegin = []byte("<Message>")
	entryEnd   = []byte("</Message>")
)

// messagesIn returns the entries in the answer to sms/sms-list. They are told apart by their tags
// before anything is decoded, so that damage in one stays in that one.
func messagesIn(raw []byte) []Entry {
	var entries []Entry
	for {
		begin := bytes.Index(raw, entryBegin)
		if begin < 0 {
			return entries
		}
		length := bytes.Index(raw[begin:], entryEnd)
		if length < 0 {
			return entries
		}
		length += len(entryEnd)
		entries = append(entries, ParseEntry(raw[begin:begin+length]))
		raw = raw[begin+length:]
	}
}

// ParseEntry reads a <Message> element, such as the Raw of an Entry that was kept. It always returns
// what can be read: see Damaged.
func ParseEntry(raw []byte) Entry {
	root, err := decode(raw)
	damaged := err != nil
	if damaged {
		root = scrape(raw)
	}
	content := root.kid("Content")
	return Entry{
		Index: root.num("Index", -1), State: State(root.num("Smstat", 0)),
		Kind: Kind(root.num("SmsType", 0)), Phone: root.trimmed("Phone"), Content: root.str("Content"),
		Date: root.trimmed("Date"), SaveType: root.num("SaveType", 0),
		Damaged: damaged || content == nil || len(content.kids) > 0,
		Raw:     bytes.Clone(raw),
	}
}

// scrape returns what stands between the known tags of an element that is no XML.
func scrape(raw []byte) *element {
	root := &element{name: "Message"}
	raw = clean(raw)
	for _, name := range []string{"Index", "Smstat", "SmsType", "Phone", "Date", "SaveType", "Content"} {
		_, rest, found := bytes.Cut(raw, []byte("<"+name+">"))
		end := bytes.LastIndex(rest, []byte("</"+name+">"))
		if found && end >= 0 {
			root.kids = append(root.kids, &element{name: name, text: html.UnescapeString(string(rest[:end]))})
		}
	}
	return root
}
