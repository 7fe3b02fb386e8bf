// Package simcard is the window's way to the SIM card and to the network behind it: asking for the
// balance, and the card's PIN and own number. Each is a card above the window that opens
// at once and fills when the modem has answered, which takes seconds; whatever runs can be given up
// by closing the card.
//
// It runs on the UI goroutine, but for what the modem is asked, which runs beside it and comes back
// through Config.Post. What comes from the card or the network is shown as plain text.
package simcard

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// Card is what is needed of the SIM card of the moment. Without one every method fails with
// sms.ErrNoCard. The methods may take minutes and be called from any goroutine.
type Card interface {
	// SendUSSD sends a code such as *100#, or a reply; EndUSSD ends the session without one.
	SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error)
	EndUSSD(ctx context.Context) error
	// OwnNumber returns the number that the card keeps as its own, SetOwnNumber writes it.
	OwnNumber() string
	SetOwnNumber(ctx context.Context, number string) (string, error)
	// PINState, ChangePIN and SetPINWanted are about the PIN; last reports that the user knows that
	// it may be the last try.
	PINState(ctx context.Context) (sms.PINState, error)
	ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error)
	SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error)
	// Remembered reports whether the PIN is kept on this computer, and whether it could be;
	// Remember has it kept, now or when it is next typed, or forgotten.
	Remembered(ctx context.Context) (on, possible bool)
	Remember(ctx context.Context, on bool) error
}

// Settings keeps the code for the balance. Its methods return at once, on any goroutine.
type Settings interface {
	Setting(key string) string
	SetSetting(key, value string) error
}

// KeyBalance is the setting with the code for the balance.
const KeyBalance = "balance"

// Config is what the cards need; all of it is needed.
type Config struct {
	Card     Card
	Settings Settings
	Window   fyne.Window
	// Post runs f on the UI goroutine.
	Post func(f func())
	// Region returns the country for numbers and codes.
	Region func() string
}

// Cards opens the cards.
type Cards struct{ cfg Config }

// New returns it; nothing is shown or asked yet.
func New(cfg Config) *Cards { return &Cards{cfg: cfg} }

// problems are the errors that have words of their own, by the name of the text.
var problems = []struct {
	err  error
	name string
}{
	{context.DeadlineExceeded, "noReply"},
	{sms.ErrLastTry, "lastTry"},
	{sms.ErrPINRefused, "pinRefused"},
	{sms.ErrBadCode, "badCode"},
	{sms.ErrCardFull, "cardFull"},
	{sms.ErrTooLong, "tooLong"},
	{sms.ErrNoCard, "noCard"},
	{sms.ErrBusy, "busy"},
	{sms.ErrNoReply, "noReply"},
	{sms.ErrNotInMode, "notInMode"},
	{sms.ErrNotHere, "notHere"},
}

// Words says what an error means to the user.
func Words(err error) string {
	for _, p := range problems {
		if errors.Is(err, p.err) {
			return tr.T("simcard.error." + p.name)
		}
	}
	return tr.T("simcard.error.other", tr.Data{"Detail": sms.SanitiseLine(err.Error(), 120)})
}
