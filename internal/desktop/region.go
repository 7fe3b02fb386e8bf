package desktop

// Region returns the country by whose rules phone numbers are completed until the SIM card is
// known: that of the user's system, else Germany, where the word "Surfstick" comes from.
func Region() string {
	if region := systemRegion(); region != "" {
		return region
	}
	return "DE"
}

// regionOf returns the country in a locale name such as "de_AT.UTF-8" or "de-AT"; it is "" for
// one without, such as "C".
func regionOf(locale string) string {
	for i := 2; i+2 < len(locale) && i <= 3; i++ {
		if locale[i] == '_' || locale[i] == '-' {
			region := locale[i+1 : i+3]
			whole := len(locale) == i+3 || locale[i+3] == '.' || locale[i+3] == '@'
			if whole && capital(region[0]) && capital(region[1]) {
				return region
			}
		}
	}
	return ""
}

func capital(c byte) bool { return c >= 'A' && c <= 'Z' }
