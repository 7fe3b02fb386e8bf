package ussd

import "slices"

// Brand is a prepaid offer whose balance can be asked for by a code.
type Brand struct {
	Name   string
	Region string // ISO 3166
	Code   string
	Source string // the page that says so
}

// The pages that the codes are from.
const (
	finanztip  = "https://www.finanztip.de/handytarife/guthaben/"
	techfacts  = "https://techfacts.de/ratgeber/guthaben-abfragen-mit-kurzwahlen"
	vergleich  = "http://prepaid-vergleich-online.de/862/prepaid-guthabenabfragen-fuer-die-verschiedenen-netze/"
	tarife     = "https://www.tarife.at/ratgeber/wertkarte-restguthaben-auszahlen"
	yesss      = "https://www.yesss.at/fragen/yesss-wertkarte"
	swisscom   = "https://www.swisscom.ch/en/residential/help/mobile/prepaid-guthaben.html"
	sunrise    = "https://www.sunrise.ch/de/privatkunden/prepaid.html"
	mBudget    = "https://rudisuhli.ch/?p=320"
	aldiSuisse = "https://www.aldi-mobile.ch/servicenavigation/faqs/guthaben.html"
)

// brands are the prepaid offers of Germany, Austria and Switzerland for whose code a page was found. An
// operator may change it at any time: it is a proposal, which the user can change.
var brands = []Brand{
	{"ALDI TALK", "DE", "*100#", techfacts},
	{"BILDmobil", "DE", "*100#", techfacts},
	{"congstar", "DE", "*100#", techfacts},
	{"FONIC", "DE", "*101#", techfacts},
	{"ja! mobil", "DE", "*100#", vergleich},
	{"klarmobil", "DE", "*100#", techfacts},
	{"o2", "DE", "*101#", finanztip},
	{"Penny Mobil", "DE", "*100#", vergleich},
	{"simyo", "DE", "*100#", techfacts},
	{"Telekom", "DE", "*100#", finanztip},
	{"Vodafone CallYa", "DE", "*100#", finanztip},
	{"1&1", "DE", "*100#", finanztip},
	{"A1", "AT", "*101#", tarife},
	{"Drei", "AT", "*101#", tarife},
	{"Magenta", "AT", "*101#", tarife},
	{"yesss!", "AT", "*121#", yesss},
	{"ALDI SUISSE mobile", "CH", "*147*#", aldiSuisse},
	{"M-Budget Mobile", "CH", "*130#", mBudget},
	{"Sunrise", "CH", "*121#", sunrise},
	{"Swisscom", "CH", "*130#", swisscom},
}

// Brands returns the prepaid offers of a country, those of all three countries for any other. Liechtenstein
// has those of Switzerland.
func Brands(region string) []Brand {
	if region == "LI" {
		region = "CH"
	}
	var own []Brand
	for _, b := range brands {
		if b.Region == region {
			own = append(own, b)
		}
	}
	if len(own) == 0 {
		own = slices.Clone(brands)
	}
	return own
}
