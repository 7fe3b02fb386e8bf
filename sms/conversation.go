package sms

import "fmt"

// Conversation is one partner, with what the list of conversations shows.
type Conversation struct {
	Number Number
	Name   string // the contact's name, or ""
	Last   Message
	Unread int // 0 for a blocked partner, whatever came
	Draft  string
	// FirstUnread is the ID of the oldest unread text, 0 for none.
	FirstUnread int64
	Pinned      bool // stays at the top of the list
	Muted       bool // raises no notification
	Archived    bool // stands apart until something new comes
	Blocked     bool // what comes is kept, and nobody is told
	Marked      bool // marked as unread by hand, although Unread may be 0
}

// Flag is something that the user has decided about a conversation.
type Flag int

// The flags.
const (
	FlagNone     Flag = 0
	FlagPinned   Flag = 1
	FlagMuted    Flag = 2
	FlagArchived Flag = 3
	FlagBlocked  Flag = 4
	FlagMarked   Flag = 5
)

var flagNames = [...]string{"none", "pinned", "muted", "archived", "blocked", "marked"}

// String returns the name of the flag.
func (f Flag) String() string {
	if f < 0 || int(f) >= len(flagNames) {
		return fmt.Sprintf("%d", int(f))
	}
	return flagNames[f]
}

// Hit is a message that a search found. Spans are where the words stand in its text, in order and apart
// from one another; there are none when they stand in the partner's name or number only.
type Hit struct {
	Message Message
	Spans   []Span
}

// Span is a part of a text, from one byte offset up to another. Both are at the border of a character.
type Span struct{ From, To int }
