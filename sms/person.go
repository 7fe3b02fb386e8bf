package sms

import (
	"errors"
	"fmt"
)

// Person is somebody in the list of contacts.
type Person struct {
	ID   int64 // 0 for one who is not kept yet
	Name string
	Note string
	// Numbers are in the order that the user gave them, at least one. A number belongs to one person only.
	Numbers []PersonNumber
}

// PersonNumber is one number of a person.
type PersonNumber struct {
	Number Number
	// Label says what it is for: one of the Labels, words of the user's own, or "".
	Label string
}

// The labels that are shown in the language of the user.
const (
	LabelMobile = "mobile"
	LabelHome   = "home"
	LabelWork   = "work"
	LabelFax    = "fax"
	LabelOther  = "other"
)

// Labels are those that one can choose among.
var Labels = []string{LabelMobile, LabelHome, LabelWork, LabelFax, LabelOther}

// The limits of what is kept of a person, in characters, and of the numbers.
const (
	MaxPersonName    = 200
	MaxPersonNote    = 2000
	MaxPersonLabel   = 40
	MaxPersonNumbers = 50
)

// ErrNobody means that a person has no name or no number.
var ErrNobody = errors.New("a person needs a name and a number")

// TakenError means that a number belongs to somebody else already.
type TakenError struct {
	Number Number
	Name   string // whose it is
}

// Error implements error.
func (e *TakenError) Error() string {
	return fmt.Sprintf("number belongs to another person (%d digits)", len(e.Number))
}

// Taken is what became of people who were taken in from elsewhere.
type Taken struct {
	New   []int64  // the IDs of those who were not known
	Grown []Person // those who got a number, as they were before
	Known int      // how many were known with all their numbers
	// Elsewhere are the people some of whose numbers belong to somebody of another name here; these
	// numbers stay where they are.
	Elsewhere []Person
}

// And returns what became of two lots of people, one after the other.
func (t Taken) And(more Taken) Taken {
	isNew := map[int64]bool{}
	for _, id := range t.New {
		isNew[id] = true
	}
	for _, p := range t.Grown {
		isNew[p.ID] = true
	}
	t.New = append(t.New, more.New...)
	for _, p := range more.Grown {
		if !isNew[p.ID] { // as it was before the first lot counts
			t.Grown = append(t.Grown, p)
		}
	}
	t.Known += more.Known
	t.Elsewhere = append(t.Elsewhere, more.Elsewhere...)
	return t
}
