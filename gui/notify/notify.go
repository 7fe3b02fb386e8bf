// Package notify decides what the desktop says about texts that arrived: nothing, or one notification,
// with as much of them in it as the user wants others to see on the screen. It is values and functions:
// it shows nothing and knows no clock.
//
// Names and texts come from outside. They are sanitised here and are never markup: what stands in a
// presence.Note are the characters to show.
package notify

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
	"surfstick-sms/sms"
)

// Content is how much of a text is shown. It is the value of a setting.
type Content string

// The contents.
const (
	Full   Content = ""       // who wrote, and what
	Sender Content = "sender" // who wrote
	Count  Content = "count"  // that something came
	Off    Content = "off"    // no notifications
)

// Settings are what the user chose.
type Settings struct {
	Content Content
	Silent  bool
	Quiet   Hours
	Until   time.Time // nothing is said before
}

// Arrival is a text that came.
type Arrival struct {
	Message sms.Message
	Name    string // what its sender is called in the list of conversations
	Text    string // what is shown of it there
	Code    string // the one-time code in it, or ""
	// Hushed reports that its sender is muted or blocked; Seen that the user has it in view.
	Hushed, Seen bool
}

// Tags of notifications that are not about one conversation.
const (
	TagMany  = "*many"  // texts of several people
	TagCount = "*count" // how many came
)

// ActionCode is the button that copies the code.
const ActionCode = "code"

// Limits of what is shown, in characters. Windows cuts after 63 and 255 UTF-16 units, others show
// about as much.
const (
	nameLimit = 40
	textLimit = 250
	mostNames = 4
)

// Worth reports whether anything may be said about a text at all. What another program has shown
// before, or what came by an import, is no news.
func Worth(a Arrival) bool {
	m := a.Message
	return m.Direction == sms.Incoming && !m.Read && !m.Imported && !a.Hushed && !a.Seen
}

// Say returns what is said about texts that came together, and whether anything is. unread is how many
// texts there are to read; canAct reports whether the desktop has buttons.
func Say(all []Arrival, s Settings, now time.Time, unread int, canAct bool) (presence.Note, bool) {
	if len(all) == 0 || s.Content == Off || now.Before(s.Until) || s.Quiet.Hold(now) {
		return presence.Note{}, false
	}
	last := all[len(all)-1]
	n := presence.Note{Silent: s.Silent}
	switch people := names(all); {
	case s.Content == Count:
		n.Tag, n.Title = TagCount, tr.T("app.title")
		n.Body = tr.N("notify.messages", max(unread, len(all)))
	case len(people) > 1:
		n.Tag, n.Title, n.Body = TagMany, tr.N("notify.messages", len(all)), from(people)
	default:
		n.Tag, n.Title = string(last.Message.Number), people[0]
		n.Body = tr.N("notify.messages", len(all))
		if s.Content != Full {
			break
		}
		if len(all) > 1 {
			n.Title = tr.T("notify.several", tr.Data{"Name": n.Title, "Messages": n.Body})
		}
		n.Body = cmp.Or(sms.SanitiseLine(last.Text, textLimit), n.Body)
		if last.Code != "" && canAct {
			words := tr.T("chat.copyCode", tr.Data{"Code": sms.SanitiseLine(last.Code, nameLimit)})
			n.Actions = []presence.Action{{Key: ActionCode, Words: words}}
		}
	}
	return n, true
}

// names are those of the senders, each once, the latest first.
func names(all []Arrival) []string {
	var people []string
	seen := map[sms.Number]bool{}
	for _, a := range slices.Backward(all) {
		if n := a.Message.Number; !seen[n] {
			seen[n] = true
			people = append(people, cmp.Or(sms.SanitiseLine(a.Name, nameLimit), tr.T("notify.unknown")))
		}
	}
	return people
}

// from says who wrote.
func from(people []string) string {
	words := strings.Join(people[:min(len(people), mostNames)], ", ")
	if len(people) > mostNames {
		words += " …"
	}
	return tr.T("notify.from", tr.Data{"People": tr.N("notify.people", len(people)), "Names": words})
}
