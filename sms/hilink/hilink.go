// Package hilink talks to the web server of a Huawei stick in HiLink mode: a network card for the
// computer, with a small web server behind it that takes and gives texts.
//
// What it promises:
//   - It looks for nothing. The caller names the address and hands over the function that opens
//     connections, so that they can be bound to the stick's own network adapter. No proxy is used and
//     no redirection is followed.
//   - It changes nothing before Prove has seen that a stick answers, and no home router. When a
//     connection broke it looks again, and changes nothing when something else answers.
//   - It sends one request at a time, each on a connection of its own: more confuse the firmware.
//   - It waits for nothing without a limit, and reads at most 1 MB of an answer.
//   - A POST is repeated only when the stick says that it refused the session or its token, which it
//     checks before anything else. When the answer to a text does not come, SendError.Perhaps says so.
//   - A password is tried once, whatever comes back. Only one that was taken is used again, when the
//     stick has forgotten the session.
//   - What was received is given as it came, byte for byte, beside what could be read in it.
//
// A Client asks single questions. A Stick, which Open returns, is one that texts go through, as package
// webstick has it.
//
// Answers are XML of many kinds of damage; they are cleaned before they are decoded. What is known of
// the firmwares comes from the public sources of other clients and from recordings; docs/hilink.md
// says how such a stick is talked to.
package hilink

import (
	"fmt"
	"time"

	"surfstick-sms/sms/wire"
)

// Dial opens a connection; it has the form of http.Transport.DialContext.
type Dial = wire.Dial

// Options say where the web server of a stick is and how to reach it.
type Options = wire.Options

// Client talks to the web server of one stick. All its methods may be called from any goroutine; they
// take turns.
type Client struct {
	wire *wire.Wire
	ussd chan struct{} // holds a token while a code for the network is being answered
	// Everything below is guarded by the turn of the wire.

	device  *Device // nil until a stick was proved
	session session
	// noSimlock is set when the firmware does not know pin/simlock.
	noSimlock bool
	// locked is set when texts were refused for want of the password, whatever the stick says.
	locked  bool
	account *account // what the stick took, to log in again with; nil for none
}

// How long the stick may take. While its radio sends a text it answers nothing else, for up to 30 s.
const (
	limit     = 35 * time.Second
	sendLimit = 60 * time.Second
)

// maker is the manufacturer in identities.
const maker = "huawei"

// New returns a Client. It does not connect yet.
func New(o Options) (*Client, error) {
	w, err := wire.New(o)
	if err != nil {
		return nil, fmt.Errorf("hilink: %w", err)
	}
	return &Client{wire: w, ussd: make(chan struct{}, 1)}, nil
}

// Close ends what is under way; everything afterwards is ErrClosed. It may be called more than once.
func (c *Client) Close() error { return c.wire.Close() }
