package comport

import "strings"

// chips are makers of chips in serial adapters, by USB vendor ID, as people know them.
var chips = map[uint16]string{0x1a86: "CH340", 0x10c4: "CP210x", 0x0403: "FTDI", 0x067b: "PL2303"}

// chipOf names the chip of a serial adapter before what it calls itself, which often is "USB Serial" and
// the like. What is no serial adapter keeps its label.
func chipOf(vendor uint16, label string) string {
	chip, ok := chips[vendor]
	if !ok || strings.Contains(strings.ToUpper(label), strings.TrimRight(chip, "x")) {
		return label
	}
	return strings.TrimSpace(chip + " " + label)
}

// chipNames are what ports of serial adapters are called on macOS, where the name is all that is known.
var chipNames = map[string]uint16{"wchusbserial": 0x1a86, "slab_usbtouart": 0x10c4, "pl2303": 0x067b}

// chipByName names the chip of a serial adapter by the name of its port, "" when it does not tell.
func chipByName(port string) string {
	for part, vendor := range chipNames {
		if strings.Contains(strings.ToLower(port), part) {
			return chips[vendor]
		}
	}
	return ""
}
