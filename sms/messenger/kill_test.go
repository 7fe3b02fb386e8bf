package messenger_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

// A child process is this test binary with one of these in its environment.
const (
	killEnv  = "MESSENGER_TEST_STORE" // the file to work on
	stageEnv = "MESSENGER_TEST_STAGE" // what to do before being killed
	sentEnv  = "MESSENGER_TEST_SENT"  // how many texts to hand over before being killed, with muchToDo
)

// wait is when what never comes is given up, so that the test can say what it was: long enough for any
// machine that does something else beside.
const wait = 5 * time.Minute

// victimPath is the store that this process shall work on until it is killed; "" in the test.
func victimPath() string { return os.Getenv(killEnv) }

// victim does what the stage says, prints it, and waits for SIGKILL.
func victim(path string) {
	st, err := store.Open(path, store.Options{})
	if err != nil {
		fail(err)
	}
	m := messenger.New(st, messenger.Options{Region: "DE"})
	modem := newBackend()
	answering := make(chan struct{})
	modem.answer = func(n int) (int, error) {
		if n == 1 && os.Getenv(stageEnv) == "between parts" {
			return n, nil
		}
		close(answering)
		select {}
	}
	switch os.Getenv(stageEnv) {
	case "sent off":
		must(m.Send(context.Background(), anna, "do not lose me"))
	case "in flight":
		m.Attach(modem)
		must(m.Send(context.Background(), anna, "do not double me"))
		<-answering
	case "before the prompt":
		modem.prompt = func() { close(answering); select {} }
		m.Attach(modem)
		must(m.Send(context.Background(), anna, "I have not gone yet"))
		<-answering
	case "between parts":
		m.Attach(modem)
		must(m.Send(context.Background(), anna, strings.Repeat("long ", 50)))
		<-answering
	case "whole in flight", "whole before the commit", "whole being asked":
		s := newTextStick()
		s.answer = func(int) error { close(answering); select {} }
		if os.Getenv(stageEnv) == "whole before the commit" {
			s.prompt = func() { close(answering); select {} }
		}
		if os.Getenv(stageEnv) == "whole being asked" {
			s.losing()
			s.fate = func(context.Context, int) (sms.Fate, error) { close(answering); select {} }
		}
		m.Attach(s)
		must(m.Send(context.Background(), anna, strings.Repeat("long ", 50)))
		<-answering
	case "much to do", "go on":
		_ = m.Close()
		muchToDo(path, os.Getenv(stageEnv) == "much to do")
	case "programs":
		acceptCalls(m)
	case "kept HiLink":
		m.Attach(modem)
		if err := modem.sink.Keep(entry("kept", noon).delivery()); err != nil {
			fail(err)
		}
	case "kept":
		m.Attach(modem)
		if err := modem.sink.Keep(delivery(incoming("491711234567", nil, "kept", noon))); err != nil {
			fail(err)
		}
	}
	fmt.Println("ready")
	select {}
}

func must(_ sms.Message, err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// plannedTo is whom one of the planned texts of muchToDo is for.
func plannedTo(i int) sms.Number { return sms.Number(fmt.Sprintf("+4917300%05d", i)) }

// muchToDo works on 40 planned texts and a job of 40, which it makes first where it begins. It returns when it
// is to be killed, and hands at most moreSent texts over after that.
func muchToDo(path string, begin bool) {
	st, err := store.Open(path, store.Options{})
	if err != nil {
		fail(err)
	}
	m := messenger.New(st, messenger.Options{Region: "DE", Pace: -1})
	ctx := context.Background()
	for i := range 40 {
		if !begin {
			break
		}
		if _, err := m.Plan(ctx, plan.Text{To: plannedTo(i), Body: "later", At: time.Now()}); err != nil {
			fail(err)
		}
	}
	if begin {
		if _, err := m.StartJob(ctx, bulk.Job{Name: "party"}, people(40)); err != nil {
			fail(err)
		}
		return
	}
	modem, ready := newBackend(), make(chan struct{})
	before, err := strconv.Atoi(os.Getenv(sentEnv))
	if err != nil {
		fail(err)
	}
	modem.answer = func(n int) (int, error) {
		if n == before {
			close(ready)
		}
		if n > before+moreSent {
			select {}
		}
		return n, nil
	}
	m.Attach(modem)
	if before > 0 {
		<-ready
	}
}

// moreSent is how many texts a child hands over at most while it is being killed: it is killed anywhere among
// them, and leaves something to do on a machine however fast.
const moreSent = 3

// kill runs a child up to the stage, kills it with SIGKILL, and returns the file that it left.
func kill(t *testing.T, stage string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "messages.db")
	killAgain(t, path, stage, 0)
	return path
}

