package fakestick

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

// Hub is several sticks in one computer, and what else a scan can tell of it. It is scanner,
// switcher and opener of them all.
type Hub struct {
	sticks []*Stick

	mu     sync.Mutex
	around hw.Snapshot // guarded by mu: what a scan tells beside the sticks
}

// NewHub puts sticks side by side; their locations and first ports must differ.
func NewHub(sticks ...*Stick) *Hub { return &Hub{sticks: sticks} }

// Surround sets what a scan tells beside the sticks: further lines and devices, Broken, Service,
// LibusbMissing, Remote.
func (h *Hub) Surround(s hw.Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.around = s
}

// Scan implements hw.Scanner.
func (h *Hub) Scan(ctx context.Context) (hw.Snapshot, error) {
	all := h.surroundings()
	for _, s := range h.sticks {
		one, err := s.Scan(ctx)
		if err != nil {
			return hw.Snapshot{}, err
		}
		all.Sticks = append(all.Sticks, one.Sticks...)
		all.Lines = append(all.Lines, one.Lines...)
		all.Unsupported = append(all.Unsupported, one.Unsupported...)
	}
	byPlace := func(a, b hw.Stick) int { return strings.Compare(a.Location, b.Location) }
	slices.SortStableFunc(all.Sticks, byPlace)
	slices.SortStableFunc(all.Unsupported, byPlace)
	slices.SortStableFunc(all.Lines, func(a, b hw.Line) int { return cmp.Compare(b.Rank, a.Rank) })
	return all, ctx.Err()
}

func (h *Hub) surroundings() hw.Snapshot {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.around
	s.Sticks, s.Lines = slices.Clone(s.Sticks), slices.Clone(s.Lines)
	s.Unsupported = slices.Clone(s.Unsupported)
	return s
}

// Watch implements hw.Watcher.
func (h *Hub) Watch(ctx context.Context, changed func()) error {
	var all sync.WaitGroup
	one := make(chan struct{}, 1) // holds a token while changed runs
	for _, s := range h.sticks {
		all.Go(func() {
			_ = s.Watch(ctx, func() { // its only error is nil
				one <- struct{}{}
				defer func() { <-one }()
				changed()
			})
		})
	}
	all.Wait()
	return nil
}

// Switch implements hw.Switcher.
func (h *Hub) Switch(ctx context.Context, target hw.Stick, m hw.Message) error {
	return h.send(ctx, target, m, func(s *Stick) hw.Switcher { return s })
}

// Libusb is the switcher of all of them by libusb, as Windows has it.
func (h *Hub) Libusb() hw.Switcher { return hubWay{h, (*Stick).Libusb} }

// PassThrough is the switcher of all of them through the CD drive, as Windows has it.
func (h *Hub) PassThrough() hw.Switcher { return hubWay{h, (*Stick).PassThrough} }

type hubWay struct {
	h   *Hub
	way func(*Stick) hw.Switcher
}

// Switch implements hw.Switcher.
func (w hubWay) Switch(ctx context.Context, target hw.Stick, m hw.Message) error {
	return w.h.send(ctx, target, m, w.way)
}

// send gives the message to the stick in the socket of the target.
func (h *Hub) send(
	ctx context.Context, target hw.Stick, m hw.Message, by func(*Stick) hw.Switcher,
) error {
	for _, s := range h.sticks {
		if s.opt.Location == target.Location {
			return by(s).Switch(ctx, target, m)
		}
	}
	if target.Mode != hw.ModeStorage || target.ID.Vendor != hw.HuaweiVendor {
		return fmt.Errorf("switch %s: %w", target.ID, hw.ErrNotOurs)
	}
	return fmt.Errorf("switch %s: %w", target.ID, hw.ErrGone)
}

// Open implements hw.Opener.
func (h *Hub) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	for _, s := range h.sticks {
		rw, err := s.Open(ctx, l)
		if err == nil || !errors.Is(err, hw.ErrGone) {
			return rw, err
		}
	}
	return nil, fmt.Errorf("open %s: %w", l.Name, hw.ErrGone)
}

// Handles names the lines that are open.
func (h *Hub) Handles() []string {
	var all []string
	for _, s := range h.sticks {
		all = append(all, s.Handles()...)
	}
	return all
}
