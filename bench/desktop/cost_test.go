//go:build desktop

package desktop

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/internal/programs"
	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

var sends = flag.Int("sends", 0, "compare `so many` messages of surfstick with as many from the window")

// letIn lets programs in as the settings do, in a session in which the program was not started yet. This test may
// send and read, as much as one can choose.
func letIn(s *session) {
	s.t.Helper()
	own, err := os.Executable()
	if err == nil {
		err = os.MkdirAll(s.path(dataFolder), 0o700)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	st, err := store.Open(filepath.Join(s.path(dataFolder), "messages.db"), store.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	p := programs.New(context.Background(), programs.Config{Store: st})
	p.SetOpen(true)
	p.Set(sms.Program(own), sms.PermitSend, true)
	p.Set(sms.Program(own), sms.PermitRead, true)
	p.SetLimits(sms.ProgramLimits{Minute: 20, Hour: 300, Day: 1000})
	p.Close()
	if err := st.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// rest is a little longer than what lies between two messages after some in a row.
const rest = 3200 * time.Millisecond

// TestScriptsSpeed compares how long it takes until the network has a message: from the start of surfstick, and from
// the Enter key in the window. All take turns, and the median counts.
func TestScriptsSpeed(t *testing.T) {
	if *sends == 0 {
		t.Skip("takes minutes; -sends 20 runs it")
	}
	s := newSession(t, true)
	letIn(s)
	p := newProgram(s)
	p.ready()
	p.toChat()
	p.logged("programs can reach this one")
	p.focus()
	p.do("key", "ctrl+n")
	time.Sleep(500 * time.Millisecond)
	p.do("type", "--delay", "12", anna)
	p.do("key", "Tab")
	ways := []string{"window", "--wait queued", "--wait sent"}
	network, end := map[string][]time.Duration{}, map[string][]time.Duration{}
	for i := range *sends {
		for _, way := range ways {
			time.Sleep(rest)
			text, before := "Number "+strconv.Itoa(i)+" by "+way, len(p.modem.Sent())
			var began time.Time
			if way == ways[0] {
				began = p.byWindow(text)
			} else {
				var took time.Duration
				began, took = p.byProgram(way, text)
				end[way] = append(end[way], took)
			}
			network[way] = append(network[way], p.networkHas(before).Sub(began))
		}
	}
	p.shot("chat")
	for _, way := range ways {
		t.Logf("%-13s the network has it after %v%s", way, spread(network[way]), over(end[way]))
	}
	const more = 50 * time.Millisecond
	for _, way := range ways[1:] {
		if got, window := median(network[way]), median(network["window"]); got > window+more {
			t.Errorf("%s takes %v, the window %v", way, got, window)
		}
	}
}

// over says when the calls of a program were over, if there were any.
func over(all []time.Duration) string {
	if len(all) == 0 {
		return ""
	}
	return ", and surfstick ends after " + spread(all)
}

// byWindow types a message and presses Enter. It returns when that was.
func (p *program) byWindow(text string) (began time.Time) {
	p.t.Helper()
	p.do("type", "--delay", "12", text)
	time.Sleep(300 * time.Millisecond) // until the window rests
	at := p.do("exec", "--sync", "--terminator", ".", "date", "+%s%N", ".", "key", "Return")
	ns, err := strconv.ParseInt(strings.TrimSpace(at), 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return time.Unix(0, ns)
}

// byProgram sends a message by surfstick. It returns when that was started and how long it ran.
func (p *program) byProgram(way, text string) (began time.Time, took time.Duration) {
	p.t.Helper()
	args := append([]string{"send", "--to", anna, "--text", text}, strings.Fields(way)...)
	c := p.session.command(built(p.t, "surfstick"), args...)
	began = time.Now()
	out, err := c.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%v: %s", err, out)
	}
	return began, time.Since(began)
}

// networkHas waits until the network has so many messages before one, and returns when it got that one.
func (p *program) networkHas(before int) time.Time {
	p.t.Helper()
	p.await("message "+strconv.Itoa(before), func() bool { return len(p.modem.Sent()) > before })
	return p.modem.Sent()[before].At
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// spread is the median, with the least and the greatest.
func spread(all []time.Duration) string {
	const unit = 100 * time.Microsecond
	return median(all).Round(unit).String() + " (" + slices.Min(all).Round(unit).String() + " to " +
		slices.Max(all).Round(unit).String() + ")"
}

// TestScriptsIdle has programs rest in the tray beside each other, one of them shut, one that lets others in, and one
// to which a script listens, and compares the processor time that they take.
func TestScriptsIdle(t *testing.T) {
	if *idle == 0 {
		t.Skip("takes minutes; -idle 60s runs it")
	}
	names := []string{"shut", "open", "open, and a script listens"}
	var all []*exec.Cmd
	for i, name := range names {
		s := newSession(t, true)
		if i > 0 {
			letIn(s)
		}
		p := newProgram(s, "-background")
		p.ready()
		if i > 0 {
			p.logged("programs can reach this one")
		}
		if strings.Contains(name, "listens") {
			s.start(built(t, "surfstick"), "listen")
		}
		all = append(all, p.command)
	}
	time.Sleep(idleSettle)
	var before []time.Duration
	began := time.Now()
	for _, c := range all {
		before = append(before, work(t, c))
	}
	time.Sleep(*idle)
	took := time.Since(began)
	shares := make([]float64, len(all))
	for i, c := range all {
		shares[i] = 100 * float64(work(t, c)-before[i]) / float64(took)
		t.Logf("%s: %.2f %% of a core", names[i], shares[i])
		if shares[i] > shares[0]+noise {
			t.Errorf("%s: %.2f %% of a core, shut %.2f %%", names[i], shares[i], shares[0])
		}
	}
}
