package pinstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

// service is the name under which PINs stand in the system's key store.
const service = "Surfstick SMS"

// keyTime is how long an operation on the key store may take: it may ask its user to unlock it.
const keyTime = 20 * time.Second

// Keys is what a Store needs of a key store.
type Keys interface {
	// Get returns keyring.ErrNotFound for an account that has no PIN, as Delete does.
	Get(service, account string) (string, error)
	Set(service, account, pin string) error
	Delete(service, account string) error
}

// SystemKeys is the key store of the operating system.
type SystemKeys struct{}

// Get implements Keys.
func (SystemKeys) Get(service, account string) (string, error) {
	return keyring.Get(service, account)
}

// Set implements Keys.
func (SystemKeys) Set(service, account, pin string) error {
	return keyring.Set(service, account, pin)
}

// Delete implements Keys.
func (SystemKeys) Delete(service, account string) error { return keyring.Delete(service, account) }

// exclusive runs f alone: nothing else uses the key store until f has ended. The calls into a key
// store know no context, so exclusive returns without f when the time is over; f still keeps its
// place, so that no later operation overtakes it.
func (s *Store) exclusive(ctx context.Context, f func() error) error {
	ctx, cancel := context.WithTimeout(ctx, keyTime)
	defer cancel()
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for the key store: %w", ctx.Err())
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-s.turn }()
		done <- f()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("key store: %w", ctx.Err())
	}
}

// get returns the PIN of an account, "" when there is none.
func (s *Store) get(ctx context.Context, account string) (pin string, err error) {
	found := make(chan string, 1)
	err = s.exclusive(ctx, func() error {
		pin, err := s.keys.Get(service, account)
		found <- pin
		return unlessNotFound(err)
	})
	if err != nil {
		return "", err
	}
	return <-found, nil
}

// forget deletes the PIN of an account, if there is one.
func (s *Store) forget(ctx context.Context, account string) error {
	return s.exclusive(ctx, func() error { return unlessNotFound(s.keys.Delete(service, account)) })
}

func unlessNotFound(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}
