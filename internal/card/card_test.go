package card

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/store"
)

// keyService is the program's name in the key store.
const keyService = "Surfstick SMS"

// cardBench is a messenger, a SIM card for the window, and a simulated modem.
type cardBench struct {
	t     *testing.T
	card  *Card
	texts *messenger.Messenger
	fake  *fakemodem.Modem
}

func newCardBench(t *testing.T, o fakemodem.Options) *cardBench {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &cardBench{t: t, fake: fakemodem.New(o)}
	b.texts = messenger.New(st, messenger.Options{Region: "DE"})
	b.card = New(pinstore.New(b.texts, pinstore.SystemKeys{}, slog.New(slog.DiscardHandler)))
	t.Cleanup(func() {
		b.card.pins.Close()
		b.texts.Close()
		b.fake.Close()
	})
	return b
}

// open opens the simulated modem.
func (b *cardBench) open() *modem.Modem {
	b.t.Helper()
	line, err := b.fake.Dial()
	if err != nil {
		b.t.Fatal(err)
	}
	m, err := modem.Open(b.t.Context(), line, modem.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { m.Close() })
	return m
}

// ready makes a modem ready for the window.
func (b *cardBench) ready(m *modem.Modem) {
	b.t.Helper()
	if err := m.Ready(b.t.Context(), sms.ReceiveUnknown); err != nil {
		b.t.Fatal(err)
	}
	b.card.Use(m)
}

func TestNoCard(t *testing.T) {
	b := newCardBench(t, fakemodem.Options{})
	ctx := t.Context()
	_, asked := b.card.SendUSSD(ctx, "*100#")
	_, read := b.card.Contacts(ctx, nil)
	_, saved := b.card.SaveContact(ctx, sms.Contact{})
	_, state := b.card.PINState(ctx)
	_, changed := b.card.ChangePIN(ctx, "1234", "4321", true)
	_, wanted := b.card.SetPINWanted(ctx, true, "1234", true)
	_, own := b.card.SetOwnNumber(ctx, "110")
	for i, err := range []error{
		asked, read, saved, state, changed, wanted, own, b.card.EndUSSD(ctx),
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
	m := b.open()
	b.ready(m)
	if a, err := b.card.SendUSSD(t.Context(), "*100#"); err != nil || a.Text == "" {
		t.Errorf("%+v, %v", a, err)
	}
	all, err := b.card.Contacts(t.Context(), nil)
	if err != nil || len(all) != 1 || b.card.OwnNumber() == "" {
		t.Errorf("%v, %v, own %q", all, err, b.card.OwnNumber())
	}
	if err := b.card.EndUSSD(t.Context()); err != nil {
		t.Error(err)
	}
	m.Close()
	<-m.Done()
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

// kept returns what is in the key store for the simulated card, once nothing works on it: the mock
// is not safe for concurrent use.
func kept(t *testing.T) string {
	t.Helper()
	synctest.Wait()
	pin, err := keyring.Get(keyService, fakeAccount)
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		t.Fatal(err)
	}
	return pin
}

// awaitKept waits until a PIN is in the key store: that is done in the background.
func awaitKept(t *testing.T, pin string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); kept(t) != pin; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("kept %q, want %q", kept(t), pin)
		}
	}
}

func TestPINIsKeptOnlyOnRequest(t *testing.T) { synctest.Test(t, pinIsKeptOnlyOnRequest) }

func pinIsKeptOnlyOnRequest(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	ctx := t.Context()
	m := b.open()
	if sim, err := b.card.EnterPIN(ctx, m, "1234"); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("%v, %v", sim, err)
	}
	if on, possible := b.card.Remembered(ctx); on || !possible || kept(t) != "" || b.card.KeptPIN(ctx, m) != "" {
		t.Fatalf("kept unasked: %v %v %q", on, possible, kept(t))
	}
	if err := b.card.Remember(ctx, true); err != nil || kept(t) != "1234" {
		t.Fatalf("not kept: %v, %q", err, kept(t))
	}
	if got := b.card.KeptPIN(ctx, m); got != "1234" {
		t.Errorf("returns %q", got)
	}
	b.ready(m)
	if _, err := b.card.ChangePIN(ctx, "1234", "9876", false); err != nil {
		t.Fatal(err)
	}
	awaitKept(t, "9876")
	if err := b.card.Remember(ctx, false); err != nil || kept(t) != "" || b.card.KeptPIN(ctx, m) != "" {
		t.Errorf("not forgotten: %v, %q", err, kept(t))
	}
}

