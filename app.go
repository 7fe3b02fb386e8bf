//go:build !nowindow

package main

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"surfstick-sms/assets"
	"surfstick-sms/gui"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/instance"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/backup"
	"surfstick-sms/sms/store"
)

// appID names the program to the desktop; it is that of FyneApp.toml, which a test compares.
const appID = "de.surfsticksms.app"

// withoutWindow says that this program cannot open a window.
const withoutWindow = false

// openWindow runs the program with its window, and returns the exit code.
func openWindow(f flags, _ io.Writer) int {
	postponeGC()
	if !desktop.HasDisplay() {
		desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.display"))
		return 1
	}
	data, exposed, err := desktop.MakeDataFolder(f.data, f.demo, ownFiles)
	if err != nil {
		return noData(data, err)
	}
	first, err := instance.Claim(data)
	if err != nil {
		return notFirst(data, err)
	}
	next := &pendingAction{data: data}
	defer next.run() // when everything else is closed
	defer first.Close()

	logger, err := applog.Open(data, f.trace)
	if err != nil {
		return noData(data, err)
	}
	defer logger.Close()
	if err := first.WatchErr(); err != nil {
		logger.Warn("a second start cannot bring the window to the front", "err", err)
	}
	crashed := applog.CatchCrashes(data)
	run, unexpected := mark(f, data)
	defer run.End()
	defer desktop.OnSessionEnd(run.End)()
	log.SetOutput(applog.Library{Log: logger.Logger, NoWindow: func(why applog.Trouble, detail string) {
		run.End()
		noWindow(why, detail)
	}})
	log.SetFlags(0)

	p, err := start(f, data, logger.Logger, run)
	if p == nil {
		return noData(data, err)
	}
	defer p.close()
	p.useLanguage(f)
	show(&window{
		flags: f, program: p, next: next, first: first, storeErr: err,
		run: run, crashed: crashed || unexpected, exposed: exposed,
	})
	next.forgetPINs(p)
	return 0
}

// window is what the program shows, and what is known when it starts.
type window struct {
	flags    flags
	program  *program
	next     *pendingAction
	first    *instance.Instance
	storeErr error // what was wrong with the texts, nil for nothing
	run      *applog.Run
	crashed  bool // the last run ended unexpectedly
	exposed  bool // other users can reach the data folder
}

// show builds the window and returns when it is closed.
func show(w *window) {
	tr.Wait()
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Surfstick SMS", Version: version, Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	a.Settings().SetTheme(look.Theme{})
	c := w.config(a)
	c.Shell = openShell(a, c.Post, w.program.log)
	if c.Shell != nil {
		defer c.Shell.Close()
	}
	defer desktop.OnAskedToEnd(func() { c.Post(a.Quit) })()
	u := gui.New(a, c)
	a.Lifecycle().SetOnStarted(func() {
		u.Started()
		w.program.shown()
		releaseMemory()
		go w.program.awaitCheck(func() {
			c.Post(func() { w.next.check = true; a.Quit() })
		})
	})
	u.Run()
}

// config returns what the window needs.
func (w *window) config(a fyne.App) gui.Config {
	p := w.program
	return gui.Config{
		Facts:        p.runner.Facts(),
		Platform:     p.runner.Platform(),
		Do:           p.runner.Do,
		Messenger:    p.texts,
		Events:       p.tap(p.texts.Events()),
		Raise:        w.first.Raised(),
		Raised:       func() { desktop.RestoreWindow(); w.first.Heard() },
		Post:         fyne.Do,
		Now:          time.Now,
		Region:       p.texts.Region,
		SetRegion:    p.texts.SetRegion,
		Log:          p.log,
		Demo:         w.flags.demo,
		DemoPIN:      demoPIN,
		Instructions: instructions(), Kinds: kinds(),
		Notice:        w.notice(),
		Remedy:        w.next.remedy(w.storeErr),
		Quit:          a.Quit,
		ReadOnly:      errors.Is(w.storeErr, store.ErrNewer),
		Report:        func(facts setup.Facts) string { return reportOf(w, facts) },
		Mask:          applog.Redact,
		Copy:          copyPrivately(a, p.log),
		OpenFolder:    func() error { return w.openFolder(w.next.data) },
		ReadLog:       func() string { return applog.Tail(w.next.data) },
		OpenLogs:      func() error { return w.openFolder(applog.Folder(w.next.data)) },
		ReducedMotion: desktop.ReducedMotion(),
		SetScale:      desktop.Scaler(a.Settings().Scale()),
		Version:       version,
		Licences:      licences, Releases: releases,
		Screen:  fyne.NewSize(desktop.ScreenSize()),
		Card:    p.card,
		Dialogs: fileDialogs(),

		Seen:            w.seen,
		HideFromCapture: desktop.CaptureHider(),
		Transfer:        &backup.Files{Texts: p.texts, Zone: time.Local, Now: time.Now},
		OpenFileFolder:  desktop.OpenFolder,
		Background:      w.flags.background,
		Autostart:       w.autostart(),
		Erase:           func() { w.next.erase = true; a.Quit() },
		Programs:        windowDoor{p.door},
		Command:         commandPath(),
		Hook:            windowHook{p.hook},
	}
}

// seen takes in what the window shows: for the mark of the run, and to have Windows offer nothing of
// the stick's while a page of the set-up is open or the stick is awaited.
func (w *window) seen(f setup.Facts) {
	page := f.Step().String()
	if f.InChat() {
		page = "chat"
	}
	w.run.Page(page + " (" + f.Problem().String() + ")")
	if w.program.autoplay != nil {
		w.program.autoplay.Set(!f.InChat() || !f.Session.Connected)
	}
}

// useLanguage sets the language that was chosen in the settings, unless the command line says
// another.
func (p *program) useLanguage(f flags) {
	chosen, err := p.texts.Setting(context.Background(), settings.KeyLanguage)
	if err != nil || f.lang != "" || chosen == "" {
		return
	}
	if err := tr.Use(chosen); err != nil {
		p.log.Warn("language", "err", err)
	}
}

// copyPrivately puts what a message holds on the clipboard, out of reach of Windows' history and cloud.
func copyPrivately(a fyne.App, log *slog.Logger) func(string) error {
	return func(text string) error {
		err := desktop.CopyPrivately(text)
		if errors.Is(err, errors.ErrUnsupported) {
			a.Clipboard().SetContent(text)
			return nil
		}
		if err != nil {
			log.Warn("not copied", "err", err)
		}
		return err
	}
}

// notice returns what the window begins with: about damaged or newer texts or else a crash, and about
// other users; or "".
func (w *window) notice() string {
	var sentences []string
	var broken *store.BrokenError
	switch err := w.storeErr; {
	case errors.Is(err, store.ErrNewer):
		sentences = append(sentences, tr.T("app.notice.newer"))
	case errors.As(err, &broken):
		sentences = append(sentences, tr.T("app.notice.broken", tr.Data{"File": filepath.Base(broken.Kept)}))
	case w.crashed:
		sentences = append(sentences, tr.T("app.notice.crash"))
	}
	if w.exposed {
		sentences = append(sentences, tr.T("app.notice.exposed", tr.Data{"Folder": w.next.data}))
	}
	return strings.Join(sentences, " ")
}

// openFolder shows a folder.
func (w *window) openFolder(path string) error {
	err := desktop.OpenFolder(path)
	if err != nil {
		w.program.log.Warn("open folder", "err", err)
	}
	return err
}
