//go:build !windows

// These tests compare the program with files of the repository, which is not there where the tests run under Wine.

package main

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"surfstick-sms/sms/remote"
)

// manual returns docs/scripting.md.
func manual(t *testing.T) string {
	t.Helper()
	return source(t, "../../docs/scripting.md")
}

func source(t *testing.T, names ...string) (all string) {
	t.Helper()
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += strings.ReplaceAll(string(text), "\r\n", "\n")
	}
	return all
}

// section returns what stands below a heading, up to the next one.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, below, found := strings.Cut(text, "\n"+heading+"\n")
	if !found {
		t.Fatalf("there is no %q", heading)
	}
	return regexp.MustCompile(`\n##+ `).Split(below, 2)[0]
}

// found returns what the group of an expression matches, each once and in order.
func found(expression, text string) []string {
	all := map[string]bool{}
	for _, m := range regexp.MustCompile(expression).FindAllStringSubmatch(text, -1) {
		all[m[1]] = true
	}
	return slices.Sorted(maps.Keys(all))
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%q, and not\n%q", what, got, want)
	}
}

const option = `--([a-z][a-z-]+)`

// TestDocsVerbs: the program, its help and docs/scripting.md have the same commands.
func TestDocsVerbs(t *testing.T) {
	want := slices.Sorted(maps.Keys(verbs))
	same(t, "headings of the docs", found(`(?m)^### surfstick ([a-z]+)$`, manual(t)), want)
	same(t, "pages of help", slices.DeleteFunc(slices.Sorted(maps.Keys(pages)), func(name string) bool {
		return name == "exit-codes"
	}), want)
	_, commands, _ := strings.Cut(pages["help"], "Commands:\n")
	commands, _, _ = strings.Cut(commands, "\n\n")
	listed := append(found(`(?:^|  )([a-z]+)  +[a-z]`, strings.ReplaceAll(commands, "\n", "  ")), "help")
	slices.Sort(listed)
	same(t, "commands in the help", listed, want)
	for _, name := range found(`surfstick ([a-z]+)`, strings.Join(found("`([^`]+)`", manual(t)), "\n")) {
		if verbs[name].run == nil {
			t.Errorf("the docs speak of surfstick %s", name)
		}
	}
}

// TestDocsSetting: help and docs call the switch as the window does.
func TestDocsSetting(t *testing.T) {
	for language, texts := range map[string][]string{
		"en": {manual(t), pages["help"], settingsPage, source(t, "../../scripts/surfstick.py"), source(t, "../../README.md")},
		"de": {source(t, "../../README.de.md")},
	} {
		name := found(`"settings\.programs": "([^"]+)"`, source(t, "../../assets/translations/settings."+language+".json"))
		if len(name) != 1 {
			t.Fatalf("%q", name)
		}
		for i, text := range texts {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), name[0]) {
				t.Errorf("text %d (%s) does not name %q", i, language, name[0])
			}
		}
	}
}

// TestDocsOptions: each command takes the options that its help and the docs name, and no others.
func TestDocsOptions(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	all := found(`set\.[A-Z]\w+\((?:&?[\w.]+, )?"([a-z-]+)"`, source(t, files...))
	common := found(option, everywhere)
	if len(all) < 20 || len(common) != 6 {
		t.Fatalf("only %q and %q", all, common)
	}
	same(t, "options of all commands in the docs", found(option, section(t, manual(t), "## All commands")), common)
	data := places(t)
	for name := range verbs {
		if name == "serve" {
			continue // hands them on
		}
		var takes []string
		for _, o := range all {
			d := desk{t: t, data: data}
			r := d.call(t, name, "--"+o+"=")
			if !strings.Contains(r.err, "There is no option") && !slices.Contains(common, o) {
				takes = append(takes, o)
			}
		}
		lines := regexp.MustCompile(`(?m)^  (?:--[a-z].*)$`).FindAllString(pages[name], -1)
		same(t, name+" in its help", found(option, strings.Join(append(lines, found(`(?m)^(surfstick .*)$`, pages[name])...), "\n")), takes)
		same(t, name+" in the docs", found("`"+option+"`", section(t, manual(t), "### surfstick "+name)), takes)
	}
}

// TestDocsExitCodes: help, docs and program agree on the exit codes and on the reasons that lead to them.
func TestDocsExitCodes(t *testing.T) {
	words := source(t, "../../sms/remote/words.go")
	want := found(`Exit\w+ += (\d)`, words)
	if len(want) != 8 {
		t.Fatalf("%q", want)
	}
	same(t, "help", found(`(?m)^  (\d)  [A-Z]`, pages["exit-codes"]), want)
	same(t, "docs", found(`(?m)^\| (\d) \|`, section(t, manual(t), "### Exit codes")), want)
	reasons := found(`Reason\w+ +Reason = "(\w+)"`, words)
	json := section(t, manual(t), "## JSON")
	_, table, _ := strings.Cut(json, "`error.code`")
	same(t, "reasons", found("(?m)^\\| `(\\w+)` \\|", table), reasons)
	for _, r := range reasons {
		if row := "| `" + r + "` | " + strconv.Itoa(remote.Reason(r).Exit()) + " |"; !strings.Contains(table, row) {
			t.Errorf("the docs have no %q", row)
		}
	}
	module := source(t, "../../scripts/surfstick.py")
	for _, row := range regexp.MustCompile("(?m)^\\| (\\d) \\| `(\\w+)`").FindAllStringSubmatch(manual(t), -1) {
		if row[1] == "1" {
			continue // the class that the others are kinds of
		}
		if !regexp.MustCompile(`class ` + row[2] + `\(Error\):\n(?s:.{1,400}?)\n    code = ` + row[1] + "\n").MatchString(module) {
			t.Errorf("surfstick.py has no exception %s for exit code %s", row[2], row[1])
		}
	}
}

// TestDocsFields: the docs name every field of --json and every state.
func TestDocsFields(t *testing.T) {
	json := section(t, manual(t), "## JSON")
	for _, v := range []any{
		textsLine{},
		sentLine{},
		rowLine{},
		textLine{},
		receivedLine{},
		reportLine{},
		ussdLine{},
		errorLine{},
		errorValue{},
		versionLine{},
		remote.Text{},
		remote.Received{},
		remote.Info{},
		remote.Left{},
		remote.May{},
		remote.USSD{},
	} {
		kind := reflect.TypeOf(v)
		for i := range kind.NumField() {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			if name != "" && !strings.Contains(json, "`"+name+"`") {
				t.Errorf("the docs do not name %s of %v", name, kind)
			}
		}
	}
	for _, state := range found(`(?:State|LinkState) = "(\w+)"`, source(t, "../../sms/remote/words.go", "../../sms/remote/values.go")) {
		if !strings.Contains(json, "`"+state+"`") {
			t.Errorf("the docs do not name the state %s", state)
		}
	}
}
