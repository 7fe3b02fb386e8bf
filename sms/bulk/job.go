package bulk

import (
	"bytes"
	"encoding/csv"
	"time"

	"surfstick-sms/sms"
)

// State is how things stand with a job. The numbers are those in the file.
type State int

// The states.
const (
	Running State = 1
	Paused  State = 2
	Stopped State = 3 // by the user, before everybody had the text
	Done    State = 4 // every text was sent or failed
)

var stateNames = [...]string{"", "running", "paused", "stopped", "done"}

// String returns the name of the state; it is part of the key of the words that are shown for it.
func (s State) String() string { return stateNames[s] }

// Open reports whether there is something left to send.
func (s State) Open() bool { return s == Running || s == Paused }

// Pause is why a job pauses by itself. The numbers are those in the file.
type Pause int

// The reasons.
const (
	PausedByUser   Pause = 0
	PausedFailing  Pause = 1 // several texts in a row could not be sent
	PausedOtherSIM Pause = 2 // another SIM card is in the stick
	PausedRestored Pause = 3 // the texts come from a copy: some may have gone since it was made
)

var pauseNames = [...]string{"user", "failing", "otherSIM", "restored"}

// String returns the name of the reason; it is part of the key of the words that are shown for it.
func (p Pause) String() string { return pauseNames[p] }

// Job is one text to many people.
type Job struct {
	ID      int64
	Name    string
	Text    string // with its placeholders
	IMSI    string // the SIM card that it was started with, "" when unknown
	State   State
	Pause   Pause
	Over    bool // it may exceed the daily limit
	Created time.Time
	Ended   time.Time // zero before
	Tally
	// Until is when the job goes on, because the daily limit is used up; zero otherwise.
	Until time.Time
}

// Tally is how far a job has come.
type Tally struct {
	Rows, Parts           int // all of it
	Given, GivenParts     int // handed to the queue
	Sent, Delivered       int // Sent are those that the network has, Delivered among them
	Next                  int // SMS of the next row, 0 when all were given
	Failed, Queued, Other int // Other are unconfirmed, or their message was deleted
}

// Left returns how many SMS are still to be handed to the queue.
func (t Tally) Left() int { return t.Parts - t.GivenParts }

// Entry is one person of a job.
type Entry struct {
	Row    int
	Number sms.Number
	Name   string
	Text   string
	Parts  int
	Given  bool
	// Message is what became of it: only ID, Status, Reason, Time and DoneAt are filled in. Its ID is 0
	// when it was not handed to the queue, or its message was deleted.
	Message sms.Message
}

// Entries returns those of a new job.
func (c Check) Entries() []Entry {
	rows := make([]Entry, len(c.Texts))
	for i, t := range c.Texts {
		rows[i] = Entry{Row: i, Number: t.Number, Name: t.Name, Text: t.Text, Parts: t.Count.Parts}
	}
	return rows
}

// DefaultLimit is how many SMS of all jobs go out in a day unless the user says otherwise. Many flat
// rates and networks draw the line near that.
const DefaultLimit = 100

// atOnce is how many texts of jobs are in the queue at a time, so that others go out between them.
const atOnce = 3

// Allowance is what decides how long a job takes.
type Allowance struct {
	Limit int           // SMS of all jobs a day
	Used  int           // how many of these went today
	Pace  time.Duration // from one SMS to the next
}

// Next returns how many rows may be handed to the queue now: queued is how many texts of jobs are in it,
// used how many SMS of jobs went out today, and parts those of the next rows.
func Next(queued, used, limit int, over bool, parts []int) int {
	n := 0
	for n < len(parts) && queued+n < atOnce {
		if !over && used+parts[n] > limit {
			break
		}
		used += parts[n]
		n++
	}
	return n
}

// AtOnce returns the most rows that can be handed over at a time.
func AtOnce() int { return atOnce }

// morning is the hour at which the day of the limit begins, so that a job that has used it up goes on then:
// nobody wants a text at midnight.
const morning = 9

// DayBegan returns when the day of the limit began that now belongs to.
func DayBegan(now time.Time) time.Time {
	if t := morningOf(now, 0); !t.After(now) {
		return t
	}
	return morningOf(now, -1)
}

// DayEnds returns when the next one begins.
func DayEnds(now time.Time) time.Time {
	if t := morningOf(now, 0); t.After(now) {
		return t
	}
	return morningOf(now, 1)
}

func morningOf(now time.Time, days int) time.Time {
	y, m, d := now.Date()
	return time.Date(y, m, d+days, morning, 0, 0, 0, now.Location())
}

// Days returns on how many days a job of so many SMS goes out.
func Days(parts, used, limit int) int {
	days := 1
	parts -= max(0, limit-used)
	for parts > 0 && limit > 0 {
		days++
		parts -= limit
	}
	return days
}

// Lasts returns how long so many SMS take at a pace.
func Lasts(parts int, pace time.Duration) time.Duration { return time.Duration(parts) * pace }

// failingRow is how many texts in a row may fail before a job pauses.
const failingRow = 3

// Failing reports whether the last texts of a job, the newest first, could all not be sent.
func Failing(last []sms.Status) bool {
	if len(last) < failingRow {
		return false
	}
	for _, s := range last[:failingRow] {
		if s != sms.Failed {
			return false
		}
	}
	return true
}

// FailingRow returns how many texts Failing looks at.
func FailingRow() int { return failingRow }

// WriteCSV returns a table as a spreadsheet opens it with a double click: UTF-8 with its mark, lines as
// Windows has them. A cell that looks like a formula is made text.
func WriteCSV(separator rune, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = separator, true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = sms.SafeCell(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
