// Package presence is what the desktop shows of the program beside its window: an icon near the
// clock (the tray) and notifications. It holds the words for that and no system; internal/presence/shell
// does it on Windows and on Linux.
//
// Nothing in a Note or a Tray is markup, a command or an address: a shell shows the characters as they
// are. Whoever makes a Note sanitises what came from outside (sms.SanitiseLine).
package presence

import "image"

// Tray is all that the icon shows. The zero value is an icon without a picture.
type Tray struct {
	// Icon draws the icon for a square of a number of pixels. Picture names what it draws: the same
	// name stands for the same picture.
	Icon    func(side int) *image.NRGBA
	Picture string
	// Tip is shown when the pointer rests on the icon.
	Tip string
	// Menu is what a right click shows.
	Menu []Item
}

// Item is an entry of the menu; the zero value is a line between others.
type Item struct {
	Key   string // names it in Chosen
	Words string
	Off   bool // it can only be read
}

// Note is a notification.
type Note struct {
	// Tag says what it is about. It takes the place of an earlier one with the same tag.
	Tag         string
	Title, Body string
	// Actions are buttons, where the desktop has them (Shell.CanAct).
	Actions []Action
	// Silent makes no sound.
	Silent bool
}

// Action is a button of a Note.
type Action struct{ Key, Words string }

// Shell is the desktop's part in it. Its methods return at once and may be called from any goroutine.
type Shell interface {
	// SetTray shows an icon, or another one.
	SetTray(Tray)
	// HasTray reports whether somebody can see and click the icon at this moment.
	HasTray() bool
	// Notify shows a notification.
	Notify(Note)
	// Withdraw takes back the notification with a tag.
	Withdraw(tag string)
	// CanAct reports whether notifications have buttons.
	CanAct() bool
	// Attention marks the window in the task bar, where the desktop can do that.
	Attention()
	// Events are what the desktop tells. There is one reader.
	Events() <-chan Event
	// Close takes icon and notifications away. No event comes after that.
	Close()
}

// Event is what the desktop tells: one of the types below.
type Event interface{ event() }

// The events.
type (
	// Clicked says that the icon was clicked.
	Clicked struct{}
	// Chosen says that an entry of the menu was chosen.
	Chosen struct{ Key string }
	// Opened says that a notification was clicked, or one of its buttons.
	Opened struct {
		Tag    string
		Action string // "" for the notification itself
	}
	// TrayChanged says that HasTray has another answer.
	TrayChanged struct{ There bool }
	// Slept says that the computer is about to sleep.
	Slept struct{}
	// Woke says that it has been asleep, perhaps without Slept before.
	Woke struct{}
)

func (Clicked) event()     {}
func (Chosen) event()      {}
func (Opened) event()      {}
func (TrayChanged) event() {}
func (Slept) event()       {}
func (Woke) event()        {}

// Nowhere is the Shell where there is none.
type Nowhere struct{}

// SetTray implements Shell.
func (Nowhere) SetTray(Tray) {}

// HasTray implements Shell.
func (Nowhere) HasTray() bool { return false }

// Notify implements Shell.
func (Nowhere) Notify(Note) {}

// Withdraw implements Shell.
func (Nowhere) Withdraw(string) {}

// CanAct implements Shell.
func (Nowhere) CanAct() bool { return false }

// Attention implements Shell.
func (Nowhere) Attention() {}

// Events implements Shell: it is nil, which nobody waits for in vain.
func (Nowhere) Events() <-chan Event { return nil }

// Close implements Shell.
func (Nowhere) Close() {}
