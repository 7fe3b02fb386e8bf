// Package goform talks to the web server of ZTE's sticks in network mode (MF823, MF831, MF833, MF79U …):
// a network card for the computer, with a small web server behind it that takes and gives texts. All of
// it goes through two addresses, /goform/goform_get_cmd_process for questions and
// /goform/goform_set_cmd_process for everything that changes something.
//
// What package wire promises holds, and beside that:
//   - Nothing is changed before Meet has seen that a stick answers, and no home router. When a connection
//     broke it looks again, and changes nothing when something else answers.
//   - A request that changes something is repeated only when the stick says that it was refused, which it
//     does before it does anything: after a new log-in, and with the next way to sign as long as none was
//     ever taken. When the answer to a text does not come, SendError.Perhaps says so.
//   - A password is tried once, whatever comes back. Only one that was taken is used again, when the
//     stick has forgotten the session.
//   - What was received is given as it came, byte for byte, beside what could be read in it.
//
// A Client is a webstick.Server; Open returns a stick that texts go through.
//
// Nothing of it was tried on a real stick. What is known comes from the pages of sticks, which are scripts,
// and from other clients: docs/goform.md has the sources and says how such a stick is talked to.
package goform

import (
	"context"
	"fmt"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// Options say where the web server of a stick is and how to reach it.
type Options = wire.Options

// Client talks to the web server of one stick. All its methods may be called from any goroutine; they
// take turns.
type Client struct {
	wire *wire.Wire
	ussd chan struct{} // holds a token while a code for the network is being answered
	// menu is set while the network waits for a reply; it is touched only by who holds ussd.
	menu bool
	// Everything below is guarded by the turn of the wire, but for job.

	device  *Device // nil until a stick was met
	flags   flags
	signing signing
	account *account // what the stick took, to log in again with; nil for none
	// locked is set when something was refused for want of the password, whatever the pages say.
	locked bool

	job job
}

var _ webstick.Server = (*Client)(nil)

// How long the stick may take. While its radio sends a text it may answer nothing else.
const (
	limit     = 35 * time.Second
	sendLimit = 60 * time.Second
)

// maker is the manufacturer in identities.
const maker = "zte"

// New returns a Client. It does not connect yet.
func New(o Options) (*Client, error) {
	w, err := wire.New(o)
	if err != nil {
		return nil, fmt.Errorf("goform: %w", err)
	}
	return &Client{wire: w, ussd: make(chan struct{}, 1)}, nil
}

// Open finds out whether a stick answers at the address and who it is. Nothing is changed and nothing is
// received yet. A stick that wants its password is opened, too: see LoginState. The errors are those of
// Client.Meet, and of New.
func Open(ctx context.Context, o Options) (*webstick.Stick, error) {
	c, err := New(o)
	if err != nil {
		return nil, err
	}
	return webstick.Open(ctx, c)
}

// Close ends what is under way; everything afterwards is webstick.ErrClosed. It may be called more than once.
func (c *Client) Close() error { return c.wire.Close() }

// Wire leads to the stick.
func (c *Client) Wire() *wire.Wire { return c.wire }

// Format implements webstick.Server.
func (c *Client) Format() sms.Format { return sms.FormatGoform }

// ReportsApart implements webstick.Server.
func (c *Client) ReportsApart() bool { return true }

// job is the last text that was handed over from here, and what the stick said of it. The firmware tells
// of the last command alone, and not of whose it was.
type job struct {
	mu     sync.Mutex
	phone  string // "" before there was one
	before string // what the stick said before
	moved  bool   // it has said something else since
	number int    // of texts so far
	// settled is what became of the one before, or what the stick said before there was any.
	settled webstick.SendStatus
}
