// Package engine has a running Surfstick SMS without a window, for the tests of programs that speak to it: the
// real messenger behind a real door, and a simulated modem.
package engine

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/remote/server"
	"surfstick-sms/sms/store"
)

// Engine is such a Surfstick SMS. It runs until the end of its test.
type Engine struct {
	Texts *messenger.Messenger
	Modem *fakemodem.Modem // nil until Plug
	Guard *Guard
	Shut  func() // closes the door and ends every connection

	t             *testing.T
	data, version string
	stick         *modem.Modem
}

// Start opens one without a stick and lets programs in. Data is a folder that only this user can use, and so is
// where the socket is to be (XDG_RUNTIME_DIR); version is what programs are told.
func Start(t *testing.T, data, version string) *Engine {
	t.Helper()
	e := &Engine{Guard: newGuard(), t: t, data: data, version: version}
	st, err := store.Open(filepath.Join(data, "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e.Texts = messenger.New(st, messenger.Options{Region: "DE", Pace: -1})
	go func() {
		for range e.Texts.Events() { // somebody has to take them
		}
	}()
	e.LetIn()
	t.Cleanup(func() {
		e.Shut()
		if e.Modem != nil {
			e.Modem.Close()
			<-e.stick.Done()
		}
		if err := e.Texts.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// LetIn opens the door again after Shut.
func (e *Engine) LetIn() {
	e.t.Helper()
	ctx, end := context.WithCancel(context.Background())
	s := server.New(server.Config{Engine: e.Texts, Guard: e.Guard, Stick: e, Version: e.version})
	l, err := door.Listen(e.data)
	if err != nil {
		end()
		e.t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.Serve(ctx, c, sms.Program(c.Peer().Path)) })
		}
	})
	e.Shut = sync.OnceFunc(func() { l.Close(); end(); open.Wait() })
}

// Plug puts a modem in.
func (e *Engine) Plug(options fakemodem.Options) {
	e.t.Helper()
	e.Modem = fakemodem.New(options)
	line, err := e.Modem.Dial()
	if err != nil {
		e.t.Fatal(err)
	}
	if e.stick, err = modem.Open(e.t.Context(), line, modem.Options{}); err != nil {
		e.t.Fatal(err)
	}
	if err := e.stick.Ready(e.t.Context(), sms.ReceiveUnknown); err != nil {
		e.t.Fatal(err)
	}
	e.Texts.Attach(e.stick)
}

// Card are the options of a modem in a network in which a number answers each text.
func Card() fakemodem.Options {
	return fakemodem.Options{
		Card: fakemodem.Card{IMSI: "262019999999999", OwnNumber: "+491700000000"}, Operator: "Testnetz", Echo: true,
		Balance: "Guthaben: 12,34 EUR", NoFailingNumbers: true,
	}
}

// SendUSSD implements server.Stick, as internal/card does.
func (e *Engine) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	if e.stick == nil {
		return sms.ServiceAnswer{}, sms.ErrNoCard
	}
	return e.stick.SendUSSD(ctx, code)
}

// EndUSSD implements server.Stick.
func (e *Engine) EndUSSD(ctx context.Context) error { return e.stick.EndUSSD(ctx) }
