//go:build !nowindow

package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"surfstick-sms/gui"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/applog"
	"surfstick-sms/sms/store"
)

// pendingAction is what the user asked for that can be done only when the window is closed and all
// files are. The program is started again after it.
type pendingAction struct {
	data string // the data folder
	// erase is set to delete everything.
	erase bool
	// check is set to have the next start check the texts before it shows its window.
	check bool
	// broken is the damaged file whose texts are to be brought back; nil for none.
	broken *store.BrokenError
	// restart starts the program again; restartProgram when nil.
	restart func(args []string) error
}

// forgetPINs deletes the PINs and passwords from the key store when everything is to be deleted. It is
// called while the store, which knows their accounts, is still open.
func (a *pendingAction) forgetPINs(p *program) {
	if !a.erase {
		return
	}
	ctx := context.Background()
	if err := errors.Join(p.pins.Erase(ctx), p.passwords.Erase(ctx)); err != nil {
		p.log.Error("key store", "err", err)
	}
}

// remedy returns what can be done about damaged texts, nil when err is not about such.
func (a *pendingAction) remedy(err error) *gui.Remedy {
	var broken *store.BrokenError
	if !errors.As(err, &broken) {
		return nil
	}
	words := tr.T("app.bringBack.rest")
	if broken.Backup != "" {
		words = tr.T("app.bringBack.backup")
	}
	return &gui.Remedy{Words: words, Do: func() { a.broken = broken }}
}

// run does what was asked for. It is the last thing that happens.
func (a *pendingAction) run() {
	var err error
	args := slices.DeleteFunc(slices.Clone(os.Args[1:]), func(arg string) bool {
		return arg == "-check"
	})
	switch {
	case a.erase:
		err = eraseAll(a.data)
	case a.broken != nil:
		err = bringBack(filepath.Join(a.data, storeFile), a.broken)
	case a.check:
		args = append(args, "-check")
	default:
		return
	}
	if err != nil {
		slog.Error("pending action", "err", err)
	}
	restart := a.restart
	if restart == nil {
		restart = restartProgram
	}
	if err := restart(args); err != nil {
		slog.Error("restart", "err", err)
	}
}

// eraseAll deletes everything that the program keeps in its folder: texts with all copies, log and
// crash files. Other files there are not the program's. The PINs in the key store are gone already.
func eraseAll(data string) error {
	applog.ReleaseCrashFile()
	err := store.Erase(filepath.Join(data, storeFile))
	for _, path := range applog.Files(data) {
		err = errors.Join(err, store.EraseFile(path))
	}
	return err
}

// bringBack puts the last backup in the place of the texts, if there is one, and adds what can be
// read of the damaged file and what came in since.
func bringBack(path string, broken *store.BrokenError) error {
	from := []string{broken.Kept}
	if broken.Backup != "" {
		taken := path + ".replaced"
		if err := store.Restore(path, broken.Backup); err != nil {
			slog.Error("bring back", "err", err)
			taken = broken.Backup // which cannot take the place of the file, but may be read in part
		}
		from = append(from, taken)
	}
	st, err := store.Open(path, store.Options{})
	if st == nil {
		return err
	}
	defer st.Close()
	for _, f := range from {
		if _, err := st.Salvage(context.Background(), f); err != nil {
			return err
		}
	}
	return nil
}

// restartProgram starts this program again.
func restartProgram(args []string) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	p, err := os.StartProcess(exe, append([]string{exe}, args...), &os.ProcAttr{
		Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
	})
	if err != nil {
		return err
	}
	return p.Release()
}
