package torture

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"surfstick-sms/sms/remote"
)

// script is one of those that call surfstick over and over, and sometimes kill it.
type script struct {
	*uproar
	luck
}

// over waits, and reports whether scripts are to end.
func (s *script) over(d time.Duration) bool {
	select {
	case <-s.ended:
		return true
	case <-time.After(d):
		return false
	}
}

// order is a new call to so many numbers that no other call has.
func (s *script) order(keyed bool, numbers int) *called {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	c := &called{text: fmt.Sprintf("door %d", s.serial)}
	for s.chance(10) || len(c.text) > 20 && len(c.text) < 300 { // a few are long
		c.text += fmt.Sprintf(" %d", s.serial)
	}
	if keyed {
		c.key = fmt.Sprintf("key-%d", s.serial)
	}
	for i := range numbers {
		c.to = append(c.to, fmt.Sprintf("+49172%06d%d", s.serial, i))
	}
	s.office.calls[c.text] = c
	return c
}

// send sends one message after the other. One without a key is tried once only; the others until they are accepted,
// and sometimes once more.
func (s *script) send() {
	for !s.over(s.between(0, 200*time.Millisecond)) {
		c := s.order(!s.chance(10), 1+s.IntN(3))
		args := []string{"send", "--wait", "queued", "--text", c.text}
		for _, to := range c.to {
			args = append(args, "--to", to)
		}
		if c.key == "" {
			s.try(c, args)
			continue
		}
		args = append(args, "--id", c.key)
		for !s.try(c, args) && !s.over(s.between(0, 50*time.Millisecond)) {
		}
		if s.chance(30) {
			s.try(c, args)
		}
	}
}

// try calls once, and reports whether the message was accepted.
func (s *script) try(c *called, args []string) bool {
	cmd := s.surfstick(args...)
	lines := s.runs(cmd, 40*time.Millisecond)
	if len(lines) == 0 {
		s.silent(cmd)
		return false
	}
	accepted := s.take(cmd, lines[0], c)
	code := cmd.ProcessState.ExitCode()
	if !wasKilled(cmd) && accepted != (code == remote.ExitDone || code == remote.ExitUnconfirmed) {
		s.complain("%q printed %s and ended with %d", cmd.Args[1:], lines[0], code)
	}
	return accepted
}

// runs runs surfstick, and kills it sometimes within a time.
func (s *script) runs(cmd *exec.Cmd, within time.Duration) [][]byte {
	var mercy time.Duration
	if s.chance(30) {
		mercy = s.between(1, within)
	}
	lines, err := call(cmd, mercy)
	if err != nil {
		s.complain("%v", err)
		return nil
	}
	if wasKilled(cmd) {
		s.clientKills.Add(1)
	}
	return lines
}

// silent complains of one that ended by itself without a word.
func (s *script) silent(cmd *exec.Cmd) {
	if cmd.ProcessState != nil && !wasKilled(cmd) {
		s.complain("%q ended with %v and no answer: %s", cmd.Args[1:], cmd.ProcessState, cmd.Stderr)
	}
}

// take takes an answer to a call in, and reports whether that was accepted. What may go wrong is that nobody is
// there, that the program goes away, and that it has not noticed yet that others are gone.
func (s *script) take(cmd *exec.Cmd, line []byte, c *called) bool {
	var a answer
	err := json.Unmarshal(line, &a)
	switch {
	case err != nil:
		s.complain("%q printed %q: %v", cmd.Args[1:], line, err)
	case len(a.Texts) > 0:
		s.accepted(c, a)
		return true
	case a.Error == nil || !slices.Contains(passing, a.Error.Code):
		s.complain("%q printed %s", cmd.Args[1:], line)
	}
	return false
}

// passing are refusals that must come while programs are killed.
var passing = []remote.Reason{remote.ReasonNotRunning, remote.ReasonClosed, remote.ReasonBusy}

