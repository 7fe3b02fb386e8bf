package sms

// Tech is the generation of the network that a stick is in, by which people know it. Texts go through all of
// them.
type Tech int

// The generations.
const (
	TechUnknown Tech = iota
	Tech2G           // GSM, GPRS, EDGE
	Tech3G           // UMTS, HSPA
	Tech4G           // LTE
	Tech5G           // NR
)

var techNames = [...]string{"", "2G", "3G", "4G", "5G"}

// String returns the name of the generation, "" when it is unknown.
func (t Tech) String() string {
	if t < 0 || int(t) >= len(techNames) {
		return ""
	}
	return techNames[t]
}

// TechOfAcT returns the generation of an access technology as modems number it (<AcT> in 3GPP TS 27.007
// clause 7.3).
func TechOfAcT(act int) Tech {
	switch act {
	case 0, 1, 3, 8: // GSM, GSM compact, EDGE, EC-GSM-IoT
		return Tech2G
	case 2, 4, 5, 6: // UTRAN, with HSDPA, HSUPA, both
		return Tech3G
	case 7, 9, 10: // E-UTRAN, NB-IoT, E-UTRAN at a 5G core
		return Tech4G
	case 11, 12, 13: // NR, NG-RAN, E-UTRAN with NR beside
		return Tech5G
	}
	return TechUnknown
}
