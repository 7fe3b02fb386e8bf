// Package tr returns the words of the program in the user's language, on top of Fyne's lang. Every
// text has an explicit key and lives in assets/translations, in German and in English; a test
// checks that both know the same keys and placeholders and that the code uses no other.
package tr

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"surfstick-sms/assets"
)

// Data fills the {{.Placeholders}} of a text.
type Data = map[string]any

// languages are those that the program has texts in; the first is the fallback.
var languages = []string{"en", "de"}

// current is the language in use. Only touched on the UI goroutine.
var current = "en"

// loaded is what Fyne was last given: a language of ours, and the system's. Only touched on the UI goroutine.
var loaded struct {
	code   string
	system fyne.Locale
}

// keys are those of the texts in use. Only touched on the UI goroutine.
var keys = map[string]bool{}

// Use loads the texts. code is "de" or "en"; "" takes the system's language when it is one of
// them and English otherwise. It must be called before any text is asked for, and may be called
// again. An unknown code is an error and leaves things as they were.
//
// Fyne's lang picks the language from the system and cannot be told otherwise, so the chosen texts
// are registered under the system's own language as well: that one always wins.
func Use(code string) error {
	if code == "" {
		code = system()
	}
	if !known(code) {
		return fmt.Errorf("language %q: only %s are known", code, strings.Join(languages, ", "))
	}
	want := loaded
	if want.code, want.system = code, lang.SystemLocale(); want != loaded {
		if err := load(code, want.system); err != nil {
			return err
		}
		loaded = want
	}
	current = code
	return nil
}

// load gives Fyne the texts of a language of ours under the system's.
func load(code string, system fyne.Locale) error {
	texts, err := read(code)
	if err != nil {
		return err
	}
	for _, locale := range []fyne.Locale{system, "en"} {
		if err := lang.AddTranslationsForLocale(texts, locale); err != nil {
			return fmt.Errorf("load the texts of %q: %w", code, err)
		}
	}
	return nil
}

// Has reports whether there is a text with this key, for texts that come in varying number.
func Has(key string) bool { return keys[key] }

// Language says which language is in use: "de" or "en".
func Language() string { return current }

// T returns the text of a key.
func T(key string, data ...Data) string {
	if len(data) == 0 {
		return lang.X(key, key)
	}
	return lang.X(key, key, data[0])
}

// N returns the text of a key in the form that fits count; {{.Count}} stands for it.
func N(key string, count int, data ...Data) string {
	all := Data{"Count": count}
	for _, d := range data {
		for k, v := range d {
			all[k] = v
		}
	}
	return lang.XN(key, key, count, all)
}

// read returns the texts of all files of a language as one, because Fyne compares all languages anew
// with each one that it is given, and remembers their keys.
func read(code string) ([]byte, error) {
	files, err := fs.Glob(assets.Translations, "translations/*."+code+".json")
	if err != nil {
		return nil, err
	}
	texts := map[string]json.RawMessage{}
	for _, file := range files {
		data, err := assets.Translations.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
	}
	for key := range texts {
		keys[key] = true
	}
	return json.Marshal(texts)
}

func system() string {
	code, _, _ := strings.Cut(lang.SystemLocale().LanguageString(), "-")
	if known(code) {
		return code
	}
	return languages[0]
}

func known(code string) bool { return slices.Contains(languages, code) }
