package main

import (
	"context"
	"errors"
	"time"

	"github.com/zalando/go-keyring"
)

// keyService is the name under which PINs stand in the system's key store.
const keyService = "Surfstick SMS"

// keyTime is how long the key store may take: it may ask its user to unlock it.
const keyTime = 20 * time.Second

// errNoKeys tells that the system has no key store that can be used.
var errNoKeys = errors.New("no key store")

// keyStore keeps PINs in the system's key store (Credential Manager, Secret Service, Keychain) and
// nowhere else: without one, nothing is kept. The zero value is ready.
type keyStore struct{}

// usable tells whether there is a key store.
func (k keyStore) usable(ctx context.Context) bool {
	_, err := k.pin(ctx, "probe")
	return err == nil
}

// pin gives the PIN for an account, "" when there is none.
func (keyStore) pin(ctx context.Context, account string) (string, error) {
	return askKeys(ctx, func() (string, error) {
		pin, err := keyring.Get(keyService, account)
		if errors.Is(err, keyring.ErrNotFound) {
			return "", nil
		}
		return pin, err
	})
}

// keep puts a PIN into the key store.
func (keyStore) keep(ctx context.Context, account, pin string) error {
	_, err := askKeys(ctx, func() (string, error) {
		return "", keyring.Set(keyService, account, pin)
	})
	return err
}

// forget takes it out again. That there is none is no error.
func (keyStore) forget(ctx context.Context, account string) error {
	_, err := askKeys(ctx, func() (string, error) {
		err := keyring.Delete(keyService, account)
		if errors.Is(err, keyring.ErrNotFound) {
			err = nil
		}
		return "", err
	})
	return err
}

// askKeys does not wait for a key store that does not answer, which knows no context.
func askKeys(ctx context.Context, f func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, keyTime)
	defer cancel()
	type result struct {
		pin string
		err error
	}
	done := make(chan result, 1)
	go func() {
		pin, err := f()
		done <- result{pin, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return "", errors.Join(errNoKeys, r.err)
		}
		return r.pin, nil
	case <-ctx.Done():
		return "", errors.Join(errNoKeys, ctx.Err())
	}
}
