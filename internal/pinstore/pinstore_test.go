package pinstore

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/sms"
)

const account = "860000012345674/8949000000123456789"

// fakeKeys is a key store that takes some time for each call.
type fakeKeys struct {
	err error

	mu    sync.Mutex
	takes time.Duration
	pins  map[string]string
}

func (f *fakeKeys) wait() error {
	f.mu.Lock()
	takes := f.takes
	f.mu.Unlock()
	time.Sleep(takes)
	return f.err
}

func (f *fakeKeys) Get(_, account string) (string, error) {
	if err := f.wait(); err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if pin, ok := f.pins[account]; ok {
		return pin, nil
	}
	return "", keyring.ErrNotFound
}

func (f *fakeKeys) Set(_, account, pin string) error {
	if err := f.wait(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pins[account] = pin
	return nil
}

func (f *fakeKeys) Delete(_, account string) error {
	if err := f.wait(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.pins[account]; !ok {
		return keyring.ErrNotFound
	}
	delete(f.pins, account)
	return nil
}

// all returns what is in the key store.
func (f *fakeKeys) all() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.pins)
}

// fakeSettings are settings in memory.
type fakeSettings struct {
	mu     sync.Mutex
	values map[string]string
}

func (f *fakeSettings) Setting(_ context.Context, key string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.values[key], nil
}

func (f *fakeSettings) SetSetting(_ context.Context, key, value string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.values[key] = value
	return nil
}

// newStore returns a Store whose user wants the PIN kept, on a key store that takes some time.
func newStore(t *testing.T, takes time.Duration) (*Store, *fakeKeys) {
	t.Helper()
	k := &fakeKeys{takes: takes, pins: map[string]string{}}
	settings := &fakeSettings{values: map[string]string{"pin.keep": "on"}}
	return New(settings, k, slog.New(slog.DiscardHandler)), k
}

func wantKept(t *testing.T, k *fakeKeys, want string) {
	t.Helper()
	if got := k.all(); got[account] != want || want == "" && len(got) > 0 {
		t.Errorf("in the key store: %v, want %q", got, want)
	}
}

func TestKeptOnlyOnRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newStore(t, 0)
		ctx := t.Context()
		if err := s.Remember(ctx, false); err != nil {
			t.Fatal(err)
		}
		s.Accepted(account, "1234")
		synctest.Wait()
		wantKept(t, k, "")
		if on, possible := s.Remembered(ctx); on || !possible || s.PIN(ctx, account) != "" {
			t.Errorf("kept unasked: %v %v", on, possible)
		}
		if err := s.Remember(ctx, true); err != nil {
			t.Fatal(err)
		}
		wantKept(t, k, "1234")
		s.Accepted(account, "9876")
		synctest.Wait()
		wantKept(t, k, "9876")
		if on, possible := s.Remembered(ctx); !on || !possible || s.PIN(ctx, account) != "9876" {
			t.Errorf("not kept: %v %v %q", on, possible, s.PIN(ctx, account))
		}
	})
}

func TestRefused(t *testing.T) {
	s, k := newStore(t, 0)
	ctx := t.Context()
	if err := s.keep(ctx, account, "1234"); err != nil {
		t.Fatal(err)
	}
	s.Refused(ctx, account, "1111")
	wantKept(t, k, "1234")
	s.Refused(ctx, account, "1234")
	wantKept(t, k, "")
}

// TestCloseWaits: a PIN that was entered right before the program is quit is kept.
func TestCloseWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newStore(t, 2*time.Second)
		s.Accepted(account, "1234")
		s.Close()
		wantKept(t, k, "1234")
		s.Accepted(account, "5678")
		s.Close()
		wantKept(t, k, "1234")
	})
}

// TestCloseIsBounded: a key store that does not answer does not keep the program from ending.
func TestCloseIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newStore(t, time.Hour)
		s.Accepted(account, "1234")
		s.Accepted(account, "5678")
		begin := time.Now()
		s.Close()
		if took := time.Since(begin); took > keyTime {
			t.Errorf("took %v", took)
		}
		time.Sleep(2 * time.Hour)
	})
}

// TestEraseIsNotOvertaken: neither a PIN that is being kept nor a later one survives Erase.
func TestEraseIsNotOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newStore(t, 2*time.Second)
		s.Accepted(account, "1234")
		s.Accepted("other/", "5678")
		time.Sleep(time.Second) // one is being kept, the other waits
		if err := s.Erase(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Accepted(account, "1234")
		if err := s.keep(t.Context(), account, "1234"); err != nil {
			t.Fatal(err)
		}
		s.Close()
		synctest.Wait()
		wantKept(t, k, "")
	})
}

