// Package udev is the rule by which Linux lets whoever sits at the computer use surfsticks of one maker:
// the USB device itself and the serial ports that the kernel makes of it. It can be shown, copied
// as a command, or written by Install, which asks for an administrator's password.
//
// The rule is for one vendor ID and gives access to the user of the active session only. Nothing else in
// the command comes from outside: not the name of the file, not a word of the script.
package udev

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"surfstick-sms/hw"
)

// File returns where the rule for a vendor's devices goes. Its number must be below 73, where systemd's
// 73-seat-late.rules gives the access that the tag asks for (systemd, udev(7)).
func File(vendor uint16) string {
	name := "70-surfstick-sms"
	if vendor != hw.HuaweiVendor {
		name += fmt.Sprintf("-%04x", vendor)
	}
	return folder + "/" + name + ".rules"
}

const folder = "/etc/udev/rules.d"

// Rule returns the content of the file.
func Rule(vendor uint16) string {
	return fmt.Sprintf(`SUBSYSTEM=="usb", ATTR{idVendor}=="%04[1]x", TAG+="uaccess"
SUBSYSTEM=="tty", ATTRS{idVendor}=="%04[1]x", TAG+="uaccess"
`, vendor)
}

// script writes the rule, and has it applied to what is plugged in already. It holds no single
// quotes, so that Command can put it between some.
func script(vendor uint16) string {
	return `set -e
umask 022
mkdir -p ` + folder + `
cat > ` + File(vendor) + ` <<END
` + Rule(vendor) + `END
udevadm control --reload
udevadm trigger --action=change --subsystem-match=usb --attr-match=idVendor=` + fmt.Sprintf("%04x", vendor) + `
udevadm trigger --action=change --subsystem-match=tty
udevadm settle --timeout=10 || true
`
}

// Command returns what an administrator can paste into a terminal.
func Command(vendor uint16) string { return "sudo sh -c '" + script(vendor) + "'" }

// limit is how long somebody may take to type a password.
const limit = 5 * time.Minute

// Installer returns the function that installs the rule for a vendor's devices by polkit's pkexec, or nil
// where there is none. It returns hw.ErrDeclined when the password was wrong or not given.
func Installer() func(ctx context.Context, vendor uint16) error {
	pkexec, err := exec.LookPath("pkexec")
	if err != nil {
		return nil
	}
	return func(ctx context.Context, vendor uint16) error { return install(ctx, pkexec, script(vendor)) }
}

func install(ctx context.Context, pkexec, script string) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	run := exec.CommandContext(ctx, pkexec, "/bin/sh", "-c", script)
	run.WaitDelay = time.Second
	out, err := run.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("install the udev rule: %w", ctx.Err())
	case errors.As(err, &exit) && (exit.ExitCode() == 126 || exit.ExitCode() == 127):
		return fmt.Errorf("install the udev rule: %w", hw.ErrDeclined) // pkexec(1)
	}
	return fmt.Errorf("install the udev rule: %w: %s", err, strings.TrimSpace(string(out)))
}
