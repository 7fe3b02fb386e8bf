package sms

import (
	"fmt"

	"github.com/nyaruka/phonenumbers/v2"
)

// Rate is what a text to a number may cost, as far as the number tells.
type Rate int

// The rates.
const (
	RateUsual   Rate = iota // a number of the region
	RateShort               // a short code: its owner sets the price
	RatePremium             // the country's plan lists it as more expensive
	RateForeign             // another country
)

var rateNames = [...]string{"usual", "short", "premium", "foreign"}

// String returns the name of the rate; it is part of the key of the words that are shown for it.
func (r Rate) String() string {
	if r < 0 || int(r) >= len(rateNames) {
		return fmt.Sprintf("%d", int(r))
	}
	return rateNames[r]
}

// Rate returns what a text to n may cost for a SIM card of region (ISO 3166, "" when that is not known).
func (n Number) Rate(region string) Rate {
	if !n.International() {
		if n.Short() {
			return RateShort
		}
		return RateUsual
	}
	p, err := phonenumbers.Parse(string(n), noRegion)
	if err != nil {
		return RateUsual
	}
	if kind := phonenumbers.GetNumberType(p); kind == phonenumbers.PREMIUM_RATE || kind == phonenumbers.SHARED_COST {
		return RatePremium
	}
	if region != "" && int(p.GetCountryCode()) != phonenumbers.GetCountryCodeForRegion(region) {
		return RateForeign
	}
	return RateUsual
}
