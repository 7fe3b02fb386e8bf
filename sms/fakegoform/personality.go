package fakegoform

import (
	"time"
)

// Sign is how a firmware wants requests to be signed.
type Sign int

// The ways.
const (
	Unsigned   Sign = iota
	SignMD5         // in lower case, as an MF79U
	SignSHA256      // in upper case, as newer ones
	// SignUnchecked makes up a number for signatures, and takes any.
	SignUnchecked
)

// Personality is a firmware.
type Personality struct {
	Name string
	// Software is wa_inner_version, Release cr_version.
	Software, Release, Hardware string
	// Login has its pages want a password, and Pages tell how they are set.
	Login, Pages bool
	// Hash is how the password is sent: 0 in base64, 1 as the SHA-256 of that, 2 as a SHA-256 with LD. Plain
	// has it sent as it is.
	Hash  int
	Plain bool
	Sign  Sign
	// OnePage gives the first page whatever page is asked for; PageMost is how many entries a page has at
	// most, 0 for as many as are asked for.
	OnePage  bool
	PageMost int
	// Product is PRODUCT_TYPE of its pages.
	Product string
}

// The personalities. What they are made after is in docs/goform.md.
var (
	MF823 = Personality{
		Name: "MF823", Software: "BD_TESTMF823V1.0.0B02", Hardware: "MF823_HW1.0", Pages: true, Product: "DATACARD",
	}
	MF79U = Personality{
		Name: "MF79U", Software: "BD_TESTMF79UV1.0.0B03", Hardware: "MF79U-1.0.0", Login: true, Pages: true, Hash: 0,
		Sign: SignMD5, OnePage: true, Product: "UFI",
	}
	MF833 = Personality{
		Name: "MF833", Software: "BD_TESTMF833VV1.0.0B01", Release: "CR_TESTMF833VV1.0.0B01", Hardware: "MF833V_HW",
		Login: true, Pages: true, Hash: 2, Sign: SignSHA256, PageMost: 10, Product: "UFI",
	}
	// Bare is a firmware whose pages tell nothing, with a password.
	Bare = Personality{
		Name: "bare", Software: "BD_TESTMF730V1.0.0B01", Hardware: "MF730", Login: true, Hash: 2, Sign: SignMD5,
	}
	// Hashed sends the password as the SHA-256 of its base64.
	Hashed = Personality{
		Name: "hashed", Software: "BD_TESTMF831V1.0.0B01", Hardware: "MF831", Login: true, Pages: true, Hash: 1,
		Product: "DATACARD",
	}
	// Router is a home router: never a stick.
	Router = Personality{
		Name: "router", Software: "BD_TESTMC801A1V1.0.0B01", Hardware: "MC801A1HW-1.0.0", Login: true, Pages: true,
		Hash: 2, Sign: SignMD5, Product: "CPE",
	}
)

// Personalities are those of sticks.
var Personalities = []Personality{MF823, MF79U, MF833, Bare, Hashed}

// Quirks are habits of a firmware.
type Quirks struct {
	Outbox Outbox
	// ReuseIndex gives the number of a deleted text to the next one.
	ReuseIndex bool
	// StoresApart counts the texts on the card by themselves, so that one in the stick may bear the same number.
	StoresApart bool
	// KeepDeleted answers a deletion with success and deletes nothing.
	KeepDeleted bool
	// Fail has every text fail on the radio; NeverDone has none come to an end.
	Fail, NeverDone bool
	// LateCopy has a text that is being sent while the stick is pulled out be in the network, and no copy of it
	// in the stick.
	LateCopy bool
	// LateStatus is how long it takes until the stick says that it is at a text.
	LateStatus time.Duration
	// NoStatus never says what became of a command.
	NoStatus bool
	// NoReports has the network send no delivery reports; LosesCentre has the setting of reports lose the
	// service centre.
	NoReports, LosesCentre bool
	// SessionLife ends a session that was not used for so long.
	SessionLife time.Duration
	// HidesLogin says that no password is wanted, and wants one.
	HidesLogin bool
	// OtherLoginCodes answers 3 to a right password and 1 to a wrong one, as one client has it.
	OtherLoginCodes  bool
	NumbersAsNumbers bool // values that are numbers are no strings
}

// Outbox is what a stick keeps of a text that it sent.
type Outbox int

// The habits.
const (
	OutboxOurDate Outbox = iota // with the date that the request named
	OutboxOwnDate               // with its own
	OutboxNothing
)
