package hilink

import (
	"fmt"
	"testing"
)

func TestTech(t *testing.T) {
	for _, c := range []struct{ kind, ex, want string }{
		{"0", "", ""},
		{"1", "", "2G"},
		{"3", "", "2G"},
		{"4", "", "3G"},
		{"9", "", "3G"},
		{"18", "", "3G"},
		{"19", "", "4G"},
		{"19", "101", "4G"},
		{"19", "111", "5G"},
		{"19", "0", "4G"},
		{"9", "46", "3G"},
		{"", "", ""},
		{"x", "-1", ""},
		{"13", "", ""},
		{"19", "1011", "4G"},
	} {
		body := fmt.Sprintf("<response><CurrentNetworkType>%s</CurrentNetworkType>"+
			"<CurrentNetworkTypeEx>%s</CurrentNetworkTypeEx></response>", c.kind, c.ex)
		e, err := readAnswer("monitoring/status", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if got := tech(reply{element: e}).String(); got != c.want {
			t.Errorf("%s and %s are %q, want %q", c.kind, c.ex, got, c.want)
		}
	}
}
