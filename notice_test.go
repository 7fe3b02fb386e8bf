//go:build !nowindow

package main

import (
	"errors"
	"strings"
	"testing"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/store"
)

// TestNotice: what is wrong with the messages goes before a crash; that others can read them is said
// beside either.
func TestNotice(t *testing.T) {
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cases := []struct {
		name             string
		err              error
		crashed, exposed bool
		want             []string
		not              string
	}{
		{"nothing", nil, false, false, nil, "."},
		{"crash", nil, true, false, []string{"ended unexpectedly"}, folder},
		{"others", nil, false, true, []string{"Other users", folder}, "unexpectedly"},
		{"both", nil, true, true, []string{"ended unexpectedly", folder}, ""},
		{"newer", store.ErrNewer, true, true, []string{"newer version", folder}, "unexpectedly"},
		{
			"broken", &store.BrokenError{Kept: "a/kept.db", Err: errors.New("no")}, true, false,
			[]string{"kept.db"},
			"unexpectedly",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := &window{
				storeErr: c.err, crashed: c.crashed, exposed: c.exposed, next: &pendingAction{data: folder},
			}
			got := w.notice()
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in %q", want, got)
				}
			}
			if c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("%q", got)
			}
		})
	}
}
