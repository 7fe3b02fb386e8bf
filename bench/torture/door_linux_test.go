package torture

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// TestTortureDoor kills the real program and scripts that send and listen through it, half of the times each; make
// torture does so 500 times.
func TestTortureDoor(t *testing.T) {
	if *only != "" && !slices.Contains(strings.Split(*only, ","), "door") {
		t.Skip("-only wants other kinds")
	}
	d := newDesk(t, sms.ProgramLimits{Minute: plenty, Hour: plenty, Day: plenty, Parts: 10})
	u := newUproar(d)
	began := time.Now()
	fmt.Printf("%d kills, seed %d\n", *kills, u.seed)
	err := u.run()
	if err == nil {
		err = u.judge()
	}
	fmt.Printf("%-10s %v, in %v\n", "door", &u.figures, time.Since(began).Round(time.Second))
	if err != nil {
		t.Fatalf("seed %d: %v", u.seed, err)
	}
}

// plenty is more than the scripts ever send.
const plenty = 1_000_000

// How many scripts there are at once. With what the test asks by itself they are never more than may connect, but
// those that were killed take a while to be noticed.
const (
	senders   = 5
	batches   = 1
	listeners = 2
)

// uproar is the program, scripts that call it, and what it all came to.
type uproar struct {
	*desk
	luck  // of the one who kills the program
	seed  uint64
	ended chan struct{} // closed when scripts send nothing new
	quiet chan struct{} // closed when they listen no more

	clientKills atomic.Int32

	mu sync.Mutex
	// Everything below is guarded by mu.
	office  office
	came    []string
	serial  int // of texts
	wrong   []string
	figures doorFigures
}

// doorFigures is what a run came to.
type doorFigures struct {
	apps, working, clients   int // kills of the program, those when it was ready to send, and kills of scripts
	calls, accepted, repeats int // orders, how many were answered, and answers beyond the first
	unheard                  int // accepted calls of which the first answer got lost
	out, network, unsure     int // texts in the store, pieces in the network, possibly sent
	in, heard, again         int // texts in the store, lines that listeners printed, those printed before
}

// String is one line for people.
func (f *doorFigures) String() string {
	return fmt.Sprintf("%d kills of the program (%d while ready) and %d of scripts, %d calls, %d accepted (the answer to %d got "+
		"lost at first) and %d times once more, %d messages out, the network has %d pieces of them, %d possibly sent, %d messages in, "+
		"%d lines of listeners (%d once more)",
		f.apps, f.working, f.clients, f.calls, f.accepted, f.unheard, f.repeats, f.out, f.network, f.unsure, f.in, f.heard, f.again)
}

func newUproar(d *desk) *uproar {
	u := &uproar{
		desk: d, seed: *seed, ended: make(chan struct{}), quiet: make(chan struct{}),
		office: office{calls: map[string]*called{}, listeners: make([][]listened, listeners)},
	}
	if u.seed == 0 {
		u.seed = uint64(time.Now().UnixNano())
	}
	u.luck = u.lucky(0)
	return u
}

// lucky returns luck for one goroutine.
func (u *uproar) lucky(of uint64) luck { return luck{rand.New(rand.NewPCG(u.seed, of))} }

// run has everything happen.
func (u *uproar) run() error {
	var sending, listening sync.WaitGroup
	for i := range senders {
		sending.Go(func() { (&script{u, u.lucky(uint64(100 + i))}).send() })
	}
	for i := range batches {
		sending.Go(func() { (&script{u, u.lucky(uint64(200 + i))}).sendBatches(i) })
	}
	for i := range listeners {
		listening.Go(func() { (&script{u, u.lucky(uint64(300 + i))}).listen(i) })
	}
	sending.Go(func() { (&script{u, u.lucky(400)}).arrive() })
	err := u.killAll()
	close(u.ended)
	sending.Wait()
	if err == nil {
		err = u.settle()
	}
	close(u.quiet)
	listening.Wait()
	return err
}

// killAll kills the program until it and the scripts were killed often enough.
func (u *uproar) killAll() error {
	end := time.Now().Add(*limit)
	for u.figures.apps < *kills/2 || int(u.clientKills.Load()) < *kills/2 {
		if *limit > 0 && time.Now().After(end) {
			return nil
		}
		if err := u.life(); err != nil {
			return err
		}
	}
	return nil
}