// sendBatches sends one file after the other, each until all of its rows are accepted.
func (s *script) sendBatches(serial int) {
	file := filepath.Join(s.folder, fmt.Sprintf("batch-%d.csv", serial))
	for n := 0; !s.over(s.between(0, time.Second)); n++ {
		key := fmt.Sprintf("batch-%d-%d", serial, n)
		var rows []*called
		text := [][]string{{"number", "text"}}
		for i := range 3 + s.IntN(8) {
			c := s.order(true, 1)
			c.key = fmt.Sprintf("%s-%d", key, i+1)
			rows = append(rows, c)
			text = append(text, []string{c.to[0], c.text})
		}
		if err := writeRows(file, text); err != nil {
			s.complain("%v", err)
			return
		}
		for !s.tryBatch(file, key, rows) && !s.over(s.between(0, 50*time.Millisecond)) {
		}
	}
}

func writeRows(file string, rows [][]string) error {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o600)
}

// tryBatch calls once, and reports whether all rows were accepted.
func (s *script) tryBatch(file, key string, rows []*called) bool {
	cmd := s.surfstick("send", "--wait", "queued", "--batch", file, "--id", key)
	lines := s.runs(cmd, 150*time.Millisecond)
	taken := 0
	for _, line := range lines {
		var a answer
		_ = json.Unmarshal(line, &a) // take looks at it as well
		if a.Row > len(rows) || a.Row == 0 && len(a.Texts) > 0 {
			s.complain("%q printed %s", cmd.Args[1:], line)
			continue
		}
		if s.take(cmd, line, rows[max(a.Row, 1)-1]) {
			taken++
		}
	}
	if len(lines) == 0 {
		s.silent(cmd)
	}
	return taken == len(rows)
}

// listen listens, and goes on behind the last message that it has noted. A script that is killed may have noted less
// than was printed.
func (s *script) listen(serial int) {
	noted := []int64{0}
	for process := 0; ; process++ {
		since := noted[len(noted)-1]
		s.mu.Lock()
		s.office.listeners[serial] = append(s.office.listeners[serial], listened{since: since})
		s.mu.Unlock()
		killed, over := s.hear(serial, process, since, &noted)
		if over {
			return
		}
		if killed {
			s.mu.Lock()
			s.office.listeners[serial][process].killed = true
			s.mu.Unlock()
			noted = noted[:max(1, len(noted)-s.IntN(3))]
		}
		time.Sleep(s.between(0, 50*time.Millisecond))
	}
}

// hear listens once, and reports whether it was killed and whether it was at the end of all.
func (s *script) hear(serial, process int, since int64, noted *[]int64) (killed, over bool) {
	cmd := s.surfstick("listen", "--since", fmt.Sprint(since))
	var mercy time.Duration
	if s.chance(60) && !s.over(0) {
		mercy = s.between(1, 1500*time.Millisecond)
	}
	done := make(chan struct{})
	last := make(chan bool, 1)
	err := follow(cmd, mercy, func() {
		go func() {
			select {
			case <-s.quiet:
				_ = cmd.Process.Kill()
				last <- true
			case <-done:
				last <- false
			}
		}()
	}, func(line []byte) { s.printed(cmd, serial, process, line, noted) })
	close(done)
	if err != nil {
		s.complain("%v", err)
		return false, true
	}
	over = <-last
	if killed = wasKilled(cmd); killed && !over {
		s.clientKills.Add(1)
	}
	return killed, over
}

// printed takes in a line of one that listens.
func (s *script) printed(cmd *exec.Cmd, serial, process int, line []byte, noted *[]int64) {
	var l struct {
		remote.Received
		Type  string
		Error *refusal
	}
	err := json.Unmarshal(line, &l)
	switch {
	case err != nil:
		s.complain("%q printed %q: %v", cmd.Args[1:], line, err)
	case l.Error != nil && slices.Contains(passing, l.Error.Code):
	case l.Type != remote.NoticeReceived:
		s.complain("%q printed %s", cmd.Args[1:], line)
	default:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.office.heard = append(s.office.heard, heard{l.Received, serial, process})
		*noted = append(*noted, l.Seq)
	}
}

// arrive has messages come in.
func (s *script) arrive() {
	for n := 0; !s.over(s.between(0, 200*time.Millisecond)); n++ {
		if s.stick.left() > 40 {
			continue // until the program has taken in some
		}
		text := fmt.Sprintf("in %d", n)
		for long := s.chance(30); long && len(text) < 200; {
			text += fmt.Sprintf(" %d", n)
		}
		s.mu.Lock()
		s.came = append(s.came, text)
		s.mu.Unlock()
		s.stick.arrive(s.luck, n, text, false)
	}
}
