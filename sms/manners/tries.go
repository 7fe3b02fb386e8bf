package manners

import (
	"strings"

	"surfstick-sms/sms/answer"
)

// Code is one of the two codes of a SIM card.
type Code int

// The codes.
const (
	PIN Code = iota
	PUK
)

// Left is what a modem says of its SIM card: the tries left for PIN and PUK, -1 where it says nothing,
// and in some answers what the card wants, in the words of +CPIN?.
type Left struct {
	PIN, PUK int
	Wants    string
}

// form is how an answer is written.
type form int

// The forms.
const (
	formFields form = iota // numbers in fixed places
	formCodes              // a line for each code, which it names first
	formHuawei             // what is wanted, its tries, then those of all four codes
	formWords              // PIN1=3; PUK1=10; PIN2=3; PUK2=10
	formWanted             // one number, for what the card wants now
	formNamed              // one number, for the code that the question names
)

// Tries is one way to ask for the tries left.
type Tries struct {
	Ask Command
	// AskPUK, if it has a name, is asked instead of a card that wants its PUK.
	AskPUK Command

	form     form
	pin, puk int    // formFields: the fields, from 0, and -1 for none. formCodes: field pin is the number
	code     string // formCodes: what stands in the first field for both codes, else "SIM PIN", "SIM PUK"
}

// Question returns what to ask of a card that wants a code.
func (t Tries) Question(wants Code) Command {
	if wants == PUK && t.AskPUK.Name != "" {
		return t.AskPUK
	}
	return t.Ask
}

// AnyLines reports whether the lines of the answer begin with no name of the command.
func (t Tries) AnyLines() bool { return t.form == formWords }

// prefix is how the lines of the answer begin.
func (t Tries) prefix() string { return strings.TrimRight(t.Ask.Name, "=?") + ":" }

// Read reads the lines of an answer. locked tells whether the card wants a code, and which; ok is false
// when the answer is none.
func (t Tries) Read(lines []string, locked bool, wants Code) (left Left, ok bool) {
	left = Left{PIN: -1, PUK: -1}
	for _, line := range lines {
		value, mine := cutPrefix(line, t.prefix())
		if t.form == formWords {
			value, mine = line, strings.Contains(line, "PIN1=")
		}
		if mine && t.read(&left, value, locked, wants) {
			ok = true
		}
	}
	return left, ok
}

// read reads one line and reports whether it told something.
func (t Tries) read(left *Left, value string, locked bool, wants Code) bool {
	switch t.form {
	case formFields:
		f := answer.Read(value)
		left.PIN, left.PUK = f.Number(t.pin), f.Number(t.puk)
		return left.PIN >= 0 || left.PUK >= 0
	case formCodes:
		return t.readCode(left, value)
	case formHuawei:
		return readHuawei(left, answer.Read(value))
	case formWords:
		return readWords(left, value)
	case formWanted, formNamed:
		n := answer.Read(value).Number(0)
		return n >= 0 && readWanted(left, n, locked || t.form == formNamed, wants)
	}
	return false
}

// readCode reads <code>,<PIN>[,<PUK>], or <code>,<tries> with a code for each.
func (t Tries) readCode(left *Left, value string) bool {
	f := answer.Read(value, answer.Word, answer.Number, answer.Number)
	switch strings.ToUpper(f.At(0)) {
	case t.code:
		left.PIN, left.PUK = f.Number(t.pin), f.Number(t.puk)
	case "SIM PIN":
		left.PIN = f.Number(1)
	case "SIM PUK":
		left.PUK = f.Number(1)
	default:
		return false
	}
	return left.PIN >= 0 || left.PUK >= 0
}

// readHuawei reads <code>,[<times>],<puk>,<pin>,<puk2>,<pin2>. Some firmware leaves <times> out with its
// comma.
func readHuawei(left *Left, f answer.Fields) bool {
	if len(f) < 5 {
		return false
	}
	puk := 2
	if len(f) == 5 {
		puk = 1
	}
	*left = Left{PIN: f.Number(puk + 1), PUK: f.Number(puk), Wants: f.At(0)}
	return left.PIN >= 0 || left.PUK >= 0 || left.Wants != ""
}

// readWords reads PIN1=3; PUK1=10; PIN2=3; PUK2=10.
func readWords(left *Left, value string) bool {
	for part := range strings.SplitSeq(value, ";") {
		name, n, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "PIN1":
			left.PIN = answer.Read(n).Number(0)
		case "PUK1":
			left.PUK = answer.Read(n).Number(0)
		}
	}
	return left.PIN >= 0 || left.PUK >= 0
}

// readWanted takes in a number that is about the code that the card wants. About an open card it says
// nothing: it is that of the PIN2 then.
func readWanted(left *Left, n int, locked bool, wants Code) bool {
	switch {
	case !locked:
		return false
	case wants == PUK:
		left.PIN, left.PUK = 0, n
	default:
		left.PIN = n
	}
	return true
}

// cutPrefix returns what follows prefix in a line; ASCII case does not count.
func cutPrefix(line, prefix string) (string, bool) {
	if len(line) < len(prefix) || !strings.EqualFold(line[:len(prefix)], prefix) {
		return "", false
	}
	return strings.TrimSpace(line[len(prefix):]), true
}
