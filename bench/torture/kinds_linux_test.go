package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// plan is what is asked for on the command line.
type plan struct {
	kills  int
	limit  time.Duration
	seed   uint64
	folder string
}

// kind is one sort of stick to be cruel to.
type kind struct {
	name   string
	direct bool
	quirks fakemodem.Quirks
}

// kinds are the sorts, each with a store of its own.
var kinds = []kind{
	{name: "stored"},
	{name: "direct", direct: true},
	{name: "early", quirks: fakemodem.Quirks{
		EarlyReport: true, SplitPrompt: true, Reports: []int{0, 1},
	}},
	{name: "noisy", quirks: fakemodem.Quirks{
		ExtraCR: true, Chunk: 7, Noise: 15 * time.Millisecond, EmptyOK: true,
	}},
}

// torture runs all kinds and prints what it found. The error lists what was lost or doubled.
func torture(p plan) error {
	fmt.Printf("%d kills, seed %d\n", p.kills, p.seed)
	if p.folder == "" {
		folder, err := os.MkdirTemp("", "torture")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		p.folder = folder
	}
	began := time.Now()
	var all figures
	for i, k := range kinds {
		share := plan{
			kills:  p.kills*(i+1)/len(kinds) - p.kills*i/len(kinds),
			limit:  p.limit / time.Duration(len(kinds)),
			folder: filepath.Join(p.folder, k.name), seed: p.seed + uint64(i),
		}
		f, err := round(k, share)
		fmt.Printf("%-7s %v\n", k.name, f)
		if err != nil {
			return fmt.Errorf("%s, seed %d: %w", k.name, p.seed, err)
		}
		all = all.plus(f)
	}
	fmt.Printf("all     %v, in %v\n", all, time.Since(began).Round(time.Second))
	return nil
}

// round is cruel to one kind of stick and judges.
func round(k kind, p plan) (figures, error) {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return figures{}, err
	}
	r := newRack(k, p)
	defer r.close()
	end := time.Now().Add(p.limit)
	for range p.kills {
		if p.limit > 0 && time.Now().After(end) {
			break
		}
		if err := r.cycle(); err != nil {
			return r.figures, err
		}
	}
	if err := r.settle(); err != nil {
		return r.figures, err
	}
	return r.judge()
}

// latency is that of a hasty stick: long enough for a kill to fall in between.
var latency = fakemodem.Latency{
	Command: time.Millisecond, Prompt: 2 * time.Millisecond, Send: 15 * time.Millisecond,
	Report: 20 * time.Millisecond, Echo: 30 * time.Millisecond, Ack: 2 * time.Second,
	Idle: 50 * time.Millisecond,
}

// rack is a modem that lives through everything, the line to it, and what it all came to.
type rack struct {
	kind    kind
	plan    plan
	rnd     *rand.Rand
	modem   *fakemodem.Modem
	line    *line
	truth   truth
	figures figures
	serial  int // of the texts
}

func newRack(k kind, p plan) *rack {
	return &rack{
		kind: k, plan: p, rnd: rand.New(rand.NewPCG(p.seed, 1)),
		modem: fakemodem.New(fakemodem.Options{
			Echo: true, NoFailingNumbers: true, Latency: latency, Quirks: k.quirks,
		}),
		truth: truth{begun: map[string]bool{}},
	}
}

func (r *rack) close() {
	r.modem.Close()
	r.line.close()
}

func (r *rack) port() string  { return filepath.Join(r.plan.folder, "port") }
func (r *rack) store() string { return filepath.Join(r.plan.folder, "messages.db") }

// chance is true so many times out of a hundred.
func (r *rack) chance(percent int) bool { return r.rnd.IntN(100) < percent }

// between is a time from a range.
func (r *rack) between(from, to time.Duration) time.Duration {
	return from + time.Duration(r.rnd.Int64N(int64(to-from)))
}

// cycle is one life of an engine: texts come and go, and it is killed.
func (r *rack) cycle() error {
	if r.line.ended() || r.chance(30) {
		if err := r.replug(); err != nil {
			return err
		}
	}
	if r.chance(10) { // the stick is pulled out somewhere
		r.modem.DropAfter(r.rnd.IntN(600), -1)
	} else if r.chance(10) {
		r.modem.DropAfter(-1, r.rnd.IntN(3000))
	}
	v, err := r.start()
	if err != nil {
		return err
	}
	r.busy(v)
	v.kill()
	r.figures.kills++
	if v.ready.Load() {
		r.figures.working++
	}
	return v.failed()
}

// busy lets texts flow until it is time for the engine to die: often while it starts, or right
// after it was given something to do.
func (r *rack) busy(v *victim) {
	life := r.between(5*time.Millisecond, 120*time.Millisecond)
	if r.chance(75) {
		if !v.await(10 * time.Second) {
			return
		}
		life = r.between(0, 250*time.Millisecond)
	}
	for end := time.Now().Add(life); ; {
		left := time.Until(end)
		if left <= 0 {
			return
		}
		time.Sleep(min(left, r.between(0, 60*time.Millisecond)))
		r.act(v)
	}
}

// act has one text come or go.
func (r *rack) act(v *victim) {
	r.serial++
	text := fmt.Sprintf("%s %d", r.kind.name, r.serial)
	long := r.chance(30)
	if long { // every part names the text that it belongs to
		for len(text) < 200+r.rnd.IntN(200) {
			text += fmt.Sprintf(" %d", r.serial)
		}
	}
	switch {
	case r.chance(50):
		r.truth.came = append(r.truth.came, text)
		if err := r.modem.Arrive(fmt.Sprintf("+49171000%04d", r.serial%7), text); err != nil {
			panic(err) // the text is ours
		}
	case long: // a number of its own: texts share no reference that way
		v.send(fmt.Sprintf("+49172%07d", r.serial), text)
	default:
		v.send(fmt.Sprintf("+49173000%04d", r.serial%5), text)
	}
}

// settle lets a last engine finish what was begun.
func (r *rack) settle() error {
	r.modem.DropAfter(-1, -1)
	if err := r.replug(); err != nil {
		return err
	}
	v, err := r.start()
	if err != nil {
		return err
	}
	for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); {
		v.ask()
		time.Sleep(300 * time.Millisecond)
		if v.open.Load() == 0 && r.left() == 0 {
			time.Sleep(time.Second) // the last reports
			if r.left() == 0 {
				break
			}
		}
	}
	v.quit()
	return v.failed()
}

// left is how many PDUs have not come to us yet.
func (r *rack) left() int {
	return r.modem.Waiting() + len(r.modem.Stored("SM")) + len(r.modem.Stored("ME"))
}

// judge reads the store and compares.
func (r *rack) judge() (figures, error) {
	r.truth.sent, r.truth.stored = r.modem.Sent(), r.left()
	story, err := read(r.store())
	if err != nil {
		return r.figures, err
	}
	r.figures.count(story, r.truth)
	wrong := verdict(r.truth, story)
	for i, w := range wrong {
		if i < 20 {
			fmt.Println("  ", w)
		}
	}
	if len(wrong) > 0 {
		return r.figures, fmt.Errorf("%d findings", len(wrong))
	}
	return r.figures, nil
}
