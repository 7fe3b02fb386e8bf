package tr_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"surfstick-sms/assets"
	"surfstick-sms/gui/tr"
)

// catalog is the texts of one language, by key; those with plurals have several.
func catalog(t *testing.T, language string) map[string][]string {
	t.Helper()
	files, err := fs.Glob(assets.Translations, "translations/*."+language+".json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts for %s: %v", language, err)
	}
	all := map[string][]string{}
	for _, file := range files {
		data, err := assets.Translations.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key, text := range texts {
			if _, twice := all[key]; twice {
				t.Errorf("%s: the key %s is there twice", file, key)
			}
			all[key] = forms(t, key, text)
		}
	}
	return all
}

func forms(t *testing.T, key string, text any) []string {
	t.Helper()
	switch text := text.(type) {
	case string:
		return []string{text}
	case map[string]any:
		one, isOne := text["one"].(string)
		other, isOther := text["other"].(string)
		if isOne && isOther && len(text) == 2 {
			return []string{one, other}
		}
	}
	t.Errorf("%s: neither a text nor one and other", key)
	return nil
}

var placeholder = regexp.MustCompile(`\{\{.*?\}\}`)

// placeholders are those of all forms of a text, sorted.
func placeholders(texts []string) []string {
	all := placeholder.FindAllString(strings.Join(texts, " "), -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestCatalogs(t *testing.T) {
	en, de := catalog(t, "en"), catalog(t, "de")
	for key, texts := range en {
		german, ok := de[key]
		if !ok {
			t.Errorf("%s has no German text", key)
			continue
		}
		if len(texts) != len(german) {
			t.Errorf("%s: plural in one language only", key)
		}
		if a, b := placeholders(texts), placeholders(german); !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in English, %v in German", key, a, b)
		}
		for _, text := range append(texts, german...) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s is empty", key)
			}
		}
	}
	for key := range de {
		if _, ok := en[key]; !ok {
			t.Errorf("%s has no English text", key)
		}
	}
}

// The words that people must not meet (house rules for texts), as whole words.
var forbidden = regexp.MustCompile(`\b(PID|VID|AT|PDU|enumerat\w*|claim\w*|modeswitch\w*|` +
	`exceptions?|sim[ou]lator|du|deine?[mnrs]?|dir|dich)\b`)

func TestWords(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		for key, texts := range catalog(t, language) {
			if strings.HasPrefix(key, "app.demo.") {
				continue // texts of a simulated friend
			}
			for _, text := range texts {
				if bad := forbidden.FindString(text); bad != "" {
					t.Errorf("%s (%s): says %q: %s", key, language, bad, text)
				}
			}
		}
	}
}

var (
	called = regexp.MustCompile(`tr\.[TN]\("([^"]+)"`)
	quoted = regexp.MustCompile(`"((?:wizard|problem|chat|app|time)\.[\w.]*\w)"`)
)

