//go:build !nowindow

package main

import (
	"errors"
	"os"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/instance"
)

// noWindow says in plain words why there is no window, and ends the program.
func noWindow(why applog.Trouble, detail string) {
	title, text := tr.T("app.fatal.title"), noWindowText(why, detail)
	if desktop.OpenGLPage == "" {
		desktop.Fatal(title, text)
	} else if desktop.FatalQuestion(title, text) {
		desktop.OpenStore(desktop.OpenGLPage)
	}
	os.Exit(1)
}

// noWindowText returns why there is no window and what to do. On Windows there is always a display,
// and it is about graphics in any case.
func noWindowText(why applog.Trouble, detail string) string {
	if why == applog.NoDisplay && wordsOf == "" {
		return tr.T("app.fatal.display")
	}
	return tr.T("app.fatal.graphics"+wordsOf, tr.Data{"Detail": detail})
}

// notFirst says why there is no second program on a data folder, and returns the exit code.
func notFirst(data string, err error) int {
	switch {
	case errors.Is(err, instance.ErrRunning):
		return 0 // its window has come to the front
	case errors.Is(err, instance.ErrSilent):
		desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.silent"+wordsOf))
		return 1
	case errors.Is(err, instance.ErrElsewhere):
		desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.elsewhere"))
		return 1
	}
	return noData(data, err)
}

// noData says that the data folder cannot be used, and returns the exit code.
func noData(folder string, err error) int {
	desktop.Fatal(tr.T("app.fatal.title"), tr.T("app.fatal.data", tr.Data{"Folder": folder, "Detail": err}))
	return 1
}