// life is one life of the program: it is often killed while it starts.
func (u *uproar) life() error {
	if u.stick.broken() || u.chance(30) {
		if err := u.stick.plug(); err != nil {
			return err
		}
	}
	a, err := u.start()
	if err != nil {
		return err
	}
	life, ready := u.between(5*time.Millisecond, 400*time.Millisecond), false
	if u.chance(75) {
		if ready = u.await(a, startTime); !ready {
			return errors.Join(errors.New("the program does not get ready"), a.kill(), errors.New(a.says.String()))
		}
		life = u.between(0, 500*time.Millisecond+time.Duration(u.stick.left())*perText)
	}
	a.lives(life)
	if err := a.kill(); err != nil {
		return err
	}
	time.Sleep(u.between(0, 100*time.Millisecond)) // nobody is there
	u.mu.Lock()
	defer u.mu.Unlock()
	u.figures.apps++
	if ready {
		u.figures.working++
	}
	return nil
}

const (
	// startTime is how long the program may take until it is ready.
	startTime = 30 * time.Second
	// settleTime is how long all may take that came in until it was printed.
	settleTime = 2 * time.Minute
)

// settle has a last life take in what has come, and all listeners print it.
func (u *uproar) settle() error {
	if err := u.stick.plug(); err != nil {
		return err
	}
	a, err := u.start()
	if err != nil {
		return err
	}
	if !u.await(a, startTime) {
		return errors.Join(errors.New("the program does not get ready"), a.kill())
	}
	for end := time.Now().Add(settleTime); !u.heardAll(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			break // the verdict says what is missing
		}
	}
	return a.quit()
}

// heardAll reports whether nothing more is to come in, and every listener is at its end.
func (u *uproar) heardAll() bool {
	info, err := u.info()
	if err != nil || u.stick.left() > 0 {
		return false
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	at := map[int]int64{}
	for _, h := range u.office.heard {
		at[h.listener] = max(at[h.listener], h.Seq)
	}
	for i := range listeners {
		if at[i] < info.Seq {
			return false
		}
	}
	return true
}

// judge reads the store and compares.
func (u *uproar) judge() error {
	real := truth{came: u.came}
	u.stick.tell(&real)
	story, err := read(u.store())
	if err != nil {
		return err
	}
	u.count(real, story)
	wrong := append(u.wrong, doorVerdict(u.office, real, story)...)
	if len(wrong) > 0 {
		return fmt.Errorf("%d findings:\n%s", len(wrong), strings.Join(wrong[:min(len(wrong), 20)], "\n"))
	}
	return nil
}

func (u *uproar) count(real truth, story record) {
	f := &u.figures
	f.clients = int(u.clientKills.Load())
	f.calls, f.out, f.in, f.heard = len(u.office.calls), len(story.out), len(story.in), len(u.office.heard)
	for _, c := range u.office.calls {
		if c.ids != nil {
			f.accepted++
			if c.fresh == 0 {
				f.unheard++
			}
		}
	}
	for _, s := range real.sent {
		f.network += len(s.keys)
	}
	for _, m := range story.out {
		if m.Status == sms.Unconfirmed {
			f.unsure++
		}
	}
	printed := map[[2]int64]bool{}
	for _, h := range u.office.heard {
		line := [2]int64{int64(h.listener), h.Seq}
		if printed[line] {
			f.again++
		}
		printed[line] = true
	}
}

// complain notes what must not happen.
func (u *uproar) complain(format string, args ...any) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.wrong = append(u.wrong, fmt.Sprintf(format, args...))
}

// accepted notes an answer to a call.
func (u *uproar) accepted(c *called, a answer) {
	u.mu.Lock()
	defer u.mu.Unlock()
	var ids []int64
	for _, t := range a.Texts {
		ids = append(ids, t.ID)
		if t.Text != c.text || t.State == remote.Failed || t.State == remote.Deleted {
			u.wrong = append(u.wrong, fmt.Sprintf("%q was answered with %+v", c.text, t))
		}
	}
	if !a.Known {
		c.fresh++
	}
	if c.ids == nil {
		c.ids = ids
		return
	}
	u.figures.repeats++
	if fmt.Sprint(ids) != fmt.Sprint(c.ids) || !a.Known {
		u.wrong = append(u.wrong, fmt.Sprintf("%q was answered with %v, and with %v (known: %v) once more", c.text, c.ids, ids, a.Known))
	}
}
