//go:build desktop

package desktop

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/remote"
)

const (
	anna = "+491713920042"
	// To somebody who has written lately, programs send five messages an hour at most.
	bert = "+491713920043"
	carl = "+491713920044"
	// noNetwork and noAnswer are numbers for which the simulated network fails, by how they end.
	noNetwork = "+491713920001"
	noAnswer  = "+491713920002"
)

// TestScriptsDemo goes through every command of surfstick and every exit code, beside the program with its own
// simulated stick, which it sets up before: shut out, let in at the settings, asked about at the window, beyond the
// limits, after the end of the program, and before the stick is there. The person at the window uses the keyboard
// alone. It takes longer than any other test and stands where it begins first.
func TestScriptsDemo(t *testing.T) {
	t.Parallel()
	session := newSession(t, true)
	s := newScripts(newDemo(session), "demo", "--demo")
	s.ready()
	s.toChat()
	s.shutOut()
	s.open()
	s.refuses()
	s.asks()

	echo := "A lift?"
	s.reads(func() { s.text(0, remote.Sent, "send", "--to", anna, "--text", echo) }, echo)
	s.batch()
	perhaps := []string{"send", "--to", noAnswer, "--text", "Perhaps", "--id", "perhaps"}
	s.run(0, "in the queue", append(perhaps, "--wait", "queued")...)
	waits := s.start(s.alarm, perhaps...)
	s.beyondLimit()
	s.takesBack(bert, "in the queue") // behind the other one
	waits.wait(7, "may have been sent")
	s.run(7, "perhaps sent", "status", "--id", "perhaps")
	s.afterwards()
	s.startsAgain()
}

// TestScriptsModem is the same beside the program with a modem on a pseudo-terminal, which is pulled out.
func TestScriptsModem(t *testing.T) {
	t.Parallel()
	session := newSession(t, true)
	s := newScripts(newProgram(session), "modem")
	s.ready()
	s.toChat()
	s.shutOut()
	s.open()
	s.refuses()
	s.asks()

	s.text(0, remote.Delivered, "send", "--to", anna, "--text", "Delivered?", "--wait", "delivered", "--timeout", "30s")
	s.reads(func() {
		if err := s.modem.Arrive(anna, "In the lift"); err != nil {
			t.Error(err)
		}
	}, "In the lift")
	s.batch()
	if got := len(s.modem.Sent()); got != 4 {
		t.Errorf("the network has %d messages, want 4", got)
	}
	s.takesBack(noNetwork, "there is no service")
	s.beyondLimit()

	s.run(0, "To "+bert, "status", "--id", "more", "--wait", "sent")
	s.modem.FailNextSubmit(28) // unidentified subscriber (3GPP TS 24.011, annex E-2)
	s.run(6, "the number does not exist", "send", "--to", bert, "--text", "Nobody there")
	s.modem.FailNextSubmit(500) // unknown error, after the whole message (3GPP TS 27.005, clause 3.2.5)
	s.run(7, "may have been sent", "send", "--to", bert, "--text", "Perhaps", "--id", "perhaps")
	s.run(7, "perhaps sent", "status", "--id", "perhaps")
	s.withoutStick()
	s.afterwards()
}

// shutOut is before programs are let in.
func (s *scripts) shutOut() {
	s.t.Helper()
	s.run(4, "lets no programs in", "send", "--to", anna, "--text", "Too early")
	s.run(4, "Programs on this computer may send and read messages", "info")
	s.run(0, "surfstick 0.", "version")
	s.run(0, "Unconfirmed: it may have been sent", "help", "exit-codes")
}

// refuses has calls that make no sense, which the window does not ask about.
func (s *scripts) refuses() {
	s.t.Helper()
	for _, c := range []struct {
		words string
		args  []string
	}{
		{"--to is missing", []string{"send", "--text", "To nobody"}},
		{"The text is empty", []string{"send", "--to", anna, "--text", " "}},
		{"control character", []string{"send", "--to", anna, "--text", "bell\a"}},
		{"No message can be sent", []string{"send", "--to", "Anna", "--text", "To a name"}},
		{"no ID of a message", []string{"status", "first"}},
		{"Its ID is missing", []string{"cancel"}},
		{"--limit is from 1", []string{"list", "--limit", "0"}},
		{"makes no sense for --since", []string{"listen", "--since", "yesterday"}},
		{"is too much", []string{"info", "now"}},
		{"is not a code", []string{"ussd", "balance"}},
	} {
		s.run(2, c.words, c.args...)
	}
}

// asks has two programs call for the first time. One may do everything, the other nothing.
func (s *scripts) asks() {
	s.t.Helper()
	send := []string{"send", "--to", anna, "--text", "The door is open", "--id", "door-1"}
	s.asked(s.alarm, allow, append(send, "--json")...).wait(0, `"done":1`)
	s.run(0, "nothing was sent again", send...)
	s.run(2, "key", "send", "--to", anna, "--text", "Another", "--id", "door-1")
	s.asked(s.alarm, allow, "list", "--json").wait(0, "The door is open", `"program":"alarm"`)
	s.asked(s.alarm, allow, "ussd", "*100#").wait(0, "12,34 EUR")
	s.press("alt+Down") // opens the conversation
	s.shot("3-chat")

	s.asked(s.stranger, never, "send", "--to", anna, "--text", "Let me").wait(3, "does not")
	s.start(s.stranger, "send", "--to", anna, "--text", "Let me").wait(3, "does not")
	s.asked(s.stranger, notNow, "list").wait(3, "does not")
	s.asked(s.stranger, notNow, "listen").wait(3, "does not")

	first := s.text(0, remote.Sent, "status", "--id", "door-1", "--wait", "sent")
	s.start(s.alarm, "status", itoa(first.ID)).wait(0)
	s.run(1, "no such message", "status", "999999")
	s.run(1, "too late", "cancel", itoa(first.ID))
	s.run(3, "changes something", "ussd", "**21*0171#")
	s.text(0, remote.Checked, "send", "--to", anna, "--text", "Only checked", "--dry-run")
	long := []string{"send", "--dry-run", "--to", anna, "--text", strings.Repeat("Word ", 120)}
	s.run(3, "--long allows", long...)
	s.run(0, "4 parts", append(long, "--long")...)
	many := append(long[:4:4], "--text", "To all")
	for i := range 20 {
		many = append(many, "--to", "+4917139200"+itoa(50+i))
	}
	s.run(3, "--force sends", many...)
	s.run(3, "Surfstick SMS: Settings", "send", "--dry-run", "--to", "22922", "--text", "STOP")
	s.run(3, "less than 10 minutes ago", "send", "--to", anna, "--text", "The door is open")
	if i := s.info(); !i.Ready || i.May != (remote.May{Send: remote.Yes, Read: remote.Yes, USSD: remote.Yes}) {
		s.t.Errorf("info says %+v", i)
	}
}

