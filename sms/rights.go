package sms

import "time"

// UnknownProgram stands for every program whose file the system does not name.
const UnknownProgram Program = "?"

// ProgramRights is what the person at the window has decided about a program. Nothing was decided about a
// permission that is not in May, or that was forgotten again.
type ProgramRights struct {
	Program Program
	May     map[Permission]bool
	// Unanswered is when it last asked for one that is not in May and nobody answered; zero for never in this
	// run.
	Unanswered time.Time
}

// ProgramQuestion is a program that waits for the person at the window to allow it something.
type ProgramQuestion struct {
	ID      int // no two are the same in one run
	Program Program
	What    Permission
}

// ProgramAnswer is what the person at the window says to a ProgramQuestion.
type ProgramAnswer int

// The answers.
const (
	AnswerNotNow ProgramAnswer = iota // no, and ask again the next time
	AnswerAllow                       // yes, from now on
	AnswerNever                       // no, from now on
)

// ProgramLimits are how much programs may send, as far as the person at the window can choose it. A number
// that is 0 is the one that holds by default.
type ProgramLimits struct {
	Minute int `json:"minute,omitempty"` // parts in a minute, and so on
	Hour   int `json:"hour,omitempty"`
	Day    int `json:"day,omitempty"`
	Parts  int `json:"parts,omitempty"` // of one text
	// Short, Premium and Foreign allow numbers of these rates, Roaming allows to send in another network.
	Short   bool `json:"short,omitempty"`
	Premium bool `json:"premium,omitempty"`
	Foreign bool `json:"foreign,omitempty"`
	Roaming bool `json:"roaming,omitempty"`
}
