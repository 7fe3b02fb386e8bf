package messenger

import "time"

const (
	// indexFrom is how many texts outside of the index for searching are put into it together, so that
	// hardly any text costs a commit more. Searching compares them one by one until then.
	indexFrom = 256
	// indexStep is how many go into one commit: others wait for that, some 10 ms.
	indexStep  = 100
	indexPause = 20 * time.Millisecond // between two steps
	indexRetry = time.Hour             // after a failure
	firstIndex = 20 * time.Second      // after the start, when the window is up
)

// indexing is the filling of the index for searching. Only touched by the loop.
type indexing struct {
	busy  bool
	after time.Time // not begun before
}

// wake returns when to begin, if there is something to put in that waits for that.
func (i *indexing) wake(now time.Time) time.Time {
	if i.busy || !now.Before(i.after) {
		return time.Time{}
	}
	return i.after
}

// fillIndex puts what is missing into the index, beside the loop: a few hundred texts now and then, or all
// those of a file from before there was an index. What was removed goes out of
// it for good.
func (m *Messenger) fillIndex(now time.Time) {
	if m.indexing.busy || now.Before(m.indexing.after) || m.health.failed {
		return
	}
	if m.st.Unsearched() < indexFrom && !m.st.Soiled() {
		return
	}
	m.indexing.busy = true
	m.copies.Go(func() {
		err := m.fillSteps()
		if err != nil && m.ctx.Err() == nil {
			m.log.Warn("index for searching not filled", "err", err)
		}
		m.post(func() {
			m.indexing.busy = false
			if err != nil {
				m.indexing.after = m.o.Now().Add(indexRetry)
			}
		})
	})
}

func (m *Messenger) fillSteps() error {
	for {
		n, err := m.st.Index(m.ctx, indexStep)
		done := n < indexStep
		if err == nil && done {
			done, err = m.st.Clean(m.ctx)
		}
		if err != nil || done {
			return err
		}
		select {
		case <-time.After(indexPause):
		case <-m.ctx.Done():
			return m.ctx.Err()
		}
	}
}
