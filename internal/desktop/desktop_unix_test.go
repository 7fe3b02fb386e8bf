//go:build unix

package desktop

import (
	"io"
	"os"
	"strings"
	"testing"
)

func TestRegion(t *testing.T) {
	cases := []struct{ name, all, telephone, lang, want string }{
		{"language", "", "", "de_AT.UTF-8", "AT"},
		{"telephone goes before", "", "de_CH.UTF-8", "en_US.UTF-8", "CH"},
		{"all goes before", "fr_FR.UTF-8", "de_CH.UTF-8", "en_US.UTF-8", "FR"},
		{"nothing known", "C", "", "C.UTF-8", "DE"},
	}
	t.Setenv("LC_MESSAGES", "")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("LC_ALL", c.all)
			t.Setenv("LC_TELEPHONE", c.telephone)
			t.Setenv("LANG", c.lang)
			if got := Region(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDistribution(t *testing.T) {
	cases := map[string]string{
		"NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n": "Debian GNU/Linux 12",
		"PRETTY_NAME='Alpine'": "Alpine",
		"":                     "unknown distribution",
	}
	for text, want := range cases {
		if got := distribution(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if SystemName() == "" {
		t.Error("a system without a name")
	}
}

func TestFatal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := os.Stderr
	os.Stderr = w
	Fatal("Title", "What to do.")
	os.Stderr = stderr
	w.Close()
	text, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(text), "Title") ||
		!strings.Contains(string(text), "What to do.") {
		t.Errorf("said %q, %v", text, err)
	}
}
