package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/sms/remote"
)

// How deliveries are tried, as SMS Gateway does it (docs.sms-gate.app, webhooks).
const (
	// firstRetry is how long after the first failure it is tried again; each further time takes twice as long.
	firstRetry = 10 * time.Second
	// maxRetries is how often it is tried again, which takes 45 hours in all.
	maxRetries = 14
)

const (
	// reconnectTime is how often it is tried to reach Surfstick SMS.
	reconnectTime = 5 * time.Second
	// askTime is how long it is before the person at the window is asked again who did not answer.
	askTime = 10 * time.Minute
	// reportTime is how long after it was sent a text may still be reported as delivered or not. Service centres
	// give up after three days or fewer, as a rule (validity period, 3GPP TS 23.040, 9.2.3.12).
	reportTime = 72 * time.Hour
)

// worker delivers to one webhook, one thing after another. All that it knows is in the file: what could not be
// delivered is read again from Surfstick SMS when its time has come. So a message that was deleted meanwhile,
// or may not be read any more, is not delivered.
type worker struct {
	*service
	hook hook
}

// run works until ctx ends.
func (w *worker) run(ctx context.Context) {
	told := ""
	for ctx.Err() == nil {
		if w.hook.Trying != nil && !sleep(ctx, time.Until(w.hook.Trying.Next)) {
			return
		}
		err := w.session(ctx)
		pause := w.again
		switch reason := reasonOf(err); {
		case errors.Is(err, errFailed):
			continue // there is a time for the next try
		case ctx.Err() != nil:
			return
		case reason == remote.ReasonUsage && w.hook.Event == eventReceived:
			err = errors.Join(err, w.restart(ctx))
		case reason == remote.ReasonNobodyAnswered:
			pause = askTime
		}
		if now := err.Error(); now != told { // once, not every few seconds
			w.log.Printf("webhook %s: %v", w.hook.ID, err)
			told = now
		}
		sleep(ctx, pause)
	}
}

// sleep reports whether ctx lasted so long.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func reasonOf(err error) remote.Reason {
	var refused *remote.Error
	if errors.As(err, &refused) {
		return refused.Reason
	}
	return ""
}

// restart has the webhook begin anew: Surfstick SMS says that there was no message with its number yet, so
// these are not the messages of last time.
func (w *worker) restart(ctx context.Context) (err error) {
	if w.hook.After, err = w.now(ctx, w.hook.Event); err != nil {
		return err
	}
	w.hook.Trying = nil
	return w.save()
}

// save keeps how far the webhook is.
func (w *worker) save() error {
	w.hooks.mu.Lock()
	defer w.hooks.mu.Unlock()
	all := slices.Clone(w.hooks.all)
	at := slices.IndexFunc(all, w.hook.same)
	if at < 0 || all[at].URL != w.hook.URL || all[at].Event != w.hook.Event {
		return context.Canceled // removed, or another one has its place
	}
	all[at] = w.hook
	all[at].Told = slices.Clone(w.hook.Told)
	return w.keep(all)
}

