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

// afterwards is what happens after the window is closed and everything behind it has let go of its
// files: what the user asked for that cannot be done while they are open. The program starts anew
// then.
type afterwards struct {
	data  string
	erase bool
	// check has the texts checked before anything else.
	check bool
	// broken tells of the damaged file whose texts are to be brought back; nil for none.
	broken *store.BrokenError
	// restart begins the program anew; restartProgram when nil.
	restart func(args []string) error
}

// forget takes the PINs out of the key store when everything is to be deleted. It is called while
// the texts, which know their names, are still open.
func (a *afterwards) forget(p *program) {
	if !a.erase {
		return
	}
	if err := p.card.pins.Erase(context.Background()); err != nil {
		p.log.Error("key store", "err", err)
	}
}

// remedy is what can be done about damaged texts; nil when they are not, or nothing can.
func (a *afterwards) remedy(err error) *gui.Remedy {
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
func (a *afterwards) run() {
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
		slog.Error("afterwards", "err", err)
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
// crash files. What else lies there is not the program's. The PIN in the key store is gone already.
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
		if err := store.Restore(path, broken.Backup); err != nil {
			return err
		}
		from = append(from, path+".replaced")
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

// restartProgram begins this program anew.
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
