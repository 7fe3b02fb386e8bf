package webstick

import (
	"strconv"
	"strings"
	"time"
)

// Box is a list of texts in a stick. The values are those of BoxType in Huawei's sms/sms-list.
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
	// BoxReports is a list of delivery reports of its own, on sticks that have one. They have no numbers and
	// are never deleted.
	BoxReports Box = 100
)

// State is the state of an Entry, with Huawei's values (Smstat); others than these may come.
type State int

// The states.
const (
	StateNew    State = 0
	StateRead   State = 1
	StateDraft  State = 2
	StateSent   State = 3
	StateFailed State = 4 // the stick could not send it, and does not say why
)

// Kind is what an Entry is, with Huawei's values (SmsType); others than these may come.
type Kind int

// The kinds. 4 to 6 are notices of multimedia messages.
const (
	KindUnknown   Kind = 0
	KindSingle    Kind = 1
	KindLong      Kind = 2 // of several parts, some of which may still be missing
	KindPart      Kind = 3 // of several parts, some of which are missing; not a value of Huawei's
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
	// Date is as the stick writes it, in DateLayout if it is one: of the service centre for a received
	// text, of the sender for one of its own. Impossible dates occur.
	Date string
	// Zone is that of Date; nil when the stick does not say.
	Zone *time.Location
	// SaveType is where it lies: 0 in the stick, 1 on the SIM card, 3 for sent ones.
	SaveType int
	// Damaged reports that the entry could not be decoded, or not in full: see Raw.
	Damaged bool
	// Raw is the entry byte for byte.
	Raw []byte
}

// DateLayout is how Huawei's sticks write a date.
const DateLayout = "2006-01-02 15:04:05"

// Time returns the Date in its own zone, else in the given one; false when it is none.
func (e Entry) Time(zone *time.Location) (time.Time, bool) {
	if e.Zone != nil {
		zone = e.Zone
	}
	t, err := time.ParseInLocation(DateLayout, strings.TrimSpace(e.Date), zone)
	return t, err == nil
}

// Same reports whether two entries are the same text at the same place.
func (e Entry) Same(o Entry) bool {
	return e.Index == o.Index && e.Phone == o.Phone && e.Date == o.Date && e.Content == o.Content
}

// Key tells the entries of a list apart.
func (e Entry) Key() string {
	if e.Index >= 0 {
		return strconv.Itoa(e.Index)
	}
	return string(e.Raw)
}

// Still returns those of some entries that lie among others as they did.
func Still(entries, now []Entry) []Entry {
	at := map[int]Entry{}
	for _, e := range now {
		at[e.Index] = e
	}
	var still []Entry
	for _, e := range entries {
		if o, ok := at[e.Index]; ok && e.Index >= 0 && e.Same(o) {
			still = append(still, e)
		}
	}
	return still
}
