package messenger_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// programCalls is how many calls the programs of TestKilledAfterAccepting make, if they are let.
const programCalls = 400

// keyOf and textOf are the key and the text of one of them.
func keyOf(i int) string  { return fmt.Sprintf("key %d", i) }
func textOf(i int) string { return fmt.Sprintf("text %d", i) }

// acceptCalls makes all calls in turn and prints which were accepted, until it is killed. Those before were made
// by those that were killed before.
func acceptCalls(m *messenger.Messenger) {
	for i := range programCalls {
		if _, _, err := m.SendFor(context.Background(), order(keyOf(i), textOf(i), anna, bert), generous()); err != nil {
			fail(err)
		}
		fmt.Println("accepted", i)
	}
}

// TestKilledAfterAccepting kills the program at random moments while it takes calls of programs. What it has
// said is accepted is there, once for each number; a call that is made again is never doubled; and a call is
// there whole or not at all.
func TestKilledAfterAccepting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	accepted := -1
	for range 12 {
		accepted = max(accepted, acceptUntilKilled(t, path))
		st, err := store.Open(path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all, err := st.List(t.Context(), sms.Filter{Out: true})
		if err != nil {
			t.Fatal(err)
		}
		st.Close()
		times := map[string]int{}
		for _, m := range all {
			times[string(m.Number)+m.Text]++
		}
		for i := range programCalls {
			a, b := times[string(anna)+textOf(i)], times[string(bert)+textOf(i)]
			if a != b || a > 1 || i <= accepted && a != 1 {
				t.Fatalf("call %d is there %d and %d times; accepted up to %d", i, a, b, accepted)
			}
		}
		if accepted == programCalls-1 {
			break
		}
	}
	t.Logf("accepted %d of %d", accepted+1, programCalls)
}

// acceptUntilKilled runs a child for a moment and returns the last call that it said was accepted.
func acceptUntilKilled(t *testing.T, path string) int {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), killEnv+"="+path, stageEnv+"=programs")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	last := -1
	killer := time.AfterFunc(time.Hour, func() {})
	for lines.Scan() {
		var i int
		if _, err := fmt.Sscanf(lines.Text(), "accepted %d", &i); err != nil {
			t.Errorf("the child says %q", lines.Text())
			break
		}
		if last < 0 {
			killer = time.AfterFunc(rand.N(300*time.Millisecond), func() { _ = child.Process.Kill() })
		}
		last = i
		if i == programCalls-1 {
			break
		}
	}
	killer.Stop()
	_ = child.Process.Kill() // it may be gone already
	_ = child.Wait()         // killed, as wanted
	return last
}
