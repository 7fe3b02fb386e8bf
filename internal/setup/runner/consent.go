package runner

import (
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// consentKey is where is remembered what the user allowed for one device; what DeviceKey returns
// follows.
const consentKey = "consent:"

// devicesKept is how many devices are remembered at most while the program runs: what is plugged in may
// call itself anything.
const devicesKept = 1000

// recallConsents brings what the user allowed for the devices that a scan saw into the facts, once for
// each device and before the scan itself is.
func (r *Runner) recallConsents(s hw.Snapshot) {
	for _, stick := range append(s.Sticks[:len(s.Sticks):len(s.Sticks)], s.Unsupported...) {
		device := setup.DeviceKey(stick)
		if stick.ID.Vendor == hw.HuaweiVendor && stick.Mode == hw.ModeStorage || r.asked[device] ||
			len(r.asked) >= devicesKept {
			continue
		}
		r.asked[device] = true
		consent := setup.ParseConsent(device, r.cfg.Memory.Get(consentKey+device))
		r.apply(setup.ConsentRecalled{Consent: consent})
	}
}

// keep remembers what an event changed that outlives the program.
func (r *Runner) keep(e setup.Event, before setup.Facts) {
	switch e.(type) {
	case setup.WayRecalled, setup.ConsentRecalled, setup.SerialRecalled:
		return
	}
	r.keepWays(before.Models)
	r.keepSerial(before.Intent.Serial)
	r.keepConsents(before.Consents)
}

// keepConsents remembers what the user allowed for devices.
func (r *Runner) keepConsents(before []setup.Consent) {
	for i, c := range r.facts.Consents {
		if i < len(before) && before[i] == c {
			continue
		}
		r.log.Info("allowed", "what", c.String())
		r.cfg.Memory.Set(consentKey+c.Device, c.String())
	}
}
