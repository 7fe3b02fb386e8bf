// Package transfer reads and writes texts in files: what other programs and telephones have exported,
// and what this program exports. It is pure: it works on any io.Reader and io.Writer, knows nothing of
// the store and holds no words for people, and never has more than a few records in memory, however
// large a file is or claims to be.
//
// Written are JSON, which holds everything and is read again (docs/export.md), CSV for spreadsheets, and
// HTML to read and print. Read are that JSON and CSV, the XML of Android's "SMS Backup & Restore",
// gammu's backups, and the CSV of Mobile Partner and its like. What a file is, Open finds out by its
// content. Seal and Unseal lock any of them with a passphrase.
package transfer

import (
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// The errors of Open and Reader.Next. After them nothing more can be read.
var (
	// ErrUnknown means that a file is in no format that is known here.
	ErrUnknown = errors.New("unknown format")
	// ErrSealed means that a file was sealed with a passphrase; Unseal opens it.
	ErrSealed = errors.New("sealed with a passphrase")
	// ErrNewer means that a JSON file was written by a newer version of this program.
	ErrNewer = errors.New("written by a newer version")
	// ErrCut means that a file ends in the middle.
	ErrCut = errors.New("file ends in the middle")
	// ErrDamaged means that a file breaks the rules of its format.
	ErrDamaged = errors.New("file is damaged")
	// ErrLong means that a single record of a file is longer than any text can be.
	ErrLong = errors.New("record is too long")
	// ErrMarkup means that an XML file has a document type of its own, which no backup has and through
	// which a small file can be made to grow without end.
	ErrMarkup = errors.New("XML with a document type is not read")
)

// Format is what a file is.
type Format int

// The formats.
const (
	FormatNone    Format = 0
	FormatJSON    Format = 1 // this program's own, complete
	FormatCSV     Format = 2 // this program's own
	FormatHTML    Format = 3 // only written
	FormatAndroid Format = 4 // XML of "SMS Backup & Restore"
	FormatGammu   Format = 5 // INI of "gammu backupsms"
	FormatTable   Format = 6 // CSV of another program, such as Mobile Partner
)

var formatNames = [...]string{"none", "json", "csv", "html", "android", "gammu", "table"}

// String returns the name of the format.
func (f Format) String() string {
	if f < 0 || int(f) >= len(formatNames) {
		return "none"
	}
	return formatNames[f]
}

// Limits of what is read. The longest text that can be sent has 255 parts of 153 characters.
const (
	maxText   = 256 << 10 // bytes of one text
	maxName   = 200       // characters of a name
	maxRecord = 8 << 20   // bytes of one record in a file, with all that is not wanted of it
)

// Text is one text in a file. Its ID means nothing.
type Text struct {
	sms.Message
	// Place is where the text stands among others, in milliseconds, where that is not its Time: clocks
	// may be wrong, and texts come in one and the same millisecond. 0 is at its Time.
	Place int64
}

// Partner is what a file says of somebody beside the texts.
type Partner struct {
	Number                                   sms.Number
	Name, Draft                              string
	Pinned, Muted, Archived, Blocked, Marked bool
}

// Says reports whether there is anything beside the number.
func (p Partner) Says() bool { return p != Partner{Number: p.Number} }

// Flags returns the flags that are set.
func (p Partner) Flags() []sms.Flag {
	var all []sms.Flag
	for _, f := range []struct {
		flag sms.Flag
		on   bool
	}{
		{sms.FlagPinned, p.Pinned},
		{sms.FlagMuted, p.Muted},
		{sms.FlagArchived, p.Archived},
		{sms.FlagBlocked, p.Blocked},
		{sms.FlagMarked, p.Marked},
	} {
		if f.on {
			all = append(all, f.flag)
		}
	}
	return all
}

// Record is one thing in a file: a text, a partner, a person, a text that is to be sent later, or something that
// was left out. One of them is not nil.
type Record struct {
	Text    *Text
	Partner *Partner
	Person  *sms.Person
	Planned *plan.Text
	Left    *Left
}

// Cause is why something in a file is left out. Its String is the key of the words that are shown for it.
type Cause int

// The causes.
const (
	CauseNone   Cause = 0
	CauseNumber Cause = 1 // there is no number, or none that can be read
	CauseTime   Cause = 2 // there is no time, or none that can be
	CauseEmpty  Cause = 3 // there are no words in it (a picture message)
	CauseLong   Cause = 4 // it is longer than any text
	CauseUnread Cause = 5 // it breaks the rules of its format
	CauseGroup  Cause = 6 // it has several recipients
	CauseBinary Cause = 7 // binary, or compressed
)

var causeNames = [...]string{"none", "number", "time", "empty", "long", "unread", "group", "binary"}

// String returns the name of the cause.
func (c Cause) String() string {
	if c < 0 || int(c) >= len(causeNames) {
		return causeNames[CauseUnread]
	}
	return causeNames[c]
}

// Left is something that was left out, and why.
type Left struct {
	Place int // of the record in the file, from 1
	Cause Cause
}

// Options say how a file is read.
type Options struct {
	// Region is the country of numbers without one, such as "DE"; "" when it is not known.
	Region string
	// Zone is that of times without one; UTC when nil.
	Zone *time.Location
	// Now is the time of the import. What claims to be later by more than two days is left out, unless
	// this program wrote it.
	Now time.Time
}

// Reader reads the records of a file.
type Reader interface {
	// Next returns the next record; io.EOF at the end.
	Next() (Record, error)
	// Format says what the file is.
	Format() Format
	// Precision is how exact the time of the record is that was read last.
	Precision() time.Duration
}

// Own reports whether this program wrote files of the format, so that two equal texts in one are two.
func (f Format) Own() bool { return f == FormatJSON || f == FormatCSV }

// PeopleWriter is a Writer that also holds people with all their numbers. All of them come before the first
// partner.
type PeopleWriter interface {
	Person(sms.Person) error
}

// Writer writes records. Nothing counts before Close has returned nil.
type Writer interface {
	// Partner says whose texts come next, or, where the format is not Grouped, what is known of one.
	Partner(Partner) error
	Text(Text) error
	// Planned writes a text that is to be sent later, after all others. Formats for people leave it out.
	Planned(plan.Text) error
	// Close writes what stands at the end. The file below stays open.
	Close() error
	// Grouped reports whether texts are wanted partner by partner, without those in the bin. Otherwise
	// all partners come first and then all texts in their order.
	Grouped() bool
}
