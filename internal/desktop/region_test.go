package desktop

import "testing"

func TestRegionOf(t *testing.T) {
	cases := map[string]string{
		"de_DE.UTF-8": "DE", "de_AT@euro": "AT", "de-CH": "CH", "fil_PH": "PH", "xx-US": "US",
		"C": "", "POSIX": "", "de": "", "": "", "de_": "", "de_DEU": "", "en_us": "", "zh_Hans_CN": "",
	}
	for locale, want := range cases {
		if got := regionOf(locale); got != want {
			t.Errorf("%q: got %q, want %q", locale, got, want)
		}
	}
}
