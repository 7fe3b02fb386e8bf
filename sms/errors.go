package sms

import "errors"

// The errors of what stores and sends texts. Its packages wrap them, so that others can tell them apart.
var (
	// ErrClosed means that it was closed.
	ErrClosed = errors.New("messenger is closed")
	// ErrReadOnly is the error of every change when the file can only be read.
	ErrReadOnly = errors.New("store is read-only")
	// ErrNotFound means that there is no message with an ID, or no call with a key.
	ErrNotFound = errors.New("no such message")
	// ErrNotNow means that what is wanted of a text cannot be done in the state in which it is.
	ErrNotNow = errors.New("text cannot be sent again or cancelled now")
	// ErrNumber means that texts cannot be sent to a number.
	ErrNumber = errors.New("number cannot be dialled")
	// ErrTextEmpty means that there is nothing but white space in a text.
	ErrTextEmpty = errors.New("text is empty")
	// ErrTextTooLong means that a text has more parts than any may have.
	ErrTextTooLong = errors.New("text is too long")
	// ErrTextControl means that a text has control characters other than line ends and tabs, or is no UTF-8.
	ErrTextControl = errors.New("text has control characters")
	// ErrKeyTaken means that the key of a call belongs to one with another text or other numbers.
	ErrKeyTaken = errors.New("key belongs to another text or other numbers")
	// ErrKeyForm means that a key is too long, or has something other than printable ASCII.
	ErrKeyForm = errors.New("key is not 1 to 128 characters of printable ASCII")
)

// The errors of asking whether a program may do something.
var (
	// ErrDenied means that the person at the window does not want it.
	ErrDenied = errors.New("not allowed at the window")
	// ErrNobodyAnswered means that the person at the window was asked and has said nothing.
	ErrNobodyAnswered = errors.New("nobody answered at the window")
	// ErrOff means that no program is let in.
	ErrOff = errors.New("programs are not let in")
)
