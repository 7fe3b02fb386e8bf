package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIndex(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"chat/first.de-light-100.png", "chat/first.en-dark-200.png", "look/menu.de-light-100.png"} {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	states, err := read(folder)
	if err != nil || len(states) != 2 || len(states[0].Looks) != 2 || states[1].Group != "look" {
		t.Fatalf("got %+v, %v", states, err)
	}
	file := filepath.Join(folder, "index.html")
	if err := write(file, states); err != nil {
		t.Fatal(err)
	}
	html, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(html), "<figure "); n != 2 {
		t.Errorf("%d states", n)
	}
	for _, want := range []string{`href="chat/first.en-dark-200.png"`, `src="look/menu.de-light-100.png"`} {
		if !strings.Contains(string(html), want) {
			t.Errorf("%s is missing", want)
		}
	}
}
