package chat_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

func TestBannerWhenTheStickIsAway(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.seesNot("What you write now")
	b.chat.SetStick(chat.Stick{Away: chat.AwayStick})
	b.sees("The stick is not plugged in. What you write now is sent when it is back.")
	b.tap("Set up")
	if b.setUps != 1 {
		t.Error("the set-up was not shown")
	}
	b.chat.SetStick(chat.Stick{Away: chat.AwaySetup})
	b.sees("The stick is not ready yet.")
	b.open("Anna")
	b.press("später", fyne.KeyReturn)
	b.sees("waiting")
}

func TestBanners(t *testing.T) {
	up := sms.Link{Up: true, Registration: sms.RegHome, Operator: "Telekom.de", Signal: 50}
	lost := sms.Link{Up: true, Registration: sms.RegSearching, Signal: -1}
	tests := []struct {
		name  string
		event sms.Event
		want  string
		over  sms.Event
	}{
		{
			"no network",
			sms.LinkChanged{Link: lost},
			"No network at the moment.",
			sms.LinkChanged{Link: up},
		},
		{
			"denied",
			sms.LinkChanged{Link: sms.Link{Up: true, Registration: sms.RegDenied}},
			"does not accept this SIM card",
			sms.LinkChanged{Link: up},
		},
		{
			"full",
			sms.MemoryChanged{Memory: "SM", Fill: sms.FillFull, Used: 20, Total: 20},
			"memory for messages is full",
			sms.MemoryChanged{Memory: "SM", Used: 3, Total: 20},
		},
		{
			"store",
			sms.StoreFailed{Err: errDisk},
			"cannot be saved at the moment",
			sms.StoreFailed{},
		},
		{
			"other card",
			sms.OtherSIM{Waiting: 2},
			"2 messages were written for another SIM card",
			sms.OtherSIM{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.seesNot(tt.want)
			b.chat.Handle(tt.event)
			b.sees(tt.want)
			b.chat.Handle(tt.over)
			b.seesNot(tt.want)
		})
	}
}

// What the stick cannot do is said; that there are no reports only until it is read, once for all.
func TestBannersOfLacks(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	up := sms.Link{Up: true, Registration: sms.RegHome}
	lacking := up
	lacking.Lacks = sms.LackReading | sms.LackReports | sms.LackRadio
	b.chat.Handle(sms.LinkChanged{Link: lacking})
	b.sees("cannot be read", "no delivery reports", "radio of the stick")
	b.tap("OK")
	b.sees("cannot be read", "radio of the stick")
	b.seesNot("no delivery reports")
	b.chat.Handle(sms.LinkChanged{Link: up})
	b.seesNot("cannot be read")
	if b.keeper[chat.KeyNoReports] == "" {
		t.Error("not kept that it was read")
	}
}

// TestMemories: each memory has its own fill, and the fullest one counts.
func TestMemories(t *testing.T) {
	const full = "memory for messages is full"
	b := newBench(t, "en", "light", fillDay)
	b.chat.Handle(sms.MemoryChanged{Memory: "SM", Fill: sms.FillFull, Used: 20, Total: 20})
	b.chat.Handle(sms.MemoryChanged{Memory: "ME", Fill: sms.FillNearly, Used: 45, Total: 50})
	b.sees(full)
	b.chat.Handle(sms.MemoryChanged{Memory: "ME", Used: 1, Total: 50})
	b.sees(full)
	b.chat.Handle(sms.MemoryChanged{Memory: "SM", Used: 0, Total: 20})
	b.seesNot(full, "memory for messages")
}

func TestReleaseForThisCard(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.chat.Handle(sms.OtherSIM{Waiting: 1})
	b.sees("1 Nachricht war für eine andere SIM-Karte")
	b.tap("Mit dieser Karte senden")
	if !b.fake.released {
		t.Error("not released")
	}
	b.seesNot("andere SIM-Karte")
}

func TestLinkInTheHeader(t *testing.T) {
	tests := []struct {
		name string
		link sms.Link
		want string
	}{
		{"home", sms.Link{Up: true, Registration: sms.RegHome, Operator: "Telekom.de", Signal: 50}, "Telekom.de"},
		{"roaming", sms.Link{Up: true, Registration: sms.RegRoaming, Operator: "A1"}, "A1 · Roaming"},
		{"no name", sms.Link{Up: true, Registration: sms.RegHome}, "Verbunden"},
		{"searching", sms.Link{Up: true, Registration: sms.RegSearching}, "Sucht ein Netz"},
		{"away", sms.Link{}, "Kein Stick"},
		{"hostile", sms.Link{Up: true, Registration: sms.RegHome, Operator: "o2\x00\u202e"}, "o2"},
	}
	b := newBench(t, "de", "light", fillDay)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.chat.Handle(sms.LinkChanged{Link: tt.link})
			b.sees(tt.want)
		})
	}
}

func TestBannersOfTheStick(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.chat.Handle(sms.StickHangs{On: true})
	b.sees("The stick does not answer any more.")
	b.tap("Restart the stick …")
	if b.restarts != 1 {
		t.Error("nobody was asked")
	}
	b.chat.SetStick(chat.Stick{Restarting: true})
	b.sees("The stick is restarting.")
	b.seesNot("does not answer any more")
	b.chat.SetStick(chat.Stick{RestartFailed: true})
	b.sees("could not be restarted by command", "does not answer any more")
	b.chat.Handle(sms.StickHangs{})
	b.seesNot("does not answer any more")
	b.chat.SetStick(chat.Stick{Away: chat.AwaySetup, Silent: true})
	b.sees("does not answer any more")
}

// What the self-test found is shown until it is read.
func TestBannerOfTheSelfTest(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	for found, words := range map[sms.ReceiveMode]string{
		sms.ReceiveNotified: "meldet neue Nachrichten sofort",
		sms.ReceiveDirect:   "sofort an das Programm weiter",
		sms.ReceivePolling:  "sieht deshalb",
	} {
		b.chat.SetStick(chat.Stick{})
		b.chat.SetStick(chat.Stick{Found: found})
		b.sees("Test bestanden", words)
		b.tap("Verstanden")
		b.chat.SetStick(chat.Stick{Found: found})
		b.seesNot(words)
	}
}

// TestBannerOfPrograms: what programs have sent can be stopped, and that taken back.
func TestBannerOfPrograms(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.seesNot("has sent")
	b.chat.SetUse(chat.Use{Name: "python.exe", Programs: 1, Texts: 12})
	b.sees("python.exe has sent 12 messages today.")
	b.tap("Stop")
	b.chat.SetUse(chat.Use{Stopped: true, Cancelled: 3})
	b.sees("3 messages that were waiting are not sent.")
	b.tap("Allow again")
	b.chat.SetUse(chat.Use{Programs: 2, Texts: 1})
	b.sees("2 programs have sent 1 message today.")
	b.tap("OK")
	if got := strings.Join(b.used, " "); got != "stop again read" {
		t.Errorf("did %q", got)
	}
	b.chat.SetUse(chat.Use{})
	b.seesNot("programs have sent")
}