// session delivers over one connection, until it ends or a delivery fails.
func (w *worker) session(ctx context.Context) error {
	c, err := w.client(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if w.hook.Event == eventReceived {
		return w.received(ctx, c)
	}
	return w.reports(ctx, c)
}

// received delivers received messages.
func (w *worker) received(ctx context.Context, c *remote.Client) error {
	if _, err := c.Listen(ctx, remote.ListenParams{Since: &w.hook.After}); err != nil {
		return err
	}
	for {
		n, err := c.Next(ctx)
		if err != nil {
			return err
		}
		r := n.Received
		if r == nil {
			continue
		}
		if r.State != remote.Call && r.State != remote.Service { // those are not SMS with a text
			if err := w.deliver(ctx, r.Seq, receivedPayload(r)); err != nil {
				return err
			}
		}
		w.hook.After = r.Seq
		if err := w.save(); err != nil {
			return err
		}
	}
}

// reports delivers what became of texts of programs. It looks at their states whenever one has changed, so
// that nothing is missed that happens while it is not there.
func (w *worker) reports(ctx context.Context, c *remote.Client) error {
	if _, err := c.Listen(ctx, remote.ListenParams{Reports: true}); err != nil {
		return err
	}
	for {
		if err := w.look(ctx); err != nil {
			return err
		}
		for reported := false; !reported; {
			n, err := c.Next(ctx)
			if err != nil {
				return err
			}
			reported = n.Report != nil
		}
	}
}

// look delivers what there is to tell of texts.
func (w *worker) look(ctx context.Context) error {
	c, err := w.client(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	settled := true // so far, nothing was left for later
	for since, more := w.hook.After, true; more; {
		l, err := c.List(ctx, remote.ListParams{Direction: remote.Out, Since: &since, Limit: remote.MaxList})
		if err != nil {
			return err
		}
		for _, t := range l.Texts {
			since = t.ID
			if settled, err = w.tell(ctx, t, settled); err != nil {
				return err
			}
		}
		more = l.More && len(l.Texts) > 0
	}
	return nil
}

// tell delivers what there is to tell of a text. It reports whether all up to this one is settled.
func (w *worker) tell(ctx context.Context, t remote.Text, settled bool) (bool, error) {
	at := slices.Index(w.hook.Told, t.ID)
	happened, possible := w.happened(t)
	if happened && at < 0 {
		if err := w.deliver(ctx, t.ID, reportPayload(w.hook.Event, t)); err != nil {
			return false, err
		}
		at = len(w.hook.Told)
		w.hook.Told = append(w.hook.Told, t.ID)
	} else if at >= 0 && !settled {
		return false, nil // nothing new
	}
	settled = settled && (at >= 0 || !possible)
	if settled {
		w.hook.After = t.ID
		if at >= 0 {
			w.hook.Told = slices.Delete(w.hook.Told, at, at+1)
		}
	}
	if at < 0 {
		return settled, nil
	}
	return settled, w.save()
}

// happened reports whether the event of the webhook has happened to a text, and else whether it still can.
func (w *worker) happened(t remote.Text) (happened, possible bool) {
	if t.Program == "" {
		return false, false
	}
	open := !t.State.Final() && (t.State != remote.Sent || time.Since(t.Changed) < reportTime)
	switch w.hook.Event {
	case eventSent:
		return t.State == remote.Sent || t.State == remote.Delivered, open
	case eventDelivered:
		return t.State == remote.Delivered, open
	default:
		return wordOf(t.State) == failed, open
	}
}

// errFailed says that a delivery has failed and is to be tried again.
var errFailed = errors.New("delivery failed")

// deliver delivers something once. When that fails, it keeps when to try again and returns errFailed, or nil
// when it was tried often enough.
func (w *worker) deliver(ctx context.Context, of int64, p payload) error {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", w.hook.ID, w.hook.Event, of))
	text, err := json.Marshal(event{deviceID, w.hook.Event, hex.EncodeToString(sum[:16]), w.hook.ID, p})
	if err != nil {
		return err
	}
	err = w.post(ctx, text)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	failed := 0
	if w.hook.Trying != nil && w.hook.Trying.Of == of {
		failed = w.hook.Trying.Failed
	}
	w.hook.Trying = nil // the caller saves it
	if err == nil {
		return nil
	}
	if failed++; failed > maxRetries {
		w.log.Printf("webhook %s: %s %d is given up: %v", w.hook.ID, w.hook.Event, of, err)
		return nil
	}
	pause := w.retry << (failed - 1)
	w.log.Printf("webhook %s: %s %d: %v; again in %v", w.hook.ID, w.hook.Event, of, err, pause)
	w.hook.Trying = &trying{of, failed, time.Now().Add(pause)}
	return cmp.Or(w.save(), errFailed)
}
