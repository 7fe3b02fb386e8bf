//go:build wine

package wine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"golang.org/x/sys/unix"
)

// installDebian makes the Debian with Wine unless there is one. Of two runs at a time the second
// waits for the first.
func installDebian() error {
	lock, err := os.Create(debian + ".lock")
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	if _, err := os.Stat(debian); err == nil {
		return nil
	}
	fmt.Printf("Installing Debian 13 with Wine in %s (1.6 GB, some minutes)\n", debian)
	fresh := debian + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := debootstrap(fresh); err != nil {
		return err
	}
	if err := setUpWine(fresh); err != nil {
		return err
	}
	return os.Rename(fresh, debian)
}

func debootstrap(root string) error {
	ctx := context.Background()
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, began.Add(limit))
		defer cancel()
	}
	args := []string{
		"--variant=minbase", "--include=wine,wine64,libgl1,libgl1-mesa-dri", "trixie", root,
	}
	if mirror := os.Getenv("DEBIAN_MIRROR"); mirror != "" {
		args = append(args, mirror)
	}
	c := exec.CommandContext(ctx, "debootstrap", args...)
	c.WaitDelay = 10 * time.Second
	log, err := os.Create(filepath.Join(folder, "install.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Run(); err != nil {
		return fmt.Errorf("debootstrap: %w; see %s", err, log.Name())
	}
	archives, err := filepath.Glob(filepath.Join(root, "var/cache/apt/archives/*.deb"))
	for _, a := range archives {
		_ = os.Remove(a)
	}
	return err
}

// hostDriver is the start type of Wine's drivers for the devices of this machine.
var hostDriver = regexp.MustCompile(`(Services\\\\wine(?:bus|usb|bth|hid)\].*\n(?:.+\n)*?"Start"=).*`)

// setUpWine makes the Windows that every machine starts with.
func setUpWine(root string) error {
	m := &machine{root: root, language: "C.UTF-8"}
	defer m.close()
	if err := m.start(); err != nil {
		return err
	}
	for _, command := range [][]string{{"wineboot", "-i"}, {"wineserver", "-w"}} {
		if err := m.run(command[0], command[1:]...); err != nil {
			return err
		}
	}
	// The devices of this machine are no part of a state, and winebus makes Wine's winedevice.exe
	// crash now and then.
	registry := filepath.Join(root, "root/.wine/system.reg")
	text, err := os.ReadFile(registry)
	if err != nil {
		return err
	}
	return os.WriteFile(registry, hostDriver.ReplaceAll(text, []byte("${1}dword:00000004")), 0o644)
}
