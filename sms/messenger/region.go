package messenger

import (
	"context"
	"sync"

	"surfstick-sms/sms"
)

// regions are the countries whose rules may complete numbers (ISO 3166).
type regions struct {
	mu     sync.Mutex
	chosen string // by the user, "" for none
	card   string // of the SIM card, "" when unknown
}

// ofCard takes in whose SIM card is used.
func (r *regions) ofCard(imsi string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card = sms.RegionOfIMSI(imsi)
}

// Region returns the country whose rules complete numbers (ISO 3166): the user's choice, else that of
// the SIM card, else that of the computer.
func (m *Messenger) Region() string {
	m.regions.mu.Lock()
	defer m.regions.mu.Unlock()
	switch {
	case m.regions.chosen != "":
		return m.regions.chosen
	case m.regions.card != "":
		return m.regions.card
	}
	return m.o.Region
}

// SetRegion is the user's choice of a country, remembered; "" leaves it to the SIM card.
func (m *Messenger) SetRegion(region string) {
	m.regions.mu.Lock()
	m.regions.chosen = region
	m.regions.mu.Unlock()
	if err := m.SetSetting(context.Background(), settingRegion, region); err != nil {
		m.log.Warn("region not remembered", "err", err)
	}
}
