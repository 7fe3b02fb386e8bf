package main

import (
	"context"

	"surfstick-sms/sms/modem"
)

// wayKey is the setting that holds how texts come in on this stick with its present firmware.
func (s *session) wayKey() string {
	id := s.modem.Info()
	return "receive." + id.IMEI + "." + id.Model + "." + id.Firmware
}

// recall has the modem begin with the way of receiving that worked before.
func (s *session) recall(ctx context.Context) {
	if name, err := s.texts.Setting(ctx, s.wayKey()); err == nil {
		s.modem.Use(modem.WayNamed(name))
	}
}

// remember keeps a way of receiving that was found at run time.
func (s *session) remember(w modem.Way) {
	// One that is not kept is found again.
	_ = s.texts.SetSetting(context.Background(), s.wayKey(), w.String())
}
