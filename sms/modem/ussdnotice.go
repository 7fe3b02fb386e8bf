package modem

import (
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/ussd"
)

// rank is how much a +CUSD says. Networks and firmware send more than one for a code: that the session
// is being released, or that another client has answered, and the answer before or after it.
type rank int

const (
	rankNothing  rank = iota // no notice came
	rankFailed               // it ended, nobody says why
	rankCause                // it failed, and why
	rankEmpty                // an answer without words
	rankLastWord             // the session ended with some words
	rankAnswer               // an answer, or a question
)

// How long a better notice may take after one that is no answer. Some networks end every session with
// their last word: those who ask for their balance should not wait long for nothing.
const (
	lastWordWait = 2 * time.Second
	failureWait  = 5 * time.Second
)

// notice is what a +CUSD says.
type notice struct {
	rank rank
	sms.ServiceAnswer
	err error // with rankFailed and rankCause
}

// readNotice reads the value of +CUSD: <m>[,"<text>"[,<dcs>]] (3GPP TS 27.007 clause 7.15).
func readNotice(v string, packed bool) notice {
	if strings.HasPrefix(v, `"`) { // some firmware leaves out <m>
		v = "," + v
	}
	f := answer.Read(v, answer.Number, answer.Text, answer.Number)
	text := strings.ReplaceAll(f.At(1), at.LineBreak, "\n")
	n := notice{ServiceAnswer: sms.ServiceAnswer{Text: ussd.Text(text, f.Number(2), packed)}}
	if isRelease(n.Text) {
		n.Text = ""
	}
	n.rank, n.err = n.judge(f.Number(0))
	n.More = f.Number(0) == 1
	return n
}

// judge returns what a notice is worth, and the error of one that failed. Words count whatever the
// state: some firmware has states of its own.
func (n notice) judge(state int) (rank, error) {
	words := strings.TrimSpace(n.Text) != ""
	switch {
	case state == 2 && words:
		return rankLastWord, nil
	case words:
		return rankAnswer, nil
	case state == 0, state == 1:
		return rankEmpty, nil
	case state == 3:
		return rankCause, fmt.Errorf("+CUSD 3: %w", sms.ErrBusy)
	case state == 4:
		return rankCause, fmt.Errorf("+CUSD 4: %w", sms.ErrNotHere)
	}
	return rankFailed, fmt.Errorf("+CUSD %d: %w", state, sms.ErrNoReply)
}

// isRelease reports whether a text is that of a modem which reports the end of a session in words.
func isRelease(text string) bool {
	return strings.EqualFold(strings.Trim(text, " .\n"), "Initiating Release")
}

// or returns the notice that says more, the earlier one when both say as much.
func (n notice) or(other notice) notice {
	if other.rank > n.rank {
		return other
	}
	return n
}

// wait returns how long a better notice may take; all is for one that was not there yet.
func (n notice) wait(all time.Duration) time.Duration {
	switch n.rank {
	case rankNothing:
		return all
	case rankFailed, rankCause:
		return failureWait
	case rankEmpty, rankLastWord, rankAnswer:
	}
	return lastWordWait
}

// answer returns what is told of the best notice.
func (n notice) answer() (sms.ServiceAnswer, error) {
	if n.rank == rankNothing {
		return n.ServiceAnswer, fmt.Errorf("+CUSD: %w", sms.ErrNoReply)
	}
	return n.ServiceAnswer, n.err
}
