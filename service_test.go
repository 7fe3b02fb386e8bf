package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestServicePage: the lines of docs/service.md that start the program are ones that it understands.
func TestServicePage(t *testing.T) {
	page, err := os.ReadFile("docs/service.md")
	if err != nil {
		t.Fatal(err)
	}
	starts := regexp.MustCompile(`(?m)^ExecStart=\S+ (.*)$|-Argument "([^"]*)"`).FindAllStringSubmatch(string(page), -1)
	if len(starts) != 2 {
		t.Fatalf("%d lines start the program, want 2", len(starts))
	}
	for _, s := range starts {
		f, err := parseFlags(strings.Fields(s[1]+s[2]), io.Discard)
		if err != nil || !f.headless || len(f.allow) != 2 {
			t.Errorf("%q: %+v, %v", s[0], f, err)
		}
	}
	for _, name := range regexp.MustCompile("(?m)^\\| `(-[a-z-]+) ").FindAllStringSubmatch(string(page), -1) {
		if _, err := parseFlags([]string{"-headless", name[1]}, io.Discard); err == nil || !strings.Contains(err.Error(), "needs an argument") {
			t.Errorf("%s: %v", name[1], err)
		}
	}
}
