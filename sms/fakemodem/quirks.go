package fakemodem

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Quirks are peculiarities that firmwares have.
type Quirks struct {
	// ExtraCR ends lines in CR CR LF.
	ExtraCR bool
	// Refuse lists commands such as "+CMMS" that are answered like unknown ones.
	Refuse []string
	// BareOK lists commands that are done and answered with OK alone, such as "+CPMS".
	BareOK []string
	// Hang lists commands that are never answered, as +CCID on an E3372.
	Hang []string
	// BlindList has +CMGL list nothing and +CPMS count nothing, while +CMTI comes and +CMGR can
	// read: HiLink firmwares 22.x in modem mode.
	BlindList bool
	// BlindRead has +CMGR find nothing either, so that texts can be had by +CMT only.
	BlindRead bool
	// SilentStore has +CMTI never come, though +CNMI takes it: texts lie in the memory unannounced.
	SilentStore bool
	// HideUntilSilent has +CMGL and +CMGR find nothing as long as +CNMI asks for +CMTI.
	HideUntilSilent bool
	// DirectLost has texts that +CNMI asks for directly get lost on the way.
	DirectLost bool
	// EmptyOK answers +CMGR on an empty slot with OK alone instead of +CMS ERROR: 321.
	EmptyOK bool
	// KeepDeleted answers +CMGD with OK and leaves the text where it is.
	KeepDeleted bool
	// Reports lists the values of <ds> that +CNMI takes; all of 0, 1, 2 if nil.
	Reports []int
	// Modes and Buffers list the values of <mode> and <bfr> that +CNMI takes; all if nil.
	Modes, Buffers []int
	// Memories lists how many memories +CPMS wants to hear; 1 to 3 if nil.
	Memories []int
	// LTEOnly has the registration in +CEREG only, while +CREG says that it searches.
	LTEOnly bool
	// LockedErrors answers everything but +CPIN with +CME ERROR: 11 before the PIN, AT too.
	LockedErrors bool
	// Chatty is a notice that comes with every answer; none if "".
	Chatty string
	// ReportsApart keeps status reports in a memory of their own, "SR", and announces them there.
	ReportsApart bool
	// MisplacedReports announces status reports in "SM" and stores them in "SR": Quectel EC25.
	MisplacedReports bool
	// PackedUSSD refuses +CUSD in plain text with +CME ERROR: 304.
	PackedUSSD bool
	// DropUSSD accepts +CUSD in plain text and never answers.
	DropUSSD bool
	// PlainUSSD answers in plain text though asked in hex.
	PlainUSSD bool
	// Spelling is how answers and notices are written.
	Spelling Spelling
	// NoUCS2 refuses UCS-2 in +CSCS.
	NoUCS2 bool
	// Noise has ^RSSI, ^HCSQ, ^DSFLOWRPT and ^BOOT lines come this often; never if 0.
	Noise time.Duration
	// SplitPrompt sends the prompt so that it takes three reads.
	SplitPrompt bool
	// EarlyReport delivers the status report before the response to +CMGS.
	EarlyReport bool
	// Chunk is the most bytes that one read returns; any number if 0.
	Chunk int
	// NotModem is the banner of something that is no modem; every input is answered with it.
	NotModem string
}

// odd returns the answer that a quirk puts in the place of that to a command, if one does.
func (l *line) odd(name string) (response, bool) {
	q := l.m.opt.Quirks
	switch {
	case slices.Contains(q.Hang, name):
		return noResponse, true
	case strings.IndexByte(l.m.opt.Manners.Foreign, name[0]) >= 0, slices.Contains(q.Refuse, name):
		return plainError, true
	}
	return okay, false
}

// lockedOut returns the answer of a modem that knows only +CPIN before it has the PIN.
func (l *line) lockedOut(command string) (response, bool) {
	if !l.m.opt.Quirks.LockedErrors || l.m.card.state() != simPIN ||
		strings.HasPrefix(strings.ToUpper(command), "+CPIN") {
		return okay, false
	}
	return response{final: "+CME ERROR: 11"}, true
}

// among reports whether a quirk that lists values takes one; a nil list takes all.
func among(list []int, n int) bool { return list == nil || slices.Contains(list, n) }

// offered writes the values of a list that lie below most, as the answer to a test command.
func offered(list []int, most int) string {
	var all []string
	for n := range most + 1 {
		if among(list, n) {
			all = append(all, strconv.Itoa(n))
		}
	}
	return "(" + strings.Join(all, ",") + ")"
}
