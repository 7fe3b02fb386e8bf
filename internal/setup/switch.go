package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
)

// SwitchPhase is how far an attempt to switch the stick has come.
type SwitchPhase int

// The phases: while an attempt runs, or how it ended when the stick did not change its mode.
const (
	SwitchIdle       SwitchPhase = iota
	SwitchSending                // the message is on its way
	SwitchWaiting                // it was handed over; the stick restarts
	SwitchUnsent                 // it could not be sent
	SwitchNoReaction             // the stick did not react
	SwitchNotBack                // the stick went away and did not come back
	SwitchRelapsed               // the stick came back in storage mode
)

// Switch is the present or last attempt to switch the stick to modem mode.
type Switch struct {
	Phase     SwitchPhase
	Message   string
	Transport Transport // how the message travelled, once that is known
	Start     time.Time
	Sent      time.Time // when the message was handed over
	End       time.Time // when it turned out that it could not be sent
	Err       error     // why it could not be sent
	Refused   bool      // the drive said that it does not know the command
	Fails     int       // attempts in a row that could not be sent
}

// Try is one message by one way, as evidence for those who help.
type Try struct {
	Message   string
	Transport Transport
	Answers   []hw.Answer // one for each command of the message; none where nothing came back
	Err       error       // why it could not be sent
	At        time.Time
}

// String is the try in one line, without when it was.
func (t Try) String() string {
	text := t.Message + " by " + t.Transport.String()
	for _, a := range t.Answers {
		text += ": " + a.String()
	}
	if t.Err != nil {
		text += ": not sent, " + t.Err.Error()
	}
	return text
}

// refused reports whether the drive said that it does not know the command.
func (t Try) refused() bool { return slices.ContainsFunc(t.Answers, hw.Answer.Refused) }
