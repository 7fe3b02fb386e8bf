package hilink

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// What a stick says and takes is the same in every language.
type (
	// Stick is a stick in HiLink mode that texts go through.
	Stick = webstick.Stick
	// Entry is a text in a box of a stick.
	Entry = webstick.Entry
	// Box is a list of texts in a stick.
	Box = webstick.Box
	// State is the state of an Entry.
	State = webstick.State
	// Kind is what an Entry is.
	Kind = webstick.Kind
	// Text is a text to send.
	Text = webstick.Text
	// SendError is why Send did not succeed.
	SendError = webstick.SendError
	// SendStatus is what became of the last text that anybody handed to the stick.
	SendStatus = webstick.SendStatus
	// Counts are the texts in the boxes.
	Counts = webstick.Counts
	// Notices is what a stick says to whoever looks in now and then.
	Notices = webstick.Notices
	// Settings are how the stick sends.
	Settings = webstick.Settings
	// Status is the stick's connection to the network.
	Status = webstick.Status
	// LoginState is what a stick says about its password.
	LoginState = webstick.LoginState
	// Trait is one thing that a stick says about itself.
	Trait = webstick.Trait
)

// The boxes, states and kinds.
const (
	BoxIn       = webstick.BoxIn
	BoxSent     = webstick.BoxSent
	BoxDraft    = webstick.BoxDraft
	BoxTrash    = webstick.BoxTrash
	BoxSIMIn    = webstick.BoxSIMIn
	BoxSIMSent  = webstick.BoxSIMSent
	BoxSIMDraft = webstick.BoxSIMDraft

	StateNew    = webstick.StateNew
	StateRead   = webstick.StateRead
	StateDraft  = webstick.StateDraft
	StateSent   = webstick.StateSent
	StateFailed = webstick.StateFailed

	KindUnknown   = webstick.KindUnknown
	KindSingle    = webstick.KindSingle
	KindLong      = webstick.KindLong
	KindDelivered = webstick.KindDelivered
	KindUndeliv   = webstick.KindUndeliv

	// DateLayout is how a stick writes a date.
	DateLayout = webstick.DateLayout
)

// Dialable is webstick.Dialable.
func Dialable(n sms.Number) (string, error) { return webstick.Dialable(n) }

// Open finds out whether a stick answers at the address and who it is. Nothing is changed and nothing is
// received yet. A stick that wants its password is opened, too: see LoginState. The errors are those of
// Client.Prove, and of New.
func Open(ctx context.Context, o Options) (*Stick, error) {
	c, err := New(o)
	if err != nil {
		return nil, err
	}
	return webstick.Open(ctx, server{c})
}

// server is a Client as a Stick uses it.
type server struct{ *Client }

var _ webstick.Server = server{}

func (c server) Wire() *wire.Wire { return c.wire }

func (c server) Format() sms.Format { return sms.FormatHiLink }

func (c server) ReportsApart() bool { return false }

func (c server) Meet(ctx context.Context) (sms.Identity, error) {
	d, err := c.Prove(ctx)
	if err != nil {
		return sms.Identity{}, err
	}
	return sms.Identity{
		IMEI: d.IMEI, Manufacturer: maker, Model: webstick.First(d.Name, d.Hardware), Firmware: d.Software,
	}, nil
}

func (c server) MeetAgain(ctx context.Context) error { return c.proveBroken(ctx) }

func (c server) Present(ctx context.Context) (imei string, seconds int, err error) {
	return c.uptime(ctx)
}

func (c server) HasPassword(ctx context.Context) bool { return c.hasPassword(ctx) }

func (c server) AskForReports(ctx context.Context, now Settings) error {
	now.Reports = true
	return c.SetSettings(ctx, now)
}

func (c server) Newest(ctx context.Context, box Box) ([]Entry, error) { return c.newest(ctx, box) }

func (c server) Sendable(text string) string { return sendable(text) }

func (c server) Status(ctx context.Context, operator func(Status) bool) (Status, error) {
	return c.status(ctx, operator)
}