// TestKeysInCode finds keys in the program that have no text: neither as they are nor as the
// beginning of the texts of a page.
func TestKeysInCode(t *testing.T) {
	known, found := catalog(t, "en"), 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "build" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		matches := append(called.FindAllSubmatch(code, -1), quoted.FindAllSubmatch(code, -1)...)
		for _, m := range matches {
			key := string(m[1])
			found++
			_, whole := known[key]
			if _, page := known[key+".title"]; !whole && !page && !strings.HasSuffix(key, ".") {
				t.Errorf("%s: no text for %q", path, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d keys found: the search does not work", found)
	}
}

func TestUse(t *testing.T) {
	for _, locale := range []string{"en_US.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "C"} {
		t.Setenv("LC_ALL", locale)
		for _, tt := range []struct{ code, today, seconds string }{
			{"de", "Heute", "3 Sekunden (dauert meist etwa 9)"},
			{"en", "Today", "3 seconds (usually takes about 9)"},
			{"de", "Heute", "3 Sekunden (dauert meist etwa 9)"},
		} {
			if err := tr.Use(tt.code); err != nil {
				t.Fatal(err)
			}
			if got := tr.T("time.today"); got != tt.today || tr.Language() != tt.code {
				t.Errorf("%s under %s: %q", tt.code, locale, got)
			}
			if got, want := lang.L("Cancel"), tr.T("chat.cancel"); got != want {
				t.Errorf("%s under %s: a dialog of Fyne's says %q", tt.code, locale, got)
			}
			if got := tr.N("wizard.elapsed", 3, tr.Data{"Usual": 9}); got != tt.seconds {
				t.Errorf("%s under %s: %q", tt.code, locale, got)
			}
		}
	}
}

func TestUseSystem(t *testing.T) {
	for locale, want := range map[string]string{
		"de_AT.UTF-8": "de", "en_GB.UTF-8": "en", "fr_FR.UTF-8": "en",
	} {
		t.Setenv("LC_ALL", locale)
		if err := tr.Use(""); err != nil || tr.Language() != want {
			t.Errorf("%s: %s, %v", locale, tr.Language(), err)
		}
	}
}

func TestUseUnknown(t *testing.T) {
	if err := tr.Use("de"); err != nil {
		t.Fatal(err)
	}
	if err := tr.Use("fr"); err == nil || !strings.Contains(err.Error(), "en, de") {
		t.Errorf("an unknown language: %v", err)
	}
	if tr.Language() != "de" || tr.T("time.today") != "Heute" {
		t.Error("an unknown language changes the texts")
	}
}

func TestPlural(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"1 try left.", "2 tries left."}, "de": {"Noch 1 Versuch.", "Noch 2 Versuche."},
	} {
		if err := tr.Use(language); err != nil {
			t.Fatal(err)
		}
		for i, text := range want {
			if got := tr.N("wizard.sim.tries", i+1); got != text {
				t.Errorf("%s: %q, want %q", language, got, text)
			}
		}
	}
}

func TestHas(t *testing.T) {
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
	if !tr.Has("problem.noStick.do1") || tr.Has("problem.noStick.do9") {
		t.Error("does not know which texts there are")
	}
}

func TestDates(t *testing.T) {
	berlin := time.FixedZone("CEST", 2*60*60)
	now := time.Date(2026, 5, 3, 0, 30, 0, 0, berlin) // a Sunday
	hourAgo := now.Add(-time.Hour).UTC()              // the zone of now counts
	newYear := time.Date(2025, 12, 31, 23, 0, 0, 0, berlin)
	tests := []struct {
		name           string
		at             time.Time
		dayDE, dayEN   string
		listDE, listEN string
	}{
		{"just now", now, "Heute", "Today", "00:30", "12:30 AM"},
		{"an hour ago", hourAgo, "Gestern", "Yesterday", "Gestern", "Yesterday"},
		{"three days ago", now.AddDate(0, 0, -3), "Donnerstag", "Thursday", "Do", "Thu"},
		{"six days ago", now.AddDate(0, 0, -6), "Montag", "Monday", "Mo", "Mon"},
		{"a week ago", now.AddDate(0, 0, -7), "26. April", "26 April", "26.04.26", "4/26/26"},
		{"last year", newYear, "31. Dezember 2025", "31 December 2025", "31.12.25", "12/31/25"},
		{"tomorrow, by a wrong clock", now.AddDate(0, 0, 1), "4. Mai", "4 May", "04.05.26", "5/4/26"},
	}
	for _, tt := range tests {
		for language, want := range map[string][2]string{
			"de": {tt.dayDE, tt.listDE}, "en": {tt.dayEN, tt.listEN},
		} {
			if err := tr.Use(language); err != nil {
				t.Fatal(err)
			}
			got := [2]string{tr.Day(tt.at, now), tr.Short(tt.at, now)}
			if got != want {
				t.Errorf("%s in %s: got %q, want %q", tt.name, language, got, want)
			}
		}
	}
}

// TestEllipsis: there is a blank before "…", which says that a question follows or that something goes on. Without
// one it would mean that a word is cut off.
func TestEllipsis(t *testing.T) {
	cut := regexp.MustCompile(`[\pL\pN]…`)
	files, err := filepath.Glob("../../assets/translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations: %v", err)
	}
	for _, file := range files {
		words, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(words), "\n") {
			if cut.MatchString(line) {
				t.Errorf("%s:%d: %s", filepath.Base(file), i+1, strings.TrimSpace(line))
			}
		}
	}
}
