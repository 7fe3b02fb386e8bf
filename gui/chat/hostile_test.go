package chat_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/work"
	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

// TestHostileTexts: texts made to be run, or to look like something else, are shown literally where
// they can be, and nothing happens.
func TestHostileTexts(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"shell", "$(calc)\"; calc; `calc`", "$(calc)\"; calc; `calc`"},
		{"toast", "]]><action content=\"x\"/>", "]]><action content=\"x\"/>"},
		{"template", "{{.Name}} {{range}}", "{{.Name}} {{range}}"},
		{"markdown", "**fett** [x](file:///c:)", "**fett** [x](file:///c:)"},
		{"override", "abc\u202etxt.exe", "abctxt.exe"},
		{"isolates", "a\u2066b\u2069c\u200ed", "abcd"},
		{"zero width", "a\u200bb\ufeffc", "abc"},
		{"NUL and ESC", "a\x00b\x1b[31mc", "ab[31mc"},
		{"marks", "Z" + strings.Repeat("\u0300", 5000), "Z\u0300\u0300\u0300"},
		{"broken UTF-8", "a\xff\xfeb", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, "de", "light", func(f *fakeMessenger) { f.in(anna, tt.text, time.Minute) })
			b.open("0171")
			b.sees(tt.want)
			for _, r := range b.words() {
				if r < 0x20 && r != '\n' || r >= 0x202a && r <= 0x202e || r == 0xfeff {
					t.Errorf("%U is drawn", r)
				}
			}
		})
	}
}

func TestHostileLengthDoesNotHang(t *testing.T) {
	for name, text := range map[string]string{
		"one word":  strings.Repeat("x", 40_000),
		"lines":     strings.Repeat("\n", 40_000) + "x",
		"marks":     strings.Repeat("a\u0301\u0302\u0303\u0304", 10_000),
		"wide":      strings.Repeat("𒐫", 5_000),
		"links":     strings.Repeat("https://a.example.com ", 2_000),
		"zero":      strings.Repeat("\u200d", 40_000),
		"ampersand": strings.Repeat("&#10;", 5_000),
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "de", "light", func(f *fakeMessenger) {
				f.in(anna, text, time.Minute)
				f.in(bernd, "Hallo", time.Hour)
			})
			if took := work.Of(func() { b.open("0171") }); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestHostileSenders(t *testing.T) {
	for _, name := range []string{"$(calc)", "<b>Bank</b>", "\"110\"", "Spar\u202ekasse"} {
		t.Run(name, func(t *testing.T) {
			n := sms.SenderName(name)
			b := newBench(t, "de", "light", func(f *fakeMessenger) { f.in(n, "Hallo", time.Minute) })
			b.open("Hallo")
			b.sees(string(n), "Firmenname als Absender", "Sie können ihm nicht antworten")
		})
	}
}

func TestLinks(t *testing.T) {
	tests := []struct {
		name, text, host string // host "" means that nothing is offered
	}{
		{"https", "siehe https://example.com/x?y=1.", "example.com"},
		{"http", "http://www.example.org", "www.example.org"},
		{"user name", "https://paypal.com@evil.de", ""},
		{"user and password", "https://a:b@evil.de/", ""},
		{"at later", "https://evil.de/@paypal.com", ""},
		{"mixed script", "https://p\u0430ypal.com", ""},
		{"percent host", "https://ex%61mple.com", ""},
		{"one label", "https://localhost/", ""},
		{"file", "file:///C:/Windows", ""},
		{"settings", "ms-settings:privacy", ""},
		{"telephone", "tel:*21*123#", ""},
		{"network path", `\\evil.de\share`, ""},
		{"script", "javascript:alert(1)", ""},
		{"long", "https://example.com/" + strings.Repeat("x", 5000), ""},
		{"box drawing", "https://example.com/\u2500", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var opened []string
			b := newBench(t, "de", "light", func(f *fakeMessenger) { f.in(anna, tt.text, time.Minute) },
				func(c *chat.Config) {
					c.OpenURL = func(u *url.URL) error { opened = append(opened, u.String()); return nil }
				})
			b.open("0171")
			if tt.host == "" {
				b.seesNot("öffnen …")
				return
			}
			b.tap(tt.host + " öffnen …")
			b.sees("Sie führt zu: " + tt.host)
			if len(opened) != 0 {
				t.Fatal("opened without a question")
			}
			b.press(fyne.KeyReturn) // the answer at hand is to copy
			if len(opened) != 0 || !strings.Contains(fyne.CurrentApp().Clipboard().Content(), tt.host) {
				t.Errorf("opened %v, copied %q", opened, fyne.CurrentApp().Clipboard().Content())
			}
			b.tap(tt.host + " öffnen …")
			b.tap("Öffnen")
			if len(opened) != 1 {
				t.Errorf("opened %v", opened)
			}
		})
	}
}

func TestOwnLinksAreNotOffered(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.out(anna, "https://example.com", sms.Sent, time.Minute)
	})
	b.open("0171")
	b.seesNot("öffnen …")
}

// TestPasteLeavesOutControls: what cannot be sent is left out, and that is said; all else stays.
func TestPasteLeavesOutControls(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	fyne.CurrentApp().Clipboard().SetContent("eins\r\nzwei\x1a\x1b\x00\tdrei\u202e!")
	b.press(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	b.sees("Unsichtbare Steuerzeichen wurden weggelassen")
	b.press(fyne.KeyReturn)
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != "eins\nzwei\tdrei\u202e!" {
		t.Errorf("sent %q", got)
	}
}

func TestTextCanBeCopiedAsItIs(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	b.tapText("Bis gleich!")
	b.press(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Bis gleich!" {
		t.Errorf("copied %q", got)
	}
	b.press("ja") // typing goes on in the composer
	b.press(fyne.KeyReturn)
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != "ja" {
		t.Errorf("sent %q", got)
	}
	b.tapText("Bis gleich!")
	b.press(ctrl(fyne.KeyN))
	b.sees("Wem möchten Sie schreiben?")
}
