package sms

import (
	"fmt"
	"strings"
)

// Program is the path of a program on this computer that sends or reads texts. It is "" for the person at
// the window.
type Program string

// Name returns the last element of the path, such as "python.exe". Paths of every system are understood,
// since a file may have come from another one.
func (p Program) Name() string {
	return string(p[strings.LastIndexAny(string(p), `/\`)+1:])
}

// Permission is one of the things that a program may be allowed.
type Permission int

// The permissions. Reading is one of its own, because texts hold codes for logging in; so are codes for
// the network (USSD), because they can cost something and redirect calls.
const (
	PermitNone Permission = 0
	PermitSend Permission = 1
	PermitRead Permission = 2
	PermitUSSD Permission = 3
)

var permissionNames = [...]string{"none", "send", "read", "ussd"}

// String returns the name of the permission.
func (p Permission) String() string {
	if p < 0 || int(p) >= len(permissionNames) {
		return fmt.Sprintf("%d", int(p))
	}
	return permissionNames[p]
}

// ProgramUse is what one program has sent today.
type ProgramUse struct {
	Program Program
	Texts   int
	Parts   int // each is paid for
}

// Arrival is a received text as it is handed to programs. Seq only grows; a text has a new one when the
// rest of it comes in later.
type Arrival struct {
	Seq     int64
	Message Message
}

// Order is one call of a program: one text, which goes to all of the numbers or to none.
type Order struct {
	Program Program
	// Key makes it safe to repeat the call: a key is taken once and for all. It has 1 to 128 characters of
	// printable ASCII; "" is none.
	Key  string
	To   []Number
	Text string
	Long bool // it means a text of many parts
	// Force says that it means many numbers.
	Force bool
}

// Filter says which messages are wanted.
type Filter struct {
	In, Out bool   // neither is both
	With    Number // "" for everybody who is not blocked
	// Since asks for the oldest ones with a greater ID, in the order of the IDs; nil for the newest ones, in
	// the order in which the window shows them.
	Since *int64
	Limit int // 0 or less for none
}

// ProgramLoops reports that a program was kept from sending one text more to somebody who answers each of
// them, as programs do.
type ProgramLoops struct {
	Program Program
	Number  Number
}

// ProgramsChanged reports that what programs have sent today, what they are allowed, or whether they can
// reach this program at all has changed.
type ProgramsChanged struct{}

func (ProgramsChanged) event() {}
func (ProgramLoops) event()    {}
