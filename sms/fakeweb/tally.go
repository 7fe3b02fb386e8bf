package fakeweb

import "sync"

// Tally counts the requests that are being answered. The zero value is one of none.
type Tally struct {
	answering sync.WaitGroup

	mu   sync.Mutex
	now  int // guarded by mu
	most int // guarded by mu
}

// Begin counts a request until end is called.
func (t *Tally) Begin() (end func()) {
	t.answering.Add(1)
	t.add(1)
	return func() {
		t.add(-1)
		t.answering.Done()
	}
}

func (t *Tally) add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now += n
	t.most = max(t.most, t.now)
}

// Most returns how many there were at the same time at most.
func (t *Tally) Most() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.most
}

// Wait waits until none is being answered.
func (t *Tally) Wait() { t.answering.Wait() }
