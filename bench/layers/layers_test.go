package layers

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// rule is a list of the linter depguard: files that match may not import what is in Deny, unless a
// longer entry of Allow permits it. An entry stands for all paths that begin with it, or, with $ at
// its end, for that path alone.
type rule struct {
	Mode  string   `yaml:"list-mode"`
	Files []string `yaml:"files"`
	Allow []string `yaml:"allow"`
	Deny  []struct {
		Pkg  string `yaml:"pkg"`
		Desc string `yaml:"desc"`
	} `yaml:"deny"`
}

// readRules returns the rules of .golangci.yml.
func readRules(t *testing.T) map[string]rule {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".golangci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Linters struct {
			Enable   []string
			Settings struct {
				Depguard struct{ Rules map[string]rule }
			}
		}
	}
	if err := yaml.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	rules := config.Linters.Settings.Depguard.Rules
	if !slices.Contains(config.Linters.Enable, "depguard") || len(rules) < 10 {
		t.Fatalf("depguard is not enabled, or has only %d rules", len(rules))
	}
	for name, r := range rules {
		if len(r.Files) == 0 || len(r.Deny) == 0 || r.Mode != "lax" {
			t.Errorf("rule %s: this test understands lax rules with files and deny only", name)
		}
	}
	return rules
}

func TestLayers(t *testing.T) {
	rules := readRules(t)
	seen := 0
	walkSource(t, func(path string, file *ast.File) {
		seen++
		for _, i := range file.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, reason := range broken(rules, path, imported) {
				t.Errorf("%s imports %s: %s", path, imported, reason)
			}
		}
	})
	if seen < 300 {
		t.Errorf("looked at %d files only", seen)
	}
}

