// Package pinstore keeps the PIN of a SIM card in the system's key store (Credential Manager,
// Secret Service, Keychain), if the user wants that, and nowhere else: without a key store nothing
// is kept. The password of a stick's web server is kept in the same way, by a Store of its own. The
// program's settings hold only whether the user wants it, and the names of the accounts under which there
// may be a PIN or a password, so that all can be deleted.
//
// A PIN is kept in the background, because a key store may take its time or ask its user. The
// operations on the key store run one after the other, in the order in which they got hold of it:
// deleting comes after what is being kept. Close waits for what is being kept; Erase deletes
// everything and lets nothing be kept afterwards.
package pinstore

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"surfstick-sms/sms"
)

// Settings are those of the program.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// The settings of a Store, after the name of what it keeps.
const (
	keyWanted   = ".keep"     // "on" or ""
	keyAccounts = ".accounts" // names, separated by line feeds
)

// Store keeps PINs. It is safe for concurrent use.
type Store struct {
	what     string // it keeps
	settings Settings
	keys     Keys
	log      *slog.Logger
	turn     chan struct{} // holds one value while the key store is in use

	mu      sync.Mutex
	phase   phase
	pin     string // the PIN that the card took in this run, for account
	account string
	pending sync.WaitGroup // PINs that are being kept
}

// phase is how much of its life a Store has behind it.
type phase int

const (
	open   phase = iota
	closed       // nothing new is kept
	erased       // nothing is kept, what is pending included
)

// New returns a Store of PINs on a key store, usually SystemKeys.
func New(settings Settings, keys Keys, log *slog.Logger) *Store {
	return storeOf("pin", settings, keys, log)
}

// NewPasswords returns a Store of the passwords of sticks, on the same key store. Whether the user wants
// those kept is another choice than for PINs.
func NewPasswords(settings Settings, keys Keys, log *slog.Logger) *Store {
	return storeOf("password", settings, keys, log)
}

func storeOf(what string, settings Settings, keys Keys, log *slog.Logger) *Store {
	return &Store{
		what: what, settings: settings, keys: keys, log: log, turn: make(chan struct{}, 1),
	}
}

// Account returns the name under which the PIN of a card is kept: by the modem and the card's own
// number. It is "" where the modem does not tell that number before the PIN was entered: nothing
// would tell this card from another then, so that no PIN is kept.
func Account(imei, card string) string {
	if card == "" {
		return ""
	}
	return imei + "/" + card
}

// PasswordAccount returns the name under which the password of a stick's web server is kept, by what the
// stick says about itself without it: its IMEI, else its model, and the socket that it is plugged into. It
// is "" when none of that is known.
func PasswordAccount(imei, model, location string) string {
	switch {
	case imei != "":
		return "stick/" + imei
	case model == "" || location == "":
		return ""
	}
	return "stick/" + model + "/" + location
}

// Remembered reports whether the user wants the PIN kept, and whether there is a key store for it.
func (s *Store) Remembered(ctx context.Context) (on, possible bool) {
	return s.Wanted(ctx), s.usable(ctx)
}

// Wanted reports whether the user wants the PIN kept.
func (s *Store) Wanted(ctx context.Context) bool {
	v, err := s.settings.Setting(ctx, s.what+keyWanted)
	return err == nil && v == "on"
}

// usable reports whether the key store answers.
func (s *Store) usable(ctx context.Context) bool {
	_, err := s.get(ctx, "probe")
	return err == nil
}

// Remember sets whether the user wants the PIN kept. The PIN that was entered in this run is kept at
// once, else the next one that the card takes. Without a key store the error is sms.ErrNotHere.
func (s *Store) Remember(ctx context.Context, on bool) error {
	if !on {
		// In this order, so that what is pending finds the PIN no longer wanted.
		unwanted := s.settings.SetSetting(ctx, s.what+keyWanted, "")
		return errors.Join(unwanted, s.forgetAll(ctx))
	}
	if !s.usable(ctx) {
		return sms.ErrNotHere
	}
	if err := s.settings.SetSetting(ctx, s.what+keyWanted, "on"); err != nil {
		return err
	}
	s.mu.Lock()
	pin, account := s.pin, s.account
	s.mu.Unlock()
	return s.keep(ctx, account, pin)
}

// Accepted takes note of a PIN that the card of an account took, and keeps it in the background if
// the user wants that.
func (s *Store) Accepted(account, pin string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != open {
		return
	}
	s.pin, s.account = pin, account
	s.pending.Go(func() {
		if err := s.keep(context.Background(), account, pin); err != nil {
			s.log.Warn("code not kept", "err", err)
		}
	})
}

// Refused takes note of a PIN that the card of an account refused: if it is the one that is kept, it
// is deleted.
func (s *Store) Refused(ctx context.Context, account, pin string) {
	if s.PIN(ctx, account) != pin {
		return
	}
	if err := s.forget(ctx, account); err != nil {
		s.log.Warn("code not forgotten", "err", err)
	}
}

// PIN returns the PIN that is kept for an account, "" when there is none or it is not wanted.
func (s *Store) PIN(ctx context.Context, account string) string {
	if account == "" || !s.Wanted(ctx) {
		return ""
	}
	pin, err := s.get(ctx, account)
	if err != nil {
		s.log.Warn("key store", "err", err)
	}
	return pin
}

// keep puts a PIN into the key store if the user wants that, and notes its account before.
func (s *Store) keep(ctx context.Context, account, pin string) error {
	if account == "" || pin == "" || !s.Wanted(ctx) {
		return nil
	}
	return s.exclusive(ctx, func() error {
		if s.isErased() || !s.Wanted(ctx) { // while this waited
			return nil
		}
		accounts, err := s.accounts(ctx)
		if err != nil {
			return err
		}
		if !slices.Contains(accounts, account) {
			names := strings.Join(append(accounts, account), "\n")
			if err := s.settings.SetSetting(ctx, s.what+keyAccounts, names); err != nil {
				return err
			}
		}
		return s.keys.Set(service, account, pin)
	})
}

func (s *Store) isErased() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phase == erased
}

// accounts returns the accounts that may have a PIN in the key store.
func (s *Store) accounts(ctx context.Context) ([]string, error) {
	names, err := s.settings.Setting(ctx, s.what+keyAccounts)
	if err != nil || names == "" {
		return nil, err
	}
	return strings.Split(names, "\n"), nil
}

// forgetAll deletes every PIN from the key store.
func (s *Store) forgetAll(ctx context.Context) error {
	return s.exclusive(ctx, func() error {
		accounts, err := s.accounts(ctx)
		if err != nil || len(accounts) == 0 {
			return err
		}
		for _, account := range accounts {
			err = errors.Join(err, unlessNotFound(s.keys.Delete(service, account)))
		}
		if err != nil {
			return err
		}
		return s.settings.SetSetting(ctx, s.what+keyAccounts, "")
	})
}

// Close waits until the PINs that are being kept are in the key store, at most for the time that a
// key store has (20 s). The settings must stay usable until then.
func (s *Store) Close() { s.end(closed) }

// Erase deletes every PIN from the key store. It waits for what is being kept before, and nothing is
// kept afterwards.
func (s *Store) Erase(ctx context.Context) error {
	s.end(erased)
	return s.forgetAll(ctx)
}

// end enters a phase and waits for what is pending.
func (s *Store) end(p phase) {
	s.mu.Lock()
	s.phase = max(s.phase, p)
	s.pin, s.account = "", ""
	s.mu.Unlock()
	s.pending.Wait()
}
