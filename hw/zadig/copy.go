package zadig

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"surfstick-sms/hw"
)

const (
	// sizeLimit is far above every Zadig so far (5 MB).
	sizeLimit = 100 << 20
	// folderPrefix begins the names of the folders with a copy; rand.Text follows.
	folderPrefix = "zadig-copy-"
	// copyName is the name of the copy. It must not end in "zadig.exe": Zadig takes that for the wish
	// to look for updates on the internet without asking (SetUpdateCheck in zadig_stdlg.c).
	copyName = "zadig-checked.exe"
	// iniName is the name of the file that Zadig reads from the folder in which it is started.
	iniName = "zadig.ini"
)

// ownFolder is the name of a folder with a copy.
var ownFolder = regexp.MustCompile("^" + folderPrefix + "[A-Z2-7]{26}$")

// maker is the name in the certificate by which Zadig is signed.
const maker = "Akeo Consulting"

// ini is what goes into zadig.ini: every device is listed, WinUSB is chosen, and Zadig ends when
// the driver is there (the names are those that parse_ini in zadig.c reads).
func ini() string {
	return strings.Join([]string{
		"[general]", "advanced_mode = false", "exit_on_success = true", "log_level = 0",
		"[device]", "list_all = true", "include_hubs = false", "trim_whitespaces = true",
		"[driver]", "default_driver = 0", "extract_only = false", "",
	}, "\r\n")
}

// kit is a copy of Zadig with its settings, in a folder of its own.
type kit struct {
	folder, exe string
	// held are the files of the copy, open so that nobody can write to them or replace them.
	held []*os.File
}

// prepare makes a copy of the program that the person picked, and checks the copy.
func (h Helper) prepare(picked string) (*kit, error) {
	source, err := openProgram(picked)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	Clean(h.Folder)
	own, err := makeKit(h.Folder, source)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrNoCopy, err)
	}
	if err := h.check(own.held[0]); err != nil {
		own.remove()
		return nil, err
	}
	return own, nil
}

// openProgram opens the file at a path if it can be a program, else the error is hw.ErrNotZadig.
func openProgram(path string) (*os.File, error) {
	path = strings.Trim(strings.TrimSpace(path), `"`)
	if strings.ContainsAny(path, "\x00\"") || !strings.EqualFold(filepath.Ext(path), ".exe") {
		return nil, fmt.Errorf("%w: no .exe file", hw.ErrNotZadig)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > sizeLimit {
		file.Close()
		return nil, fmt.Errorf("%w: no program", hw.ErrNotZadig)
	}
	return file, nil
}

// makeKit makes a folder below parent for this user only, with the program and the settings in it.
func makeKit(parent string, program io.Reader) (own *kit, err error) {
	folder := filepath.Join(parent, folderPrefix+rand.Text())
	if err := makeFolder(folder); err != nil {
		return nil, fmt.Errorf("make the folder: %w", err)
	}
	own = &kit{folder: folder, exe: filepath.Join(folder, copyName)}
	defer func() {
		if err != nil {
			own.remove()
		}
	}()
	for _, f := range []struct {
		name    string
		content io.Reader
	}{{copyName, io.LimitReader(program, sizeLimit)}, {iniName, strings.NewReader(ini())}} {
		path := filepath.Join(folder, f.name)
		if err := write(path, f.content); err != nil {
			return own, err
		}
		held, err := hold(path)
		if err != nil {
			return own, err
		}
		own.held = append(own.held, held)
	}
	return own, nil
}

func write(path string, content io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// check reports whether the open file is Zadig, signed by its maker. Errors: hw.ErrNotZadig,
// hw.ErrUnsigned.
func (h Helper) check(program *os.File) error {
	names, err := versionStrings(program)
	if err != nil {
		return fmt.Errorf("%w: %w", hw.ErrNotZadig, err)
	}
	if !isZadig(names) {
		return fmt.Errorf("%w: it calls itself %.40q", hw.ErrNotZadig, names["ProductName"])
	}
	signer := h.Signer
	if signer == nil {
		signer = signerOf
	}
	name, err := signer(program)
	if err != nil {
		return fmt.Errorf("check the signature: %w", err)
	}
	if name != maker {
		return fmt.Errorf("%w by its maker, but by %.60q", hw.ErrUnsigned, name)
	}
	return nil
}

// isZadig goes by the names that Zadig has had in its version resource since 2.0.
func isZadig(names map[string]string) bool {
	return strings.EqualFold(names["ProductName"], "Zadig") ||
		names["ProductName"] == "" && strings.EqualFold(names["FileDescription"], "Zadig")
}

// remove deletes the copy. What Windows keeps, because Zadig still runs, is left to Clean.
func (k *kit) remove() {
	for _, f := range k.held {
		f.Close()
	}
	_ = os.RemoveAll(k.folder)
}

// removeAfter deletes the copy when Zadig has ended, or now if that cannot be known.
func (k *kit) removeAfter(closed <-chan struct{}) {
	if closed == nil {
		k.remove()
		return
	}
	go func() {
		<-closed
		k.remove()
	}()
}

// Clean deletes the copies that an earlier run left in the data folder, as when it ended before
// Zadig did. Whatever else is there stays.
func Clean(data string) {
	all, err := os.ReadDir(data)
	if err != nil {
		return
	}
	for _, entry := range all {
		if entry.IsDir() && ownFolder.MatchString(entry.Name()) {
			_ = os.RemoveAll(filepath.Join(data, entry.Name()))
		}
	}
}
