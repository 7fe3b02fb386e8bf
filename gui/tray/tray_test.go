package tray

import (
	"strings"
	"testing"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
)

func words(t presence.Tray) string {
	var all []string
	for _, i := range t.Menu {
		all = append(all, i.Words)
	}
	return strings.Join(all, "|")
}

func TestShow(t *testing.T) {
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
	got := Show(State{Stick: "Connected"})
	if want := "Surfstick SMS\nConnected"; got.Tip != want {
		t.Errorf("tip %q, want %q", got.Tip, want)
	}
	if want := "Connected||Open|Write a message|Pause notifications for an hour|Settings||Quit"; words(got) != want {
		t.Errorf("menu %q, want %q", words(got), want)
	}
	if !got.Menu[0].Off || got.Menu[4].Off {
		t.Error("what can be chosen")
	}
	more := Show(State{Stick: "Connected", Unread: 2, Paused: "3:05 PM"})
	if want := "Surfstick SMS\nConnected\n2 unread messages"; more.Tip != want {
		t.Errorf("tip %q, want %q", more.Tip, want)
	}
	if want := "Notify again (paused until 3:05 PM)"; more.Menu[4].Words != want {
		t.Errorf("pause %q, want %q", more.Menu[4].Words, want)
	}
	if more.Picture == got.Picture {
		t.Error("the same picture with and without unread texts")
	}
	if Show(State{Unread: 100}).Picture != Show(State{Unread: 2000}).Picture {
		t.Error("a picture for every number")
	}
	if !Show(State{Mute: true}).Menu[4].Off {
		t.Error("what is switched off can be paused")
	}
}