// killAgain does that with a file that is there; sent is how many texts muchToDo hands over before.
func killAgain(t *testing.T, path, stage string, sent int) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), killEnv+"="+path, stageEnv+"="+stage, sentEnv+"="+strconv.Itoa(sent))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed, as wanted
	if line != "ready\n" {
		t.Fatalf("the child says %q", line)
	}
}

func TestKilled(t *testing.T) {
	for _, c := range []struct {
		stage  string
		status sms.Status
		done   int
		after  sms.Status // when a modem comes
	}{
		{"sent off", sms.Queued, 0, sms.Sent},
		{"in flight", sms.Unconfirmed, 0, sms.Unconfirmed},
		{"before the prompt", sms.Queued, 0, sms.Sent},
		{"between parts", sms.Unconfirmed, 1, sms.Unconfirmed},
		{"kept", sms.Received, 1, sms.Received},
		{"kept HiLink", sms.Received, 1, sms.Received},
	} {
		t.Run(c.stage, func(t *testing.T) {
			path := kill(t, c.stage)
			b := startAt(t, path)
			defer b.Close()
			m := b.eventually(func(m sms.Message) bool { return m.Status == c.status })
			if m.Done != c.done {
				t.Fatalf("%d parts done, want %d", m.Done, c.done)
			}
			modem := newBackend()
			b.Attach(modem)
			b.eventually(func(m sms.Message) bool { return m.Status == c.after })
			if c.status == sms.Unconfirmed && modem.submitted() > 0 {
				t.Fatal("sent again by itself")
			}
		})
	}
}

// TestKilledWhole: a program that was killed with a whole text on its way asks the stick at the next
// start, and sends again only what the stick never took.
func TestKilledWhole(t *testing.T) {
	long := strings.Repeat("long ", 50)
	for _, c := range []struct {
		stage  string
		status sms.Status // before a stick comes
		fate   sms.Fate
		after  sms.Status
		asked  bool
		sent   int
	}{
		{"whole before the commit", sms.Queued, sms.FateUnknown, sms.Sent, false, 1},
		{"whole in flight", sms.Unconfirmed, sms.FateSent, sms.Sent, true, 0},
		{"whole in flight", sms.Unconfirmed, sms.FateFailed, sms.Failed, true, 0},
		{"whole in flight", sms.Unconfirmed, sms.FateNotSent, sms.Waiting, true, 0}, // and later sent
		{"whole being asked", sms.Unconfirmed, sms.FateSent, sms.Sent, true, 0},
	} {
		t.Run(c.stage+", "+c.fate.String(), func(t *testing.T) {
			b := startAt(t, kill(t, c.stage))
			defer b.Close()
			b.eventually(func(m sms.Message) bool { return m.Status == c.status })
			s := newTextStick()
			s.fates(c.fate)
			b.Attach(s)
			m := b.eventually(func(m sms.Message) bool { return m.Status == c.after })
			if c.after == sms.Waiting && m.NextTry.Before(time.Now()) {
				t.Errorf("next try %v", m.NextTry)
			}
			want := []string{"note 1: " + long}
			if !c.asked {
				want = nil
			}
			if asked := s.questions(); !slices.Equal(asked, want) || s.count() != c.sent {
				t.Errorf("asked %q, sent %d times", asked, s.count())
			}
		})
	}
}

// TestKilledWithoutAnswer: without a stick that can be asked, what was in flight stays possibly sent.
func TestKilledWithoutAnswer(t *testing.T) {
	b := startAt(t, kill(t, "whole in flight"))
	defer b.Close()
	b.eventually(func(m sms.Message) bool { return m.Status == sms.Unconfirmed })
	modem := newBackend()
	b.Attach(modem)
	if _, err := b.Send(t.Context(), bert, "behind it"); err != nil {
		t.Fatal(err)
	}
	for modem.submitted() == 0 && t.Context().Err() == nil {
		time.Sleep(time.Millisecond)
	}
	if m := b.eventually(func(sms.Message) bool { return true }); m.Status != sms.Unconfirmed ||
		modem.submitted() != 1 {
		t.Errorf("%+v, submitted %d times", m, modem.submitted())
	}
}

// eventually waits in real time for the only text with anna to become as wanted.
func (b *bench) eventually(want func(sms.Message) bool) sms.Message {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	for ctx.Err() == nil {
		all, err := b.Messages(ctx, anna, 0, 0)
		if err == nil && len(all) == 1 && want(all[0]) {
			return all[0]
		}
	}
	b.t.Fatalf("never came: %v", fmt.Sprint(b.Messages(context.Background(), anna, 0, 0)))
	return sms.Message{}
}
