package main

import (
	"fmt"

	"surfstick-sms/sms/remote"
)

// causes are the causes in words.
var causes = map[remote.Cause]string{
	remote.CauseNumber:     "the number does not exist",
	remote.CauseBarred:     "the network does not let it through; perhaps there is no credit",
	remote.CauseBusy:       "the network is busy",
	remote.CauseLater:      "there is no service",
	remote.CauseNoAnswer:   "the answer of the network never came",
	remote.CauseSIM:        "the SIM card is missing, locked or faulty",
	remote.CauseFull:       "the memory of the stick is full",
	remote.CauseNoCentre:   "the number of the message centre is missing",
	remote.CauseMalformed:  "the stick or the network does not take it",
	remote.CauseOther:      "the network says no and not why",
	remote.CauseOtherSIM:   "another SIM card is in the stick now",
	remote.CauseNotReached: "the network reports that it was not delivered",
	remote.CauseStick:      "the stick could not send it",
	remote.CauseBegun:      "it was sent in part, and the rest cannot go this way",
	remote.CausePassword:   "the stick wants the password of its web page",
	remote.CauseTooLong:    "it is longer than the stick can send",
	remote.CauseStopped:    "somebody stopped it",
}

// sentence says what became of an outgoing text. known is true when the call was made before.
func sentence(text remote.Text, known bool) string {
	if text.State == remote.Checked {
		return fmt.Sprintf("To %s: %s. Nothing was sent.", plain(text.To), parts(text.Parts))
	}
	what := map[remote.State]string{
		remote.Queued:      "in the queue",
		remote.Sending:     "being sent",
		remote.Sent:        "sent",
		remote.Delivered:   "delivered",
		remote.Failed:      "not sent",
		remote.Unconfirmed: "perhaps sent",
		remote.Cancelled:   "cancelled",
		remote.Deleted:     "deleted in Surfstick SMS since",
	}[text.State]
	if what == "" {
		what = plain(string(text.State))
	}
	if text.Reason == remote.CauseNotReached {
		what = "not delivered"
	}
	if why := cause(text.Reason); why != "" && text.State != remote.Cancelled {
		what += ": " + why
	}
	line := fmt.Sprintf("To %s: %s (%s, ID %d).", plain(text.To), what, parts(text.Parts), text.ID)
	if known {
		line += " This call was made before; nothing was sent again."
	}
	return line
}

func cause(c remote.Cause) string {
	if words := causes[c]; words != "" {
		return words
	}
	return plain(string(c))
}