// The PIN of a card whose number cannot be read before it is not kept, and that is not offered:
// another card in the same modem would look the same.
func TestCardWithoutNumber(t *testing.T) { synctest.Test(t, cardWithoutNumber) }

func cardWithoutNumber(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{
		Card: fakemodem.Card{PIN: "1234"}, Quirks: fakemodem.Quirks{Refuse: []string{"^ICCID"}},
	})
	ctx := t.Context()
	m := b.open()
	if possible, on := b.card.CanKeepPIN(ctx, m); possible || on {
		t.Errorf("offered: %v, on: %v", possible, on)
	}
	if err := b.card.Remember(ctx, true); err != nil {
		t.Fatal(err)
	}
	if sim, err := b.card.EnterPIN(ctx, m, "1234"); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("%v, %v", sim, err)
	}
	b.ready(m)
	synctest.Wait()
	if pin := b.card.KeptPIN(ctx, m); pin != "" {
		t.Errorf("kept %q", pin)
	}
	if _, possible := b.card.Remembered(ctx); possible {
		t.Error("offered in the settings")
	}
}

// A kept PIN that the card refuses is forgotten; another one that is refused changes nothing.
func TestRefusedPINIsForgotten(t *testing.T) { synctest.Test(t, refusedPINIsForgotten) }

func refusedPINIsForgotten(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	ctx := t.Context()
	if err := b.card.Remember(ctx, true); err != nil {
		t.Fatal(err)
	}
	m := b.open()
	if _, err := b.card.EnterPIN(ctx, m, "1234"); err != nil {
		t.Fatal(err)
	}
	awaitKept(t, "1234")
	b.fake.Restart()
	m = b.open()
	if _, err := b.card.EnterPIN(ctx, m, "1111"); !errors.Is(err, sms.ErrPINRefused) || kept(t) != "1234" {
		t.Errorf("%v, kept %q", err, kept(t))
	}
	if err := keyring.Set(keyService, fakeAccount, "2222"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.card.EnterPIN(ctx, m, b.card.KeptPIN(ctx, m)); !errors.Is(err, sms.ErrPINRefused) || kept(t) != "" {
		t.Errorf("%v, kept %q", err, kept(t))
	}
}

func TestNoKeyStore(t *testing.T) { synctest.Test(t, noKeyStore) }

func noKeyStore(t *testing.T) {
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
	if _, err := b.card.EnterPIN(ctx, b.open(), "1234"); err != nil {
		t.Error(err)
	}
	if err := b.texts.SetSetting(ctx, "pin.keep", "on"); err != nil {
		t.Fatal(err)
	}
	if pin := b.card.KeptPIN(ctx, b.open()); pin != "" {
		t.Errorf("returns %q", pin)
	}
}

// Nothing about the PIN stands in the texts' file but the names under which it is kept.
func TestPINIsInNoFile(t *testing.T) { synctest.Test(t, pinIsInNoFile) }

func pinIsInNoFile(t *testing.T) {
	keyring.MockInit()
	b := newCardBench(t, fakemodem.Options{Card: fakemodem.Card{PIN: "73519284"}})
	ctx := t.Context()
	if err := b.card.Remember(ctx, true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.card.EnterPIN(ctx, b.open(), "73519284"); err != nil {
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

// TestPINOfALockedModem: a modem that says only after the PIN who it is and which card it has could not
// be told from others at the next start, so that its PIN is not kept.
func TestPINOfALockedModem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keyring.MockInit()
		b := newCardBench(t, fakemodem.Options{
			Card: fakemodem.Card{PIN: "1234"}, Quirks: fakemodem.Quirks{LockedErrors: true},
		})
		if err := b.card.Remember(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		m := b.open()
		if sim, err := b.card.EnterPIN(t.Context(), m, "1234"); err != nil || sim.State != sms.SIMReady {
			t.Fatalf("%v, %v", sim, err)
		}
		b.card.pins.Close()
		name := account(t.Context(), m)
		if pin, err := keyring.Get(keyService, name); name == "" || !errors.Is(err, keyring.ErrNotFound) {
			t.Errorf("%q is kept under %q, %v", pin, name, err)
		}
	})
}
