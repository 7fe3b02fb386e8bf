package gui

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/gui/chat"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// onSerial returns the facts with a serial port that worked in an earlier run and is not there.
func onSerial() setup.Facts {
	return setup.New(setup.Platform{}, nil).Apply(setup.SerialRecalled{
		Port: setup.SerialPort{Name: "COM8", Speed: 9600},
	}).Apply(setup.Seen{}).Apply(setup.Seen{})
}

func TestStickOf(t *testing.T) {
	line, now := hw.Line{Name: "COM8"}, time.Now()
	session := setup.New(setup.Platform{}, nil).Apply(setup.LineFixed{Line: line}).
		Apply(setup.Ticked{At: now}).
		Apply(setup.SessionStarted{Line: line, Modem: sms.Identity{IMEI: "1"}})
	card := func(state sms.SIMState) setup.Facts {
		return session.Apply(setup.SIMSeen{SIM: sms.SIM{State: state}, At: now})
	}
	net := func(r sms.Registration) setup.Facts {
		return card(sms.SIMReady).Apply(setup.LinkSeen{Link: sms.Link{Registration: r}, At: now})
	}
	later := setup.Ticked{At: now.Add(10 * time.Minute)}
	ready := net(sms.RegHome)
	begun := ready.Apply(setup.RestartBegun{At: now})
	passed := ready.Apply(setup.TestChanged{State: setup.TestPassed, Found: sms.ReceivePolling})
	tests := []struct {
		name  string
		facts setup.Facts
		want  chat.Stick
	}{
		{"nothing", setup.New(setup.Platform{}, nil), chat.Stick{Away: chat.AwayStick}},
		{"storage mode", setup.New(setup.Platform{}, nil).
			Apply(setup.Seen{Snapshot: hw.Snapshot{Sticks: []hw.Stick{{
				Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x1f01},
				Mode: hw.ModeStorage, Accessible: true,
			}}}}), chat.Stick{Away: chat.AwaySetup}},
		{"card not read", session, chat.Stick{Away: chat.AwayCheck}},
		{"no card", card(sms.SIMMissing), chat.Stick{Away: chat.AwayNoSIM}},
		{"PIN", card(sms.SIMNeedsPIN), chat.Stick{Away: chat.AwayPIN}},
		{"PUK", card(sms.SIMNeedsPUK), chat.Stick{Away: chat.AwayPUK}},
		{
			"password", session.Apply(setup.LoginSeen{State: setup.LoginState{Wanted: true}}),
			chat.Stick{Away: chat.AwayLogin},
		},
		{"faulty", card(sms.SIMFaulty), chat.Stick{Away: chat.AwaySIM}},
		{"refused", net(sms.RegDenied).Apply(later), chat.Stick{Away: chat.AwayDenied}},
		{"no network", net(sms.RegSearching).Apply(later), chat.Stick{Away: chat.AwaySignal}},
		{"ready", ready, chat.Stick{}},
		{"adapter gone", onSerial(), chat.Stick{Away: chat.AwayPort}},
		{
			"modem off", onSerial().Apply(setup.Seen{Snapshot: hw.Snapshot{Lines: []hw.Line{line}}}).
				Apply(setup.ProbeStarted{}).
				Apply(setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeSilent}}).
				Apply(setup.ProbeEnded{}), chat.Stick{Away: chat.AwayPort},
		},
		{"restarting", begun, chat.Stick{Restarting: true}},
		{
			"not restarted", begun.Apply(setup.RestartEnded{Err: errors.New("no"), At: now}),
			chat.Stick{RestartFailed: true},
		},
		{"test passed", passed, chat.Stick{Found: sms.ReceivePolling}},
		{
			"test again", passed.Apply(setup.TestChanged{State: setup.TestRunning}),
			chat.Stick{},
		},
	}
	for _, tt := range tests {
		if got := stickOf(tt.facts); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
