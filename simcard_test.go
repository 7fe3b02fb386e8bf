package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// keyService is the program's name in the key store.
const keyService = "Surfstick SMS"

// cardBench is a messenger, a SIM card for the window, and a simulated modem.
type cardBench struct {
	t     *testing.T
	card  *simCard
	texts *messenger.Messenger
	fake  *fakemodem.Modem
}

func newCardBench(t *testing.T, o fakemodem.Options) *cardBench {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), storeFile), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &cardBench{t: t, fake: fakemodem.New(o)}
	b.texts = messenger.New(st, messenger.Options{Region: "DE"})
	b.card = &simCard{pins: pinstore.New(b.texts, pinstore.SystemKeys{}, discard)}
	t.Cleanup(func() {
		b.card.pins.Close()
		b.texts.Close()
		b.fake.Close()
	})
	return b
}

// session starts a modem on a line to the simulated one.
func (b *cardBench) session() *session {
	b.t.Helper()
	c := connector{opener: dialler{b.fake}, texts: b.texts, card: b.card, log: discard}
	s, err := c.Connect(b.t.Context(), hw.Line{})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { s.Close() })
	return s.(*session)
}

func TestNoCard(t *testing.T) {
	b := newCardBench(t, fakemodem.Options{})
	ctx := t.Context()
	_, asked := b.card.AskNetwork(ctx, "*100#")
	_, read := b.card.Contacts(ctx, nil)
	_, saved := b.card.SaveContact(ctx, sms.Contact{})
	_, state := b.card.PINState(ctx)
	_, changed := b.card.ChangePIN(ctx, "1234", "4321", true)
	_, wanted := b.card.SetPINWanted(ctx, true, "1234", true)
	_, own := b.card.SetOwnNumber(ctx, "110")
	for i, err := range []error{
		asked, read, saved, state, changed, wanted, own, b.card.EndAsking(ctx),
	} {
		if !errors.Is(err, sms.ErrNoCard) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if n := b.card.OwnNumber(); n != "" {
		t.Errorf("own number %q", n)
	}
}

func TestCurrentCard(t *testing.T) {
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{
		Contacts: []fakemodem.Contact{{Number: "110", Name: "Help"}},
	}})
	s := b.session()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, err := b.card.AskNetwork(t.Context(), "*100#"); err != nil || a.Text == "" {
		t.Errorf("%+v, %v", a, err)
	}
	all, err := b.card.Contacts(t.Context(), nil)
	if err != nil || len(all) != 1 || b.card.OwnNumber() == "" {
		t.Errorf("%v, %v, own %q", all, err, b.card.OwnNumber())
	}
	if err := b.card.EndAsking(t.Context()); err != nil {
		t.Error(err)
	}
	s.Close()
	<-s.Done()
	for range 1000 {
		if _, err = b.card.current(); err != nil {
			return
		}
	}
	if _, err := b.card.PINState(t.Context()); err == nil {
		t.Error("a modem that is gone answers")
	}
}

// fakeAccount is the account of the simulated card in the key store.
const fakeAccount = "860000012345674/8949000000123456789"

// kept returns what is in the key store for the simulated card.
func kept(t *testing.T) string {
	t.Helper()
	pin, err := keyring.Get(keyService, fakeAccount)
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		t.Fatal(err)
	}
	return pin
}

// awaitKept waits until a PIN is in the key store: that is done in the background.
func awaitKept(t *testing.T, pin string) {
	t.Helper()
	await(t, "the PIN in the key store", func() bool { return kept(t) == pin })
}

func TestPINIsKeptOnlyOnRequest(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	ctx := t.Context()
	s := b.session()
	if sim, err := s.EnterPIN(ctx, "1234"); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("%v, %v", sim, err)
	}
	if on, possible := b.card.Remembered(ctx); on || !possible || kept(t) != "" || s.KeptPIN(ctx) != "" {
		t.Fatalf("kept unasked: %v %v %q", on, possible, kept(t))
	}
	if err := b.card.Remember(ctx, true); err != nil || kept(t) != "1234" {
		t.Fatalf("not kept: %v, %q", err, kept(t))
	}
	if got := s.KeptPIN(ctx); got != "1234" {
		t.Errorf("returns %q", got)
	}
	if err := s.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := b.card.ChangePIN(ctx, "1234", "9876", false); err != nil {
		t.Fatal(err)
	}
	awaitKept(t, "9876")
	if err := b.card.Remember(ctx, false); err != nil || kept(t) != "" || s.KeptPIN(ctx) != "" {
		t.Errorf("not forgotten: %v, %q", err, kept(t))
	}
}

// A kept PIN that the card refuses is forgotten; another one that is refused changes nothing.
func TestRefusedPINIsForgotten(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	ctx := t.Context()
	if err := b.card.Remember(ctx, true); err != nil {
		t.Fatal(err)
	}
	s := b.session()
	if _, err := s.EnterPIN(ctx, "1234"); err != nil {
		t.Fatal(err)
	}
	awaitKept(t, "1234")
	b.fake.Restart()
	s = b.session()
	if _, err := s.EnterPIN(ctx, "1111"); !errors.Is(err, sms.ErrPINRefused) || kept(t) != "1234" {
		t.Errorf("%v, kept %q", err, kept(t))
	}
	if err := keyring.Set(keyService, fakeAccount, "2222"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.EnterPIN(ctx, s.KeptPIN(ctx)); !errors.Is(err, sms.ErrPINRefused) || kept(t) != "" {
		t.Errorf("%v, kept %q", err, kept(t))
	}
}

func TestNoKeyStore(t *testing.T) {
	keyring.MockInitWithError(errors.New("no such bus"))
	t.Cleanup(keyring.MockInit)
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	ctx := t.Context()
	if on, possible := b.card.Remembered(ctx); on || possible {
		t.Errorf("%v %v", on, possible)
	}
	if err := b.card.Remember(ctx, true); !errors.Is(err, sms.ErrNotHere) {
		t.Errorf("error %v", err)
	}
	if _, err := b.session().EnterPIN(ctx, "1234"); err != nil {
		t.Error(err)
	}
	if err := b.texts.SetSetting(ctx, "pin.keep", "on"); err != nil {
		t.Fatal(err)
	}
	if pin := b.session().KeptPIN(ctx); pin != "" {
		t.Errorf("returns %q", pin)
	}
}

// Nothing about the PIN stands in the texts' file but the names under which it is kept.
func TestPINIsInNoFile(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "73519284"}})
	ctx := t.Context()
	if err := b.card.Remember(ctx, true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.session().EnterPIN(ctx, "73519284"); err != nil {
		t.Fatal(err)
	}
	awaitKept(t, "73519284")
	names, err := b.texts.Setting(ctx, "pin.accounts")
	if err != nil || strings.Contains(names, "73519284") || names == "" {
		t.Errorf("names %q, %v", names, err)
	}
	if err := b.card.pins.Erase(ctx); err != nil || kept(t) != "" {
		t.Errorf("%v, %q", err, kept(t))
	}
}
