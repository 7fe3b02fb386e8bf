package hook

import (
	"context"
	"errors"
	"strconv"

	"surfstick-sms/sms"
)

// handOver runs the program for every text that waits.
func (h *Hook) handOver(ctx context.Context) error {
	for {
		all, err := h.waiting(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, a := range all {
			if on, err := h.one(ctx, a); err != nil || !on {
				return err
			}
		}
	}
}

// waiting returns the texts to hand over now.
func (h *Hook) waiting(ctx context.Context) ([]sms.Arrival, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, err := h.known(ctx)
	if err != nil || s.Command.Program == "" || s.Paused || ctx.Err() != nil {
		return nil, err
	}
	last, err := h.cfg.Arrivals.LastArrival(ctx)
	if err != nil || last == h.stuck {
		return nil, err
	}
	begun, err := h.begun(ctx)
	if err != nil {
		return nil, err
	}
	return h.cfg.Arrivals.Arrivals(ctx, begun, page)
}

// one runs the program for a text, and reports whether to go on with the next one.
func (h *Hook) one(ctx context.Context, a sms.Arrival) (goOn bool, err error) {
	input, err := h.cfg.Encode(ctx, a)
	if err != nil {
		return false, err
	}
	c, before, err := h.begin(ctx, a)
	if err != nil || c.Program == "" {
		return false, err
	}
	r := run(ctx, h.cfg.Limit, c, append(input, '\n'))
	r.Output = mask(r.Output, append(words(input), a.Message.Text)...)
	h.log.Info("hook", "program", sms.Program(c.Program).Name(), "result", r.String(), "took", r.Took, "output", r.Output)
	return h.ended(ctx, r, before)
}

// begin notes a text as begun and returns the program to run for it, none when there is none any more.
func (h *Hook) begin(ctx context.Context, a sms.Arrival) (c Command, before int64, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state.Paused || ctx.Err() != nil {
		return Command{}, 0, nil
	}
	if before, err = h.begun(ctx); err != nil {
		return Command{}, 0, err
	}
	return h.state.Command, before, h.keepBegun(ctx, a.Seq)
}

// ended notes how a run ended. What was not started has not begun.
func (h *Hook) ended(ctx context.Context, r Result, before int64) (goOn bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state.Last = r
	if !errors.Is(r.Err, ErrNotStarted) {
		return true, nil
	}
	ctx = context.WithoutCancel(ctx)
	if h.stuck, err = h.cfg.Arrivals.LastArrival(ctx); err != nil {
		return false, err
	}
	return false, h.keepBegun(ctx, before)
}

func (h *Hook) begun(ctx context.Context) (int64, error) {
	kept, err := h.cfg.Settings.Setting(ctx, keyBegun)
	if err != nil || kept == "" {
		return 0, err
	}
	return strconv.ParseInt(kept, 10, 64)
}

func (h *Hook) keepBegun(ctx context.Context, seq int64) error {
	return h.cfg.Settings.SetSetting(ctx, keyBegun, strconv.FormatInt(seq, 10))
}
