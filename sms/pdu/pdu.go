// Package pdu encodes texts as TPDUs, and decodes whatever a modem hands over (3GPP TS 23.040).
//
// Encoding is strict: GSM 7-bit default alphabet or UCS-2, and no character is cut in two. Decoding
// never fails and never loses a message: it tries the strict codec of warthog618/sms first; where
// that refuses (truncated PDUs, wrong lengths, odd UCS-2, invalid dates, and whatever else networks,
// firmwares and attackers send) an own reader decodes what can be read and marks the result as
// damaged. Texts are returned as received; sms.Sanitise makes them safe to show.
//
// The package has functions and values only: no I/O, no clock, no state.
package pdu

import (
	"time"

	"surfstick-sms/sms"
)

// Kind is what a received PDU is.
type Kind int

// The kinds.
const (
	KindUnknown Kind = iota
	KindText         // for a person to read
	KindReport       // a status report on a text of ours
	KindService      // not for a person: see Part.Service
)

var kindNames = [...]string{"unknown", "text", "report", "service"}

// String returns the name of the kind for logs.
func (k Kind) String() string { return name(kindNames[:], int(k)) }

// ServiceKind is what a PDU of KindService is about.
type ServiceKind int

// The service kinds.
const (
	ServiceNone    ServiceKind = iota
	ServiceMMS                 // a picture message waits at the operator (MMS notification)
	ServicePush                // WAP push: settings, links, anything else for a phone's browser
	ServiceCard                // vCard or calendar entry by port
	ServicePort                // for a program on another port
	ServiceBinary              // 8-bit or compressed data
	ServiceSIM                 // for the SIM card: SIM data download, SIM toolkit
	ServiceDevice              // for the modem's firmware
	ServiceSilent              // type 0: acknowledged, shown to nobody
	ServiceWaiting             // voice mail and the like waiting, without a text
	ServiceStored              // a text that was written or sent from here: found on the SIM card
)

var serviceNames = [...]string{
	"none", "mms", "push", "card", "port", "binary", "sim", "device", "silent", "waiting", "stored",
}

// String returns the name of the kind of service message; it is the key of the words shown for it.
func (s ServiceKind) String() string { return name(serviceNames[:], int(s)) }

// Outcome is what a status report says about a text.
type Outcome int

// The outcomes, after the three groups of TP-Status (3GPP TS 23.040 clause 9.2.3.15).
const (
	OutcomeUnknown   Outcome = iota
	OutcomeDelivered         // the recipient has it
	OutcomeTrying            // the service centre goes on trying
	OutcomeGivenUp           // it does not try any more
)

var outcomeNames = [...]string{"unknown", "delivered", "trying", "givenUp"}

// String returns the name of the outcome for logs.
func (o Outcome) String() string { return name(outcomeNames[:], int(o)) }

// Concat is the place of a part in a long text (3GPP TS 23.040 clauses 9.2.3.24.1 and .8). Total 0
// is a text of one part. When Total is not 0, Seq is between 1 and Total and Total is at least 2.
type Concat struct {
	Ref, RefBits, Total, Seq int
}

// Report is a status report.
type Report struct {
	Ref    int        // TP-MR of the text that it is about
	To     sms.Number // the recipient, in whatever form the network wrote it
	Status byte       // TP-ST
	// At is when it was delivered or given up; zero when that is invalid.
	At time.Time
}

// statusMissing stands for a TP-Status that was cut off. It means "still trying, value specific to
// the service centre", so that it changes nothing.
const statusMissing = 0x3f

// Outcome returns what TP-Status means for the text. Reserved values count as given up, as the
// clause requires.
func (r Report) Outcome() Outcome {
	switch {
	case r.Status < 0x20:
		return OutcomeDelivered
	case r.Status < 0x40:
		return OutcomeTrying
	}
	return OutcomeGivenUp
}

// Part is one received PDU, decoded as well as possible.
type Part struct {
	Kind Kind
	// From is the sender; of KindReport and of ServiceStored the recipient. It is never empty.
	From sms.Number
	// Text is what can be decoded, as received: not sanitised.
	Text string
	// Damaged reports whether Text may be wrong or cut: something was wrong with the user data or with
	// what says how to read it. It is never set for anything beside that, such as an invalid time stamp.
	Damaged bool
	// Faults names everything that was wrong, for logs.
	Faults []string
	// SentAt is the service centre's time stamp in its own zone; zero when it is invalid.
	SentAt time.Time
	Concat Concat
	// Class is the message class 0 to 3 (0 is flash: shown at once), -1 for none.
	Class int
	// Replace is 1 to 7 for a text that asks to replace an earlier one of the same sender and
	// number (TP-PID 0x41 to 0x47), else 0. Nothing is ever replaced here.
	Replace  int
	PID, DCS byte
	Service  ServiceKind
	// Port is the application port it is for, -1 for none.
	Port   int
	Report Report
	// TPDU is without the service centre address: what to compare when looking for duplicates.
	// When the two cannot be separated, it is the whole PDU.
	TPDU []byte

	// lead and trail may be half of a character that was cut between parts: surrogates at the edges
	// of UCS-2 text, the first and last septet of 7-bit text. shift is the national language of an
	// escape. See Join.
	lead, trail uint16
	shift       int
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "invalid"
	}
	return names[i]
}