// TestEraseAfterTimeout: a PIN that the key store takes only after its time is over is deleted, too.
func TestEraseAfterTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newStore(t, keyTime+5*time.Second)
		s.Accepted(account, "1234")
		time.Sleep(keyTime + time.Second)
		k.mu.Lock()
		k.takes = 0 // the one call still goes on
		k.mu.Unlock()
		if err := s.Erase(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantKept(t, k, "")
	})
}

// TestForgetIsNotOvertaken: a PIN that is being kept does not survive the wish to forget it.
func TestForgetIsNotOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newStore(t, 2*time.Second)
		s.Accepted(account, "1234")
		s.Accepted("other/", "5678")
		time.Sleep(time.Second)
		if err := s.Remember(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		s.Close()
		wantKept(t, k, "")
	})
}

func TestNoKeyStore(t *testing.T) {
	s, k := newStore(t, 0)
	k.err = errors.New("no such bus")
	ctx := t.Context()
	if _, possible := s.Remembered(ctx); possible {
		t.Error("a key store that does not answer is usable")
	}
	if err := s.Remember(ctx, true); !errors.Is(err, sms.ErrNotHere) {
		t.Errorf("error %v", err)
	}
	if pin := s.PIN(ctx, account); pin != "" {
		t.Errorf("returns %q", pin)
	}
}

// TestSettingsHoldNoPIN: what the settings say about a PIN is where it is kept.
func TestSettingsHoldNoPIN(t *testing.T) {
	s, _ := newStore(t, 0)
	for _, a := range []string{account, "other/", account} {
		if err := s.keep(t.Context(), a, "73519284"); err != nil {
			t.Fatal(err)
		}
	}
	values := s.settings.(*fakeSettings).values
	if values["pin.accounts"] != account+"\nother/" {
		t.Errorf("accounts %q", values["pin.accounts"])
	}
	for key, value := range values {
		if strings.Contains(value, "73519284") {
			t.Errorf("%s holds the PIN", key)
		}
	}
}

func TestAccount(t *testing.T) {
	for _, c := range []struct{ imei, card, want string }{
		{"86", "89", "86/89"}, {"86", "", ""}, {"", "89", "/89"}, {"", "", ""},
	} {
		if got := Account(c.imei, c.card); got != c.want {
			t.Errorf("%q, %q: got %q, want %q", c.imei, c.card, got, c.want)
		}
	}
	s, k := newStore(t, 0)
	if err := s.keep(t.Context(), "", "1234"); err != nil {
		t.Fatal(err)
	}
	wantKept(t, k, "")
}

// TestPasswordsApart: the passwords of sticks are kept as PINs are, on a choice of their own, and deleting
// the ones leaves the others alone.
func TestPasswordsApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &fakeKeys{pins: map[string]string{}}
		settings := &fakeSettings{values: map[string]string{"pin.keep": "on"}}
		pins := New(settings, k, slog.New(slog.DiscardHandler))
		passwords := NewPasswords(settings, k, slog.New(slog.DiscardHandler))
		stick := PasswordAccount("", "E8372", "1-1")
		pins.Accepted(account, "1234")
		passwords.Accepted(stick, "hunter2")
		synctest.Wait()
		if got := k.all(); len(got) != 1 || got[account] != "1234" {
			t.Errorf("in the key store: %v", got)
		}
		if err := passwords.Remember(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if got := passwords.PIN(t.Context(), stick); got != "hunter2" {
			t.Errorf("kept %q", got)
		}
		if err := pins.Erase(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := k.all(); len(got) != 1 || got[stick] != "hunter2" {
			t.Errorf("in the key store: %v", got)
		}
		if err := passwords.Erase(t.Context()); err != nil || len(k.all()) != 0 {
			t.Errorf("%v, in the key store: %v", err, k.all())
		}
	})
}

func TestPasswordAccount(t *testing.T) {
	for _, c := range [][4]string{
		{"860000000000000", "E8372", "1-1", "stick/860000000000000"},
		{"", "E8372", "1-1", "stick/E8372/1-1"},
		{"", "E8372", "", ""},
		{"", "", "1-1", ""},
	} {
		if got := PasswordAccount(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%q, want %q", got, c[3])
		}
	}
}
