package fakemodem

import (
	"cmp"
	"time"
)

// Options are the modem, SIM card and network to simulate. The zero value is an E3531 with a card
// that wants no PIN, registered at home, without delays and without an echo.
type Options struct {
	Card
	Identity
	Operator string // name of the network; "Testnetz" if empty
	Network  NetworkState
	// Centre is the message centre's number; a made-up one if empty, none if "-".
	Centre string
	// Balance is the answer to *100#.
	Balance string
	// Codes are further codes that the network knows, with their menus.
	Codes map[string]Menu
	// Echo answers every text with an echo of it.
	Echo bool
	// NoFailingNumbers lets numbers that end in 01, 02 and 03 work, too.
	NoFailingNumbers bool
	Latency          Latency
	Stored           []Text // what lies on the SIM card at the start

	SMSlots  int // slots on the SIM card; 20 if 0
	MESlots  int // slots in the modem; 23 if 0, no such memory if negative
	FirstRef byte
	Quirks   Quirks
	Manners  Manners
	// Restarted, if not nil, is called when a command restarts the modem: its stick is unplugged and
	// comes back. It may use the Modem.
	Restarted func()
}

// Card is a SIM card.
type Card struct {
	PIN, PUK string // PIN "" wants none; PUK "12345678" if empty
	IMSI     string
	ICCID    string
	// OwnNumber is the subscriber's number, with plus. A text sent to it comes back as it is.
	OwnNumber string
	// HideNumber keeps OwnNumber off the card, as most operators do.
	HideNumber bool
	// Tries are the tries left for the PIN; 3 if 0.
	Tries int
	// PUKTries are the tries left for the PUK; 10 if 0.
	PUKTries int
	State    CardState
	// Contacts is its phone book, from place 1, of Places places; 50 if 0.
	Contacts []Contact
	Places   int
	// NoOwnBook is a card without a place for its own number (+CPBS "ON").
	NoOwnBook bool
}

// CardState is what is wrong with the card itself.
type CardState int

// The card states.
const (
	CardOK      CardState = iota
	CardMissing           // none, or the wrong way round
	CardFaulty
	CardForeign // the stick is locked to another operator
)

// Identity is what the modem says of itself.
type Identity struct {
	Manufacturer, Model, Revision, IMEI string
}

// NetworkState is the state of the registration.
type NetworkState int

// The network states.
const (
	NetworkHome NetworkState = iota
	NetworkRoaming
	NetworkSearching
	NetworkDenied
	NetworkNone
)

// Latency is how long things take. All of it may be zero, which means at once.
type Latency struct {
	Boot     time.Duration // no answers after a start
	Restart  time.Duration // away after AT+CFUN=1,1: no line can be opened
	Command  time.Duration // each command line
	Prompt   time.Duration // from AT+CMGS to the prompt
	Send     time.Duration // from Ctrl-Z to +CMGS
	Report   time.Duration // from +CMGS to the status report
	Echo     time.Duration // from +CMGS to the partner's answer
	SIM      time.Duration // from the PIN to a card that is ready
	Register time.Duration // from a ready card to the network
	Ack      time.Duration // how long the network waits for +CNMA; 15 s if 0
	Idle     time.Duration // how long a read waits before it returns nothing; 200 ms if 0
}

// Text is one received text.
type Text struct {
	From, Text string
	At         time.Time // the time of the modem's start if zero
	Read       bool      // it lies there as read
	Draft      bool      // another program stored it there to be sent
}

// Demo returns the modem of the demo: with delays like a real one, an echo, and two texts on its
// card, one of them long. pin is "" for a card without.
func Demo(pin string) Options {
	return Options{
		Card: Card{PIN: pin, Contacts: []Contact{
			{Number: "+491713920042", Name: "Anna Grün"},
			{Number: "+491713920043", Name: "Jörg"},
			{Number: "80850", Name: "Demo Service"},
		}},
		Operator: "Demo Mobile", Echo: true,
		Latency: Latency{
			Command: 5 * time.Millisecond, Prompt: 50 * time.Millisecond,
			Send: 500 * time.Millisecond, Report: 900 * time.Millisecond,
			Echo: 1500 * time.Millisecond, SIM: 700 * time.Millisecond,
			Register: 1200 * time.Millisecond,
		},
		Quirks: Quirks{Noise: 5 * time.Second},
		Stored: []Text{
			{From: "Demo Mobile", Text: "Welcome! Willkommen! :-)"},
			{From: "+491713920042", Text: demoLong},
		},
		Codes: map[string]Menu{"*101#": {
			Text: "1 Balance\n2 Tariff\n3 Top up", Replies: map[string]Menu{
				"1": {Text: "Balance: 12,34 EUR"},
				"2": {Text: "Demo S, until 31 December"},
				"3": {Text: "Code of the voucher?", Replies: map[string]Menu{
					"1234": {Text: "Thank you. Balance: 27,34 EUR"},
				}},
			},
		}},
	}
}

const demoLong = "1/2 Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod " +
	"tempor incididunt ut labore et dolore magna aliqua. 2/2 Ut enim ad minim veniam, quis " +
	"nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat."

// filled returns the options with the defaults in place of zero values.
func (o Options) filled() Options {
	o.Card = o.Card.filled()
	o.Manufacturer = cmp.Or(o.Manufacturer, "huawei")
	o.Model = cmp.Or(o.Model, "E3531")
	o.Revision = cmp.Or(o.Revision, "22.521.23.00.00")
	o.IMEI = cmp.Or(o.IMEI, "860000012345674")
	o.Operator = cmp.Or(o.Operator, "Testnetz")
	o.Centre = cmp.Or(o.Centre, "+491710760000")
	o.Balance = cmp.Or(o.Balance, "Balance: 12,34 EUR")
	o.SMSlots = cmp.Or(o.SMSlots, 20)
	o.MESlots = cmp.Or(o.MESlots, 23)
	o.Latency.Ack = cmp.Or(o.Latency.Ack, 15*time.Second)
	o.Latency.Idle = cmp.Or(o.Latency.Idle, 200*time.Millisecond)
	if o.Quirks.Reports == nil {
		o.Quirks.Reports = []int{0, 1, 2}
	}
	return o
}

func (c Card) filled() Card {
	c.PUK = cmp.Or(c.PUK, "12345678")
	c.IMSI = cmp.Or(c.IMSI, "001010123456789") // 001-01 is the test network of ITU-T E.212
	c.ICCID = cmp.Or(c.ICCID, "8949000000123456789")
	// From the numbers that the Bundesnetzagentur keeps free for films.
	c.OwnNumber = cmp.Or(c.OwnNumber, "+491713920055")
	c.Tries = cmp.Or(c.Tries, 3)
	c.PUKTries = cmp.Or(c.PUKTries, 10)
	c.Places = max(cmp.Or(c.Places, 50), len(c.Contacts))
	return c
}
