package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"surfstick-sms/hw/autoplay"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/hook"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/session"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// storeFile holds the texts, in the data folder.
const storeFile = "messages.db"

// ownFiles are the beginnings of the names of everything that the program puts into the data folder:
// the texts with their copies, the log, the lock of instance, the socket for programs, what
// surfstick-serve keeps, the note of how to undo a change of drivers, and the copies of Zadig.
var ownFiles = []string{storeFile, "log", "lock", "door.sock", "serve-", restoreNote, "zadig-"}

// program is everything behind the window: the texts, and the runner that keeps a modem attached
// to them.
type program struct {
	texts  *messenger.Messenger
	runner *runner.Runner
	pins   *pinstore.Store
	// passwords are those of sticks in network mode.
	passwords *pinstore.Store

	card *card.Card
	log  *slog.Logger

	door     *doorway        // lets other programs in
	autoplay *autoplay.Guard // nil where there is no AutoPlay

	shown func()       // to be called when the window is up
	check func() error // waits until the texts were checked for damage

	hook *hook.Hook // runs a program for each received text

	stop  context.CancelFunc
	ended <-chan struct{} // closed by stop
	wait  sync.WaitGroup
}

// start opens the texts in the data folder and starts the runner; run is noted what it does. The
// error is that of store.Open: together with a program it says what was wrong with the texts
// (store.ErrNewer, store.ErrBroken), without one why there is none.
func start(f flags, data string, log *slog.Logger, run *applog.Run) (*program, error) {
	st, err := store.Open(filepath.Join(data, storeFile), store.Options{Background: !f.check})
	if st == nil {
		return nil, fmt.Errorf("open the texts: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	p := &program{log: log, stop: stop, ended: ctx.Done(), check: st.Checked}
	p.texts = messenger.New(st, messenger.Options{Log: log, Region: desktop.Region()})

	p.pins = pinstore.New(p.texts, pinstore.SystemKeys{}, log)
	p.card = card.New(p.pins)
	p.passwords = pinstore.NewPasswords(p.texts, pinstore.SystemKeys{}, log)
	connector := session.Connector{
		Texts: p.texts, Card: p.card, Passwords: p.passwords, Log: log, Trace: tracer(f, log),
	}
	var h hardware
	if f.demo {
		h = fakeHardware(ctx, f)
		connector.SubmitTimeout = demoAnswer
	} else {
		zadig.Clean(data)
		h = computer(f, data, log)
		if driverPage {
			p.autoplay = autoplay.New(cdDrives(h.config.Scanner), log)
		}
	}
	c := h.config
	p.shown = h.shown
	connector.Opener, connector.Web = markCalls(&c, h.opener, run), h.web
	c.Connector, c.Table = connector, sticks.Table{}
	c.Memory = memory{texts: p.texts}
	c.Auto, c.PIN = f.auto, f.pin
	c.Log = log
	p.runner = runner.New(c)
	p.hook = newHook(p.texts, log)
	p.wait.Go(func() { p.hook.Run(ctx) })
	p.wait.Go(func() {
		if err := p.runner.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			log.Error("runner ended", "err", err)
		}
	})
	p.door = newDoorway(p, doorOptions{
		folder: data, demo: f.demo, everybody: f.allow, unattended: f.headless,
	})
	return p, err
}

// awaitCheck waits until the texts were checked, and calls again when they are damaged: the program,
// started again, checks them first, keeps the damaged file aside and says so.
func (p *program) awaitCheck(again func()) {
	if err := p.check(); err != nil {
		p.log.Error("check of the texts", "err", err)
		again()
	}
}

// lastAnswer is how long the end of the program waits for what a stick in internet mode still answers.
const lastAnswer = 500 * time.Millisecond

// close ends everything in order: programs that are served and the runner first, which closes the line, then what is being kept
// of a PIN or a password, then the texts with their store, and connections to a stick at last.
func (p *program) close() {
	p.door.Close()
	p.stop()
	p.wait.Wait()
	if p.autoplay != nil {
		p.autoplay.Close()
	}
	p.pins.Close()
	p.passwords.Close()
	p.texts.Close()
	netcard.Settle(lastAnswer)
}

// memory is what internal/setup/runner remembers between starts: settings of the store.
type memory struct{ texts *messenger.Messenger }

// Get implements runner.Memory.
func (m memory) Get(key string) string {
	value, err := m.texts.Setting(context.Background(), key)
	if err != nil {
		return ""
	}
	return value
}

// Set implements runner.Memory. A setting that cannot be kept is asked for again next time.
func (m memory) Set(key, value string) {
	_ = m.texts.SetSetting(context.Background(), key, value)
}

// tracer returns the trace function of -v, or nil. The AT channel masks numbers, texts and PINs.
func tracer(f flags, log *slog.Logger) func(string) {
	if !f.trace {
		return nil
	}
	return func(line string) { log.Debug("at", "line", line) }
}
