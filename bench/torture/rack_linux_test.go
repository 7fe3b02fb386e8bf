package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// stick is what is behind the engine. It lives in the parent, through everything.
type stick interface {
	// engine returns what the engine is told to find it.
	engine() []string
	// plug makes the way to it anew; broken reports whether that has to be.
	plug() error
	broken() bool
	// upset has things go wrong in the next life, calm ends that.
	upset(luck)
	calm()
	// nudge does what a person does when nothing moves for a while.
	nudge() error
	// number is one to send a text to.
	number(serial int, long bool) string
	// arrive has a text come in.
	arrive(d luck, serial int, text string, long bool)
	// left is how many texts have not come to us yet, or parts of them.
	left() int
	// tell adds what the network and the stick know, and returns how many faults there were.
	tell(*truth) (faults int)
	close()
}

// luck draws what happens.
type luck struct{ *rand.Rand }

// chance is true so many times out of a hundred.
func (d luck) chance(percent int) bool { return d.IntN(100) < percent }

// between is a time from a range.
func (d luck) between(from, to time.Duration) time.Duration {
	return from + time.Duration(d.Int64N(int64(to-from)))
}

// rack is a stick, engines on a store of theirs, and what it all came to.
type rack struct {
	luck
	kind    kind
	plan    plan
	stick   stick
	truth   truth
	unsure  map[string]bool // texts that were once possibly sent
	figures figures
	serial  int // of the texts
}

func newRack(k kind, p plan) (*rack, error) {
	s, err := k.stick(p.folder)
	if err != nil {
		return nil, err
	}
	return &rack{
		luck: luck{rand.New(rand.NewPCG(p.seed, 1))}, kind: k, plan: p, stick: s,
		truth: truth{begun: map[string]bool{}}, unsure: map[string]bool{},
	}, nil
}

func (r *rack) store() string { return filepath.Join(r.plan.folder, "messages.db") }

// round is cruel to one kind of stick and judges.
func round(k kind, p plan) (figures, error) {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return figures{}, err
	}
	r, err := newRack(k, p)
	if err != nil {
		return figures{}, err
	}
	defer r.stick.close()
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

// cycle is one life of an engine: texts come and go, and it is killed.
func (r *rack) cycle() error {
	if r.stick.broken() || r.chance(30) {
		if err := r.stick.plug(); err != nil {
			return err
		}
	}
	r.stick.upset(r.luck)
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

// perText is by how much longer an engine may live for each text that lies in the stick: one that is always
// killed before it has read them all finds more and more.
const perText = 25 * time.Millisecond

// busy lets texts flow until it is time for the engine to die: often while it starts, or right
// after it was given something to do.
func (r *rack) busy(v *victim) {
	life := r.between(5*time.Millisecond, 120*time.Millisecond)
	if r.chance(75) {
		if !v.await(10 * time.Second) {
			return
		}
		life = r.between(0, 250*time.Millisecond+time.Duration(r.stick.left())*perText)
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
		for len(text) < 200+r.IntN(200) {
			text += fmt.Sprintf(" %d", r.serial)
		}
	}
	if r.chance(50) {
		r.truth.came = append(r.truth.came, text)
		r.stick.arrive(r.luck, r.serial, text, long)
		return
	}
	v.send(r.stick.number(r.serial, long), text)
}

// settle lets a last engine finish what was begun.
func (r *rack) settle() error {
	r.stick.calm()
	if err := r.stick.plug(); err != nil {
		return err
	}
	v, err := r.start()
	if err != nil {
		return err
	}
	for i := range 1000 { // 5 minutes
		if i%10 == 9 {
			if err := r.stick.nudge(); err != nil {
				return err
			}
		}
		v.ask()
		time.Sleep(300 * time.Millisecond)
		if v.open.Load() == 0 && r.stick.left() == 0 {
			time.Sleep(time.Second) // the last reports
			if r.stick.left() == 0 {
				break
			}
		}
	}
	v.quit()
	return v.failed()
}

// judge reads the store and compares.
func (r *rack) judge() (figures, error) {
	r.truth.left = r.stick.left()
	r.figures.faults = r.stick.tell(&r.truth)
	story, err := read(r.store())
	if err != nil {
		return r.figures, err
	}
	r.figures.count(story, r.truth, r.unsure)
	wrong := verdict(r.kind.way, r.truth, story)
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
