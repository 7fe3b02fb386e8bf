package sms

import (
	"errors"
	"fmt"
)

// SIMState is what the SIM card wants.
type SIMState int

// The SIM states.
const (
	SIMUnknown SIMState = iota
	SIMReady
	SIMNeedsPIN
	SIMNeedsPUK
	SIMMissing
	SIMFaulty
	SIMLockedToOperator // the stick takes another operator's cards only (PH-NET PIN)
	SIMDead             // PUK tries used up
)

// String returns the name of the state for logs.
func (s SIMState) String() string {
	switch s {
	case SIMUnknown:
		return "unknown"
	case SIMReady:
		return "ready"
	case SIMNeedsPIN:
		return "needsPIN"
	case SIMNeedsPUK:
		return "needsPUK"
	case SIMMissing:
		return "missing"
	case SIMFaulty:
		return "faulty"
	case SIMLockedToOperator:
		return "lockedToOperator"
	case SIMDead:
		return "dead"
	}
	return fmt.Sprintf("%d", int(s))
}

// SIM is the state of the SIM card and how many tries it has left.
type SIM struct {
	State SIMState
	// PINTries and PUKTries are the tries left; -1 when the stick does not say.
	PINTries, PUKTries int
}

// Contact is an entry of the phone book on a SIM card.
type Contact struct {
	Index  int    // its place, from 1; 0 for one that has none yet
	Number string // as on the card: digits, perhaps with a plus, stars and hashes
	Name   string // sanitised, in one line
}

// ContactRoom is how much the phone book on a SIM card holds.
type ContactRoom struct {
	Used   int // entries; -1 when the stick does not say
	First  int // the first place
	Places int // for entries
	Name   int // characters of the GSM alphabet that a name may have; 0 when the stick does not say
}

// ServiceAnswer is what the network answered to a code such as *100#.
type ServiceAnswer struct {
	Text string // not sanitised for display
	More bool   // the network waits for a reply
}

// PINState is whether the SIM card wants its PIN, and how many tries are left.
type PINState struct {
	// Wanted reports whether the card asks for its PIN at every start.
	Wanted bool
	// Tries are the tries left; -1 when the stick does not say.
	Tries int
}

// The errors around a SIM card, wrapped by what talks to it.
var (
	// ErrNoCard means that there is no SIM card that is ready, or no modem.
	ErrNoCard = errors.New("no SIM card ready")
	// ErrPINRefused means that the card refused the PIN or PUK: one try less.
	ErrPINRefused = errors.New("PIN refused by the SIM card")
	// ErrLastTry means that one try is left, or nobody knows how many, and nothing was sent.
	ErrLastTry = errors.New("not more than one try is left")
	// ErrBadCode means that a code, PIN, number or name has characters that it must not have.
	// Nothing was sent.
	ErrBadCode = errors.New("not a valid code")
	// ErrNotHere means that this stick, card or network does not support what was asked for.
	ErrNotHere = errors.New("not supported here")
	// ErrNotInMode means that the stick does not do it in internet mode, but in modem mode. It comes with
	// ErrNotHere.
	ErrNotInMode = errors.New("not in internet mode")
	// ErrNoReply means that the network did not answer.
	ErrNoReply = errors.New("the network did not answer")
	// ErrCardFull means that the phone book of the card is full.
	ErrCardFull = errors.New("phone book is full")
	// ErrTooLong means that a name or number is too long for the card.
	ErrTooLong = errors.New("too long for the SIM card")
	// ErrBusy means that the network or the stick is busy: later may help.
	ErrBusy = errors.New("busy")
)
