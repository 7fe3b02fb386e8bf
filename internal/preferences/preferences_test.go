package preferences_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"surfstick-sms/internal/preferences"
	"surfstick-sms/sms"
)

// stuckStore answers when its gate is open, and after 5 seconds at the latest.
type stuckStore struct {
	gate  chan struct{}
	err   error
	wrote []string
}

func (s *stuckStore) pass() error {
	select {
	case <-s.gate:
		return s.err
	case <-time.After(5 * time.Second):
		return errors.New("somebody waited for the store")
	}
}

func (s *stuckStore) Setting(_ context.Context, key string) (string, error) {
	return "stored " + key, s.pass()
}

func (s *stuckStore) SetSetting(_ context.Context, key, value string) error {
	err := s.pass()
	if err == nil {
		s.wrote = append(s.wrote, key+"="+value)
	}
	return err
}

// TestSettingsDoNotWaitForAStuckStore: what is set is known at once, and written in order later.
func TestSettingsDoNotWaitForAStuckStore(t *testing.T) {
	st := &stuckStore{gate: make(chan struct{})}
	p := preferences.New(st, slog.New(slog.DiscardHandler))
	set := func(key, value string) {
		t.Helper()
		if err := p.SetSetting(key, value); err != nil {
			t.Fatal(err)
		}
	}
	set("theme", "dark")
	set("enter", "newline")
	set("theme", "light")
	if got := p.Setting("theme"); got != "light" {
		t.Errorf("the theme is %q", got)
	}
	if got := p.Setting("auto"); got != "" {
		t.Errorf("a setting that is not known yet: %q", got)
	}
	close(st.gate)
	p.Wait()
	if want := []string{"theme=dark", "enter=newline", "theme=light"}; !slices.Equal(st.wrote, want) {
		t.Errorf("wrote %v, want %v", st.wrote, want)
	}
	if got := p.Setting("auto"); got != "stored auto" {
		t.Errorf("read %q", got)
	}
}

// TestSettingUnderway: the disk is still writing a setting when its time is over. It is kept.
func TestSettingUnderway(t *testing.T) {
	st := &stuckStore{gate: make(chan struct{}), err: sms.ErrUnderway}
	close(st.gate)
	p := preferences.New(st, slog.New(slog.DiscardHandler))
	if err := p.SetSetting("theme", "dark"); err != nil {
		t.Errorf("set: %v", err)
	}
	if got := p.Setting("theme"); got != "dark" {
		t.Errorf("the theme is %q", got)
	}
}

// TestSettingThatIsNotKept: the store says no, and the setting is what it was.
func TestSettingThatIsNotKept(t *testing.T) {
	st := &stuckStore{gate: make(chan struct{}), err: errors.New("disk full")}
	close(st.gate)
	p := preferences.New(st, slog.New(slog.DiscardHandler))
	if err := p.SetSetting("theme", "dark"); !errors.Is(err, st.err) {
		t.Errorf("set: %v", err)
	}
	st.err = nil
	if got := p.Setting("theme"); got != "stored theme" {
		t.Errorf("the theme is %q", got)
	}
}
