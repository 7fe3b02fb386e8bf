package torture

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

var calls = flag.Int("calls", 5, "how often each of 8 scripts calls; a loop of one script is ten times as long")

// shell calls surfstick so many times, and prints the exit code behind each answer. $i in an argument is the number
// of the call.
const shell = `i=0
while [ $i -lt "$COUNT" ]; do
  "$0" --json --data "$DATA" send --wait queued --id "$KEY" --to +49172$((1000000 + i * STEP)) --text "message $((i * STEP))"
  echo $?
  i=$((i + 1))
done`

// loop has one shell call surfstick and returns what each call came to. With a key all calls are the same.
func (d *desk) loop(count int, key string) ([]told, error) {
	step := 1
	if key != "" {
		step = 0
	}
	script := shell
	if key == "" {
		script = strings.Replace(shell, `--id "$KEY" `, "", 1)
	}
	c := exec.Command("sh", "-c", script, filepath.Join(d.programs, "surfstick"))
	c.Env = append(c.Environ(), "COUNT="+strconv.Itoa(count), "DATA="+d.data(), "KEY="+key, "STEP="+strconv.Itoa(step))
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	var all []told
	var t told
	for line := range bytes.Lines(out) {
		if line[0] != '{' {
			if t.exit, err = strconv.Atoi(string(bytes.TrimSpace(line))); err != nil {
				return nil, err
			}
			all, t = append(all, t), told{}
			continue
		}
		if err := json.Unmarshal(line, &t.answer); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
	}
	return all, nil
}

// open starts the program, which ends with the test, and waits until it would send.
func (d *desk) open(t *testing.T) *app {
	t.Helper()
	a, err := d.start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if a.lives(0) {
			_ = a.kill()
		}
	})
	if !d.await(a, startTime) {
		t.Fatal("the program does not get ready:", a.says)
	}
	return a
}

// close ends the program and returns the outgoing texts of its store.
func (d *desk) close(t *testing.T, a *app) []sms.Message {
	t.Helper()
	if err := a.quit(); err != nil {
		t.Fatal(err)
	}
	story, err := read(d.store())
	if err != nil {
		t.Fatal(err)
	}
	return story.out
}

// TestSameKey: 8 scripts call with the same key at once, over and over. All get the same answer, and one message goes
// out.
func TestSameKey(t *testing.T) {
	const shells = 8
	d := newDesk(t, sms.ProgramLimits{})
	a := d.open(t)
	began := time.Now()
	var all [shells][]told
	var errs [shells]error
	var running sync.WaitGroup
	for i := range shells {
		running.Go(func() { all[i], errs[i] = d.loop(*calls, "the same") })
	}
	running.Wait()
	took := time.Since(began)
	fresh := 0
	var id int64
	for i := range shells {
		if errs[i] != nil || len(all[i]) != *calls {
			t.Fatalf("%d calls: %v", len(all[i]), errs[i])
		}
		for _, one := range all[i] {
			if one.exit != remote.ExitDone || len(one.Texts) != 1 {
				t.Fatalf("exit code %d, %+v", one.exit, one.answer)
			}
			if !one.Known {
				fresh++
			}
			if id == 0 {
				id = one.Texts[0].ID
			}
			if one.Texts[0].ID != id {
				t.Fatalf("message %d and %d", id, one.Texts[0].ID)
			}
		}
	}
	if !d.sends(1) {
		t.Errorf("the network got %d messages", len(d.stick.Sent()))
	}
	out := d.close(t, a)
	if fresh != 1 || len(out) != 1 || out[0].ID != id || len(d.stick.Sent()) != 1 {
		t.Errorf("%d calls were the first one, the store has %+v, the network %+v", fresh, out, d.stick.Sent())
	}
	t.Logf("%d calls of %d processes in %v, %v each: message %d", shells**calls, shells, took.Round(time.Millisecond),
		(took / time.Duration(shells**calls)).Round(10*time.Microsecond), id)
}

// sends waits until the network has so many messages.
func (d *desk) sends(n int) bool {
	for range 500 {
		if len(d.stick.Sent()) >= n {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

// TestLoopEndsAtBudget: a script that runs away, with other texts to other numbers, gets no further than the limits
// that hold by default.
func TestLoopEndsAtBudget(t *testing.T) {
	d := newDesk(t, sms.ProgramLimits{})
	a := d.open(t)
	began := time.Now()
	all, err := d.loop(10**calls, "")
	took := time.Since(began)
	if err != nil || len(all) != 10**calls {
		t.Fatalf("%d calls: %v", len(all), err)
	}
	rules := budget.Default()
	if !d.sends(min(len(all), rules.Minute)) {
		t.Errorf("the network got %d messages", len(d.stick.Sent()))
	}
	out := d.close(t, a)
	for i, wrong := range loopVerdict(all, rules, out) {
		if i < 20 {
			t.Error(wrong)
		}
	}
	for _, s := range d.stick.Sent() {
		if !slices.ContainsFunc(out, func(m sms.Message) bool { return m.Text == s.Text && string(m.Number) == s.To }) {
			t.Errorf("the network has %q for %s", s.Text, s.To)
		}
	}
	t.Logf("%d calls in %v, %v each: %d accepted, the network has %d", len(all), took.Round(time.Millisecond),
		(took / time.Duration(len(all))).Round(10*time.Microsecond), len(out), len(d.stick.Sent()))
}
