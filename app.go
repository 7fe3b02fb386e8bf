package main

import (
	"context"
	"errors"
	"log"
	"net/url"
	"os"
	"path/filepath"
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
	"surfstick-sms/sms/store"
)

// appID names the program to the desktop; it is that of FyneApp.toml, which a test compares.
const appID = "de.surfsticksms.app"

// openWindow is the program as most people know it. It gives the exit code.
func openWindow(f flags) int {
	if !desktop.HasDisplay() {
		desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.display"))
		return 1
	}
	data, err := desktop.MakeDataFolder(f.data, f.demo)
	if err != nil {
		return noData(data, err)
	}
	first, err := instance.Claim(data)
	if errors.Is(err, instance.ErrRunning) {
		return 0 // its window has come to the front
	} else if err != nil {
		return noData(data, err)
	}
	next := &afterwards{data: data}
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
	log.SetOutput(applog.Library{Log: logger.Logger, NoWindow: noWindow})
	log.SetFlags(0)
	crashed := applog.CatchCrashes(data)

	p, err := start(f, data, logger.Logger)
	if p == nil {
		return noData(data, err)
	}
	defer p.close()
	p.useLanguage(f)
	c := gui.Config{
		Raise:    first.Raised(),
		Log:      logger.Logger,
		Notice:   notice(err, crashed),
		ReadOnly: errors.Is(err, store.ErrNewer),
	}
	c.Remedy = next.remedy(err)
	show(f, p, c, next)
	next.forget(p)
	return 0
}

// show builds the window and stays until it is closed.
func show(f flags, p *program, c gui.Config, next *afterwards) {
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Surfstick SMS", Version: version, Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	a.Settings().SetTheme(look.Theme{})

	c.Facts, c.Platform, c.Do = p.runner.Facts(), p.runner.Platform(), p.runner.Do
	c.Messenger, c.Events = p.texts, p.texts.Events()
	c.Post, c.Now, c.Region = fyne.Do, time.Now, p.texts.Region
	c.Demo, c.DemoPIN = f.demo, demoPIN
	c.Screen = fyne.NewSize(desktop.ScreenSize())
	c.SetRegion, c.Version = p.texts.SetRegion, version
	c.Report = func(facts setup.Facts) string { return reportOf(f, facts, p.choices()) }
	c.OpenFolder = func() error { return openFolder(a, next.data) }
	a.Lifecycle().SetOnStarted(func() {
		p.shown()
		settleMemory()
		go p.awaitCheck(func() {
			c.Post(func() { next.check = true; a.Quit() })
		})
	})
	c.Card = p.card
	c.Erase = func() { next.erase = true; a.Quit() }
	c.Quit = a.Quit
	gui.New(a, c).Run()
}

// useLanguage takes the language that was chosen in the settings, unless the command line says
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

// openFolder shows the data folder in the system's file manager.
func openFolder(a fyne.App, data string) error {
	return a.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(data)})
}

// notice is what the start has to tell: about the texts, or about the last time.
func notice(err error, crashed bool) string {
	var broken *store.BrokenError
	switch {
	case errors.Is(err, store.ErrNewer):
		return tr.T("app.notice.newer")
	case errors.As(err, &broken):
		return tr.T("app.notice.broken", tr.Data{"File": filepath.Base(broken.Kept)})
	case crashed:
		return tr.T("app.notice.crash")
	}
	return ""
}

// noWindow says in plain words why there is no window, and ends the program.
func noWindow(why applog.Trouble, detail string) {
	text := tr.T("app.fatal.graphics", tr.Data{"Detail": detail})
	if why == applog.NoDisplay {
		text = tr.T("app.fatal.display")
	}
	desktop.Fatal(tr.T("app.fatal.title"), text)
	os.Exit(1)
}

// noData says that the data folder cannot be used, and gives the exit code.
func noData(folder string, err error) int {
	desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.data", tr.Data{"Folder": folder, "Detail": err}))
	return 1
}
