package autoplay

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errNoDrive = errors.New("no such drive")

func TestOfStick(t *testing.T) {
	const stick, card = `\\?\usbstor#cdrom&ven_huawei`, `\\?\usbstor#cdrom&ven_zte`
	numbers := map[string]device{
		stick: {2, 1}, card: {2, 2}, `\\.\E:`: {2, 1}, `\\.\F:`: {2, 0}, `\\.\g:`: {2, 2}, `\\.\C:`: {7, 1},
	}
	find := func(path string) (device, error) {
		if d, ok := numbers[path]; ok {
			return d, nil
		}
		return device{}, errNoDrive
	}
	cases := []struct {
		name, root string
		drives     []string
		want       bool
	}{
		{"the stick's", `E:\`, []string{stick}, true},
		{"without a backslash", `E:`, []string{stick}, true},
		{"the second of two", `g:\`, []string{stick, card}, true},
		{"the computer's own", `F:\`, []string{stick, card}, false},
		{"a disk of the same number", `C:\`, []string{stick}, false},
		{"no stick", `E:\`, nil, false},
		{"gone", `H:\`, []string{stick}, false},
		{"the stick is gone", `E:\`, []string{"gone"}, false},
		{"a folder", `E:\AutoRun`, []string{stick}, false},
		{"a share", `\\server\share`, []string{stick}, false},
		{"a path that would open something else", `..\E:`, []string{stick}, false},
		{"nothing", "", []string{stick}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := ofStick(c.root, c.drives, find); got != c.want {
				t.Errorf("refused %t, want %t", got, c.want)
			}
		})
	}
}

// journal notes what happens to the table of running objects.
type journal struct {
	mu   sync.Mutex
	seen []string
	err  error
}

func (j *journal) note(what string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen = append(j.seen, what)
}

func (j *journal) refuse() (func(), error) {
	j.note("in")
	if j.err != nil {
		return nil, j.err
	}
	return func() { j.note("out") }, nil
}

func TestGuard(t *testing.T) {
	cases := []struct {
		name string
		want []bool
		err  error
		seen []string
	}{
		{"never", nil, nil, nil},
		{"off", []bool{false}, nil, nil},
		{"on at the end", []bool{true}, nil, []string{"in", "out"}},
		{"not possible", []bool{true}, errNoDrive, []string{"in"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			j := &journal{err: c.err}
			g := newGuard(j.refuse, slog.New(slog.DiscardHandler))
			for _, on := range c.want {
				g.Set(on)
			}
			g.Close()
			if !slices.Equal(j.seen, c.seen) {
				t.Errorf("%v, want %v", j.seen, c.seen)
			}
		})
	}
}

// TestGuardManyWishes: whatever is wished in whatever order, it is entered and taken away in turns, and
// is out at the end.
func TestGuardManyWishes(t *testing.T) {
	j := &journal{}
	g := newGuard(j.refuse, slog.New(slog.DiscardHandler))
	for i := range 1000 {
		g.Set(i%3 != 0)
	}
	g.Close()
	for i, what := range j.seen {
		if want := []string{"in", "out"}[i%2]; what != want {
			t.Fatalf("%d: %s, want %s", i, what, want)
		}
	}
	if len(j.seen)%2 != 0 {
		t.Error("still in at the end")
	}
}
