//go:build !nowindow

package main

import (
	"strings"
	"testing"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/applog"
)

// TestNoWindowText: what to do about a missing window fits the system, and the details stand there.
func TestNoWindowText(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		if err := tr.Use(language); err != nil {
			t.Fatal(err)
		}
		windows := tr.T("app.fatal.graphics.windows", tr.Data{"Detail": "WGL: none"})
		first, _, _ := strings.Cut(windows[strings.Index(windows, "1."):], "2.")
		for _, want := range []string{"Compatibility Pack", "Microsoft Store", "ARM"} {
			if !strings.Contains(first, want) {
				t.Errorf("%s: step 1 on Windows has no %q: %s", language, want, first)
			}
		}
		if !strings.HasSuffix(windows, "?") || !strings.Contains(windows, "WGL: none") {
			t.Errorf("%s: no question or no details: %s", language, windows)
		}
		for _, why := range []applog.Trouble{applog.NoDisplay, applog.NoGraphics} {
			text := noWindowText(why, "GLX: none")
			foreign := []string{"Store", "Snapdragon"}
			if wordsOf != "" {
				foreign = []string{"ssh"}
			}
			for _, word := range foreign {
				if strings.Contains(text, word) {
					t.Errorf("%s: %q on the wrong system: %s", language, word, text)
				}
			}
		}
	}
}
