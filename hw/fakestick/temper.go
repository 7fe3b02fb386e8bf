package fakestick

import "fmt"

// Temper is how a stick reacts to a switch message.
type Temper int

// The tempers.
const (
	Obedient  Temper = iota
	Stubborn         // obeys only the second message
	Deaf             // takes every message and does nothing
	Lost             // goes away and does not come back before it is plugged in again
	Network          // lands in HiLink mode whatever the message says
	Relapsing        // comes back as a CD drive
	Picky            // obeys only what is not the first kind of message it gets
	Refusing         // answers every message with "invalid command" and does nothing
	ModemOnly        // becomes a modem whatever the message says: firmware without HiLink
)

var temperNames = [...]string{
	"obedient", "stubborn", "deaf", "lost", "network", "relapsing", "picky",
	"refusing", "modem only",
}

// String names the temper.
func (t Temper) String() string {
	if t < 0 || int(t) >= len(temperNames) {
		return fmt.Sprintf("%d", int(t))
	}
	return temperNames[t]
}
