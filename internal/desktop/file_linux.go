package desktop

import (
	"fmt"
	"net/url"

	"github.com/godbus/dbus/v5"
)

// The dialog is that of the desktop (GNOME, KDE and others), which xdg-desktop-portal shows for any program:
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	fileChooser   = "org.freedesktop.portal.FileChooser"
	portalRequest = "org.freedesktop.portal.Request"
)

// portalFilter is a filter as the portal has it: words, and patterns (kind 0).
type portalFilter struct {
	Words string
	Rules []portalRule
}

type portalRule struct {
	Kind    uint32
	Pattern string
}

// OpenFile lets the user choose a file to read, in the desktop's own dialog. It blocks until the user has;
// "" means that it was given up, ErrNoFileDialog that the desktop has no such dialog.
func OpenFile(title string, kinds []FileKind) (string, error) {
	options := map[string]dbus.Variant{}
	if len(kinds) > 0 {
		options["filters"] = dbus.MakeVariant(portalFilters(kinds))
	}
	return askPortal("OpenFile", title, options)
}

// SaveFile lets the user choose where a file goes; name is offered. It asks before a file is replaced.
func SaveFile(title, name string, kind FileKind) (string, error) {
	return askPortal("SaveFile", title, map[string]dbus.Variant{
		"current_name": dbus.MakeVariant(name),
		"filters":      dbus.MakeVariant(portalFilters([]FileKind{kind})),
	})
}

func portalFilters(kinds []FileKind) []portalFilter {
	all := make([]portalFilter, len(kinds))
	for i, k := range kinds {
		all[i].Words = k.Words
		for _, ending := range k.Endings {
			all[i].Rules = append(all[i].Rules, portalRule{Pattern: "*." + anyCase(ending)})
		}
		if len(k.Endings) == 0 {
			all[i].Rules = []portalRule{{Pattern: "*"}}
		}
	}
	return all
}

// anyCase returns a pattern for an ending in small and capital letters: the portal tells them apart.
func anyCase(ending string) string {
	pattern := ""
	for _, r := range ending {
		if r >= 'a' && r <= 'z' {
			pattern += fmt.Sprintf("[%c%c]", r, r-'a'+'A')
		} else {
			pattern += string(r)
		}
	}
	return pattern
}

// askPortal makes a request and waits for what the user does. It has a connection of its own, so that the
// answers to others are not among those that it waits for.
func askPortal(method, title string, options map[string]dbus.Variant) (string, error) {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	defer bus.Close()
	answers := make(chan *dbus.Signal, 8)
	bus.Signal(answers)
	err = bus.AddMatchSignal(dbus.WithMatchInterface(portalRequest), dbus.WithMatchMember("Response"))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	var request dbus.ObjectPath
	call := bus.Object(portalName, portalPath).Call(fileChooser+"."+method, 0, "", title, options)
	if err := call.Store(&request); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoFileDialog, err)
	}
	for answer := range answers {
		if answer.Path == request {
			return chosenFile(answer.Body)
		}
	}
	return "", fmt.Errorf("%w: the connection to the desktop ended", ErrNoFileDialog)
}

// chosenFile returns the path in the portal's answer: a number, 0 when something was chosen, 1 when the user
// gave it up, and what was chosen.
func chosenFile(body []any) (string, error) {
	var status uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &status, &results); err != nil {
		return "", fmt.Errorf("answer of the file dialog: %w", err)
	}
	if status == 1 {
		return "", nil
	}
	addresses, _ := results["uris"].Value().([]string)
	if status != 0 || len(addresses) == 0 {
		return "", ErrNoFileDialog
	}
	address, err := url.Parse(addresses[0])
	if err != nil || address.Scheme != "file" || address.Path == "" {
		return "", fmt.Errorf("answer of the file dialog: %q is no file", addresses[0])
	}
	return address.Path, nil
}