// reads lists and listens; arrive has a message come in with these words in it.
func (s *scripts) reads(arrive func(), words string) {
	s.t.Helper()
	l := s.start(s.alarm, "listen")
	s.says(&l.err, "waiting for messages")
	arrive()
	s.says(&l.out, words)
	l.interrupt()
	l.wait(0, "from "+anna)
	s.run(0, words, "list", "--in", "--with", anna, "--limit", "1")
	again := s.start(s.alarm, "listen", "--since", "0", "--json")
	s.says(&again.out, words)
	again.interrupt()
	again.wait(0, `"type":"received"`, `"from":"`+anna)
}

// batch sends the rows of a table.
func (s *scripts) batch() {
	s.t.Helper()
	table := s.file("table.csv", "number;text\n"+bert+";Row one\n"+bert+";Row two\n")
	s.run(0, "Nothing was sent", "send", "--batch", table, "--dry-run")
	s.run(0, "2: To "+bert, "send", "--batch", table, "--id", "table")
	s.run(0, "nothing was sent again", "send", "--batch", table, "--id", "table")
}

// takesBack has a message to a number wait, and takes it back while a call waits for it. The words say why it waits.
func (s *scripts) takesBack(to, words string) {
	s.t.Helper()
	late := []string{"send", "--to", to, "--text", "Later", "--id", "late", "--timeout"}
	text := s.text(5, remote.Queued, append(late, "2s")...)
	s.run(5, words, "status", itoa(text.ID), "--wait", "sent", "--timeout", "1s")
	waits := s.start(s.alarm, append(late, "30s")...)
	time.Sleep(300 * time.Millisecond) // until it waits, which it says nowhere
	s.text(0, remote.Cancelled, "cancel", itoa(text.ID))
	waits.wait(6, "cancelled")
	s.run(6, "cancelled", "status", "--id", "late")
	s.run(1, "too late", "cancel", itoa(text.ID))
}

// beyondLimit has a program send until it is refused, which comes after 5 parts in a minute. Then the person at
// the window raises that limit.
func (s *scripts) beyondLimit() {
	s.t.Helper()
	for i := range 10 {
		c := s.start(s.alarm, "send", "--to", bert, "--text", "Number "+itoa(i), "--wait", "queued")
		if c.finish() == remote.ExitRefused {
			if !strings.Contains(c.err.String(), "hint: try again in") {
				s.t.Errorf("refused with %s", &c.err)
			}
			break
		}
	}
	s.raiseLimit(2)
	if left := s.info().Left.Minute; left <= 5 {
		s.t.Errorf("%d parts are left after the limit was raised", left)
	}
	s.run(0, "in the queue", "send", "--to", bert, "--text", "Not too many any more", "--id", "more", "--wait", "queued")
}

// withoutStick is after the stick was pulled out.
func (s *scripts) withoutStick() {
	s.t.Helper()
	s.modem.Unplug() // and not closed: another test's modem would get its name
	s.await("no stick", func() bool { return strings.Contains(s.tip(), "offline since") })
	s.noStick()
}

// noStick is what calls get while there is none.
func (s *scripts) noStick() {
	s.t.Helper()
	text := s.text(5, remote.Queued, "send", "--to", carl, "--text", "For later", "--id", "no stick", "--timeout", "1s")
	s.run(5, "surfstick status "+itoa(text.ID), "status", "--id", "no stick", "--wait", "sent", "--timeout", "1s")
	s.run(5, "no stick", "ussd", "*100#")
	if i := s.info(); i.Ready || i.State != remote.LinkNoStick || i.Queued == 0 {
		s.t.Errorf("info says %+v", i)
	}
}

// afterwards is the end of the program, and after it.
func (s *scripts) afterwards() {
	s.t.Helper()
	l := s.start(s.alarm, "listen", "--reports")
	s.says(&l.err, "waiting for messages")
	s.choose("Quit")
	l.wait(1, "surfstick listen --since")
	s.ended()
	s.run(4, "not running", "send", "--to", anna, "--text", "Too late")
	s.run(4, "or use --start", "info")
	if s.app == "modem" {
		s.complete()
	}
}

func itoa[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// startsAgain has a call start the program, without its window. Its stick is not there yet.
func (s *scripts) startsAgain() {
	s.t.Helper()
	s.run(0, "No stick is plugged in", "info", "--start")
	s.noStick()
	s.complete()
	if s.windows() != 0 {
		s.t.Error("it has a window")
	}
	s.choose("Quit")
	s.await("the end", func() bool { return s.tip() == "" })
}
