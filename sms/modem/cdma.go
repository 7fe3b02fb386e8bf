package modem

import (
	"context"
	"fmt"
	"regexp"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// What modems say of their networks in +GCAP (ITU-T V.250 clause 6.1.9; the words are those that
// ModemManager knows): TIA/EIA/IS-707 is data over CDMA, IS-856 is EV-DO. Many are made for both kinds
// of networks and name both.
var (
	cdmaCapability = regexp.MustCompile(`(?i)IS-?(?:707|856|95|2000)`)
	gsmCapability  = regexp.MustCompile(`(?i)CGSM|CLTE`)
	// In a name CDMA is no part of WCDMA or TD-SCDMA, which are UMTS.
	cdmaName = regexp.MustCompile(`(?i)\bCDMA|\bEV-?DO\b`)
)

// looksCDMA reports whether what the modem says of itself is that of one for CDMA networks alone. Some
// GSM modems say so too, so that it never counts by itself. One that has not told its capabilities yet is
// asked for them: some refuse that as long as the card wants its PIN.
func (m *Modem) looksCDMA(ctx context.Context) bool {
	if m.manners().NotCDMA {
		return false
	}
	if m.capabilities == "" {
		r, _ := m.ch.Do(ctx, quick("+GCAP"))
		m.capabilities, _ = r.Value("+GCAP:")
	}
	if gsmCapability.MatchString(m.capabilities) {
		return false
	}
	return cdmaCapability.MatchString(m.capabilities) || cdmaName.MatchString(m.Identity().Model)
}

// refuseCDMA returns sms.ErrCDMA for a modem that looks like one for CDMA networks and knows neither the
// question for the SIM card, which such networks do without, nor PDU mode. Some GSM modems refuse the
// question as unknown while they have no card.
func (m *Modem) refuseCDMA(ctx context.Context) error {
	if !m.looksCDMA(ctx) {
		return nil
	}
	r, err := m.ch.Do(ctx, at.Cmd("+CPIN?").WithTimeout(pinTimeout))
	if !notUnderstood(err) || answers(r, at.Cmd("+CPIN?")) {
		return nil
	}
	if _, err = m.sayOnce(ctx, pduMode); !notUnderstood(err) {
		return nil
	}
	return fmt.Errorf("%w: %w", sms.ErrCDMA, err)
}