// TestLayersNotice makes sure that the check above can fail, by every rule.
func TestLayersNotice(t *testing.T) {
	rules := readRules(t)
	used := map[string]bool{}
	for _, c := range []struct{ path, imported, rule string }{
		{"hw/scan/scan.go", "fyne.io/fyne/v2/widget", "hw"},
		{"hw/hw.go", "surfstick-sms/sms/pdu", "hw"},
		{"hw/usb/usb_test.go", "surfstick-sms/internal/setup", "hw"},
		{"sms/modem/modem.go", "surfstick-sms/hw", "sms"},
		{"sms/sms.go", "surfstick-sms/gui/tr", "sms"},
		{"sms/store/store_windows.go", "surfstick-sms/internal/applog", "sms"},
		{"internal/setup/setup.go", "surfstick-sms/hw/scan", "internal"},
		{"internal/setup/setup.go", "surfstick-sms/hw/sticks", "internal"},
		{"internal/setup/runner/runner.go", "surfstick-sms/sms/modem", "internal"},
		{"internal/report/report.go", "surfstick-sms/gui/tr", "internal"},
		{"sms/remote/client.go", "surfstick-sms/sms", "remote"},
		{"sms/remote/client.go", "net", "remote"},
		{"sms/remote/server/server.go", "surfstick-sms/sms/messenger", "remoteserver"},
		{"sms/remote/server/server.go", "net", "remoteserver"},
		{"sms/budget/budget.go", "context", "pure"},
		{"internal/door/door_windows.go", "surfstick-sms/internal/desktop", "door"},
		{"cmd/surfstick/main.go", "surfstick-sms/sms/messenger", "cmd"},
		{"cmd/surfstick-serve/main.go", "surfstick-sms/internal/desktop", "cmd"},
		{"cmd/surfstick/main.go", "net/http", "surfstick"},
		{"program.go", "github.com/Microsoft/go-winio", "winio"},
		{"internal/session/session.go", "surfstick-sms/hw/comport", "session"},
		{"internal/session/session.go", "surfstick-sms/sms/store", "session"},
		{"internal/setup/setup.go", "context", "pure"},
		{"sms/inbox/inbox.go", "io/fs", "pure"},
		{"sms/outbox/outbox.go", "sync/atomic", "pure"},
		{"sms/find/find.go", "database/sql", "pure"},
		{"sms/bulk/read.go", "io", "pure"},
		{"gui/notify/notify.go", "log/slog", "pure"},
		{"sms/people/vcard.go", "os", "formats"},
		{"sms/transfer/open.go", "surfstick-sms/sms/store", "formats"},
		{"sms/backup/backup.go", "filippo.io/age", "age"},
		{"gui/contacts/files.go", "github.com/emersion/go-vcard", "vcard"},
		{"gui/chat/chat.go", "os/exec", "gui"},
		{"gui/gui.go", "net", "gui"},
		{"gui/gui.go", "net/http", "gui"},
		{"gui/gui.go", "surfstick-sms/internal/setup/runner", "gui"},
		{"gui/wizard/wizard.go", "surfstick-sms/hw/udev", "gui"},
		{"gui/gui.go", "fyne.io/fyne/v2/app", "app"},
		{"program.go", "fyne.io/fyne/v2/app", "app"},
		{"hw/scan/scan.go", "github.com/google/gousb", "gousb"},
		{"sms/at/at.go", "go.bug.st/serial/enumerator", "serial"},
		{"hw/scan/scan.go", "net", "network"},
		{"internal/report/report.go", "net/http", "network"},
		{"sms/messenger/messenger.go", "modernc.org/sqlite", "sqlite"},
		{"hw/netcard/netcard.go", "net/http", "http"},
		{"cmd/surfstick/main.go", "net/http", "http"},
		{"sms/hilink/hilink.go", "os/exec", "hilink"},
		{"sms/fakehilink/fakehilink.go", "surfstick-sms/sms/pdu", "fakehilink"},
		{"program.go", "github.com/zalando/go-keyring", "keyring"},
		{"program.go", "surfstick-sms/bench/virtualstick", "bench"},
	} {
		used[c.rule] = true
		one := map[string]rule{c.rule: rules[c.rule]}
		if len(broken(one, c.path, c.imported)) != 1 {
			t.Errorf("%s importing %s goes unnoticed by rule %s", c.path, c.imported, c.rule)
		}
	}
	for name := range rules {
		if !used[name] {
			t.Errorf("no case for rule %s", name)
		}
	}
	for _, c := range []struct{ path, imported string }{
		{"hw/usb/usb.go", "github.com/google/gousb"},
		{"hw/scan/watch_test.go", "surfstick-sms/bench/contract"},
		{"hw/netcard/dial.go", "net"},
		{"internal/door/door_unix.go", "net"},
		{"internal/door/door_windows.go", "github.com/Microsoft/go-winio"},
		{"cmd/surfstick/main.go", "surfstick-sms/sms/remote"},
		{"cmd/surfstick/main_test.go", "surfstick-sms/sms/messenger"},
		{"sms/remote/server/server.go", "surfstick-sms/sms"},
		{"sms/remote/server/server.go", "surfstick-sms/sms/budget"},
		{"hw/adapter.go", "net/netip"},
		{"internal/setup/setup.go", "surfstick-sms/hw"},
		{"internal/setup/runner/runner.go", "context"},
		{"internal/session/session.go", "surfstick-sms/sms/modem"},
		{"internal/session/session_test.go", "surfstick-sms/sms/store"},
		{"sms/inbox/inbox_test.go", "os"},
		{"sms/transfer/open.go", "io"},
		{"sms/people/vcard.go", "net/url"},
		{"sms/transfer/seal.go", "filippo.io/age"},
		{"sms/people/vcard.go", "github.com/emersion/go-vcard"},
		{"gui/gui.go", "surfstick-sms/internal/setup"},
		{"gui/gui.go", "net/url"},
		{"app.go", "fyne.io/fyne/v2/app"},
		{"bench/bare/main.go", "fyne.io/fyne/v2/app"},
		{"bench/usbip/main.go", "surfstick-sms/sms/modem"},
		{"quit_test.go", "github.com/zalando/go-keyring"},
		{"sms/hilink/exchange.go", "net/http"},
		{"cmd/surfstick-serve/deliver.go", "net/http"},
		{"sms/fakehilink/fakehilink.go", "net/http"},
		{"sms/hilink/stick_test.go", "surfstick-sms/sms/fakehilink"},
	} {
		if reasons := broken(rules, c.path, c.imported); len(reasons) > 0 {
			t.Errorf("%s may import %s, but: %v", c.path, c.imported, reasons)
		}
	}
}

// broken returns the reasons why the file at a path of the repository may not import something.
func broken(rules map[string]rule, path, imported string) []string {
	var reasons []string
	for _, r := range rules {
		if !r.covers(path) {
			continue
		}
		for _, d := range r.Deny {
			permits := func(allow string) bool { return len(allow) > len(d.Pkg) && stands(allow, imported) }
			if stands(d.Pkg, imported) && !slices.ContainsFunc(r.Allow, permits) {
				reasons = append(reasons, d.Desc)
			}
		}
	}
	return reasons
}

// covers reports whether a rule is about a file: one of its patterns matches, and none with "!".
func (r rule) covers(path string) bool {
	covered := false
	for _, pattern := range r.Files {
		pattern, not := strings.CutPrefix(pattern, "!")
		if !globOf(pattern).MatchString("/surfstick-sms/" + path) {
			continue
		}
		if not {
			return false
		}
		covered = true
	}
	return covered
}

// globOf returns what a pattern of depguard matches: * is anything but a slash, ** anything.
func globOf(pattern string) *regexp.Regexp {
	pattern = strings.ReplaceAll(pattern, "$test", "**/*_test.go")
	parts := strings.Split(pattern, "**")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(regexp.QuoteMeta(part), `\*`, `[^/]*`)
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
}

// stands reports whether an entry stands for an import path.
func stands(entry, imported string) bool {
	if whole, ok := strings.CutSuffix(entry, "$"); ok {
		return imported == whole
	}
	return strings.HasPrefix(imported, entry)
}
