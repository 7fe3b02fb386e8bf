package ussd_test

import (
	"net/url"
	"slices"
	"testing"

	"surfstick-sms/sms/ussd"
)

func TestBrands(t *testing.T) {
	all := ussd.Brands("")
	names := map[string]bool{}
	for _, b := range all {
		if !ussd.Valid(b.Code) || ussd.RiskOf(b.Code) != ussd.RiskNone {
			t.Errorf("%s: the code %q is not harmless", b.Name, b.Code)
		}
		if u, err := url.Parse(b.Source); err != nil || u.Host == "" {
			t.Errorf("%s: no source", b.Name)
		}
		if names[b.Region+b.Name] {
			t.Errorf("%s is there twice", b.Name)
		}
		names[b.Region+b.Name] = true
	}
	for _, region := range []string{"DE", "AT", "CH"} {
		own := ussd.Brands(region)
		if len(own) < 3 || slices.ContainsFunc(own, func(b ussd.Brand) bool { return b.Region != region }) {
			t.Errorf("%s: %v", region, own)
		}
	}
	if !slices.Equal(ussd.Brands("LI"), ussd.Brands("CH")) || !slices.Equal(ussd.Brands("FR"), all) {
		t.Error("a country without brands of its own has the wrong ones")
	}
}
