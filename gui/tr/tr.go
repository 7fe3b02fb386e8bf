// Package tr returns the words of the program in the user's language, on top of Fyne's lang. Every
// text has an explicit key and lives in assets/translations, in German and in English; a test
// checks that both know the same keys and placeholders and that the code uses no other.
package tr

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
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

// texts are those in use, as one file of JSON. Only touched after wait.
var texts []byte

// wait returns when Fyne has the texts. Only touched on the UI goroutine.
var wait = func() {}

// Use loads the texts. code is "de" or "en"; "" takes the system's language when it is one of
// them and English otherwise. It must be called before any text is asked for, and may be called
// again. An unknown code is an error and leaves things as they were. It does not wait: who asks for the first text
// does, and Wait.
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
		wait()
		done := make(chan struct{})
		wait = func() { <-done }
		go func() {
			defer close(done)
			if err := load(code, want.system); err != nil {
				panic(err) // the texts are part of the program
			}
		}()
		loaded = want
	}
	current = code
	return nil
}

// Wait returns when the texts are loaded. It must be called before Fyne is used, whose lang is not safe for
// concurrent use.
func Wait() { wait() }

// load gives Fyne the texts of a language of ours under the system's.
func load(code string, system fyne.Locale) error {
	var err error
	if texts, err = read(code); err != nil {
		return err
	}
	locales := []fyne.Locale{system}
	if !known(language(system)) { // Fyne takes English where it does not know the system's language or its plurals
		locales = append(locales, "en")
	}
	for _, locale := range locales {
		if err := lang.AddTranslationsForLocale(texts, locale); err != nil {
			return fmt.Errorf("load the texts of %q: %w", code, err)
		}
	}
	return nil
}

// Has reports whether there is a text with this key, for texts that come in varying number.
func Has(key string) bool {
	wait()
	return bytes.Contains(texts, []byte(strconv.Quote(key)+":"))
}

// Language says which language is in use: "de" or "en".
func Language() string { return current }

// T returns the text of a key.
func T(key string, data ...Data) string {
	wait()
	if len(data) == 0 {
		return lang.X(key, key)
	}
	return lang.X(key, key, data[0])
}

// N returns the text of a key in the form that fits count; {{.Count}} stands for it.
func N(key string, count int, data ...Data) string {
	wait()
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
	var all [][]byte
	for _, file := range files {
		data, err := assets.Translations.ReadFile(file)
		if err != nil {
			return nil, err
		}
		object := bytes.TrimSpace(data)
		all = append(all, object[1:len(object)-1])
	}
	return slices.Concat([]byte("{"), bytes.Join(all, []byte(",")), []byte("}")), nil
}

func system() string {
	if code := language(lang.SystemLocale()); known(code) {
		return code
	}
	return languages[0]
}

// language returns the first part of a locale: "de" of "de-AT".
func language(l fyne.Locale) string {
	code, _, _ := strings.Cut(l.LanguageString(), "-")
	return code
}

func known(code string) bool { return slices.Contains(languages, code) }
