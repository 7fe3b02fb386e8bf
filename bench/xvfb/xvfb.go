// Package xvfb starts virtual displays (Xvfb) and acts on them as a person would (xdotool).
package xvfb

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Display is a running virtual display.
type Display struct {
	// Name is its name, such as ":99".
	Name string

	server *exec.Cmd
}

// Start returns a new display of the given size, such as "1024x768", with further flags of Xvfb.
// It is empty and has no window manager.
func Start(size string, flags ...string) (*Display, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	args := append([]string{"-displayfd", "3", "-screen", "0", size + "x24", "-nolisten", "tcp"}, flags...)
	d := &Display{server: exec.Command("Xvfb", args...)}
	d.server.ExtraFiles = []*os.File{write}
	err = d.server.Start()
	write.Close()
	if err != nil {
		return nil, fmt.Errorf("virtual display: %w", err)
	}
	number, err := bufio.NewReader(read).ReadString('\n') // Xvfb writes it when it is ready
	if err != nil {
		d.Close()
		return nil, fmt.Errorf("virtual display: %w", err)
	}
	d.Name = ":" + strings.TrimSpace(number)
	return d, nil
}

// Close ends the display.
func (d *Display) Close() {
	_ = d.server.Process.Kill()
	_ = d.server.Wait()
}

// Environ returns the environment of a program that shows its windows there.
func (d *Display) Environ() []string {
	others := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "WAYLAND_DISPLAY=")
	})
	return append(others, "DISPLAY="+d.Name)
}

// Command returns a command that runs on the display.
func (d *Display) Command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = d.Environ()
	return c
}

// Do runs xdotool and returns what it prints.
func (d *Display) Do(args ...string) (string, error) {
	out, err := d.Command("timeout", append([]string{"90", "xdotool"}, args...)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// Picture returns the pixels of the whole screen.
func (d *Display) Picture() ([]byte, error) {
	return d.Command("import", "-window", "root", "rgb:-").Output()
}

// SavePicture writes a picture of the whole screen to a file.
func (d *Display) SavePicture(path string) error {
	if out, err := d.Command("import", "-window", "root", path).CombinedOutput(); err != nil {
		return fmt.Errorf("picture %s: %w: %s", path, err, out)
	}
	return nil
}
