package pdu

import "slices"

// fault is something that is wrong with a PDU.
type fault struct {
	name string // as it stands in Part.Faults
	// cost weighs it: of several ways to read the same octets the cheapest is right.
	cost int
	// words reports whether the text may be wrong or cut because of it.
	words bool
}

// What can be wrong with the text.
var (
	faultHex     = fault{"not hex", 1, true}
	faultCut     = fault{"cut off", 4, true}
	faultAddress = fault{"address", 4, true} // where it ends is a guess, and so is all that follows
	faultLength  = fault{"user data length", 1, true}
	faultHeader  = fault{"user data header", 2, true}
	faultPart    = fault{"part number", 1, true}
	faultUCS2    = fault{"half a character", 1, true}
)

// What can be wrong beside the text.
var (
	faultBeside      = fault{"not hex beside the text", 1, false}
	faultCentre      = fault{"service centre or length", 1, false}
	faultLongAddress = fault{"address length", 2, false}
	faultFill        = fault{"address fill", 1, false}
	faultTime        = fault{"time stamp", 2, false}
	faultMore        = fault{"octets after the text", 1, false}
	faultRounded     = fault{"user data length rounded up", 1, false}
)

// fault notes what is wrong, once.
func (f *fields) fault(what fault) {
	if !f.hasFault(what) {
		f.faults = append(f.faults, what)
	}
}

func (f *fields) hasFault(what fault) bool { return slices.Contains(f.faults, what) }

// damaged reports whether the text may be wrong or cut.
func (f *fields) damaged() bool {
	return slices.ContainsFunc(f.faults, func(what fault) bool { return what.words })
}

// cost is what all faults weigh.
func (f *fields) cost() int {
	cost := 0
	for _, what := range f.faults {
		cost += what.cost
	}
	return cost
}

// noise returns the fault of characters that are no hex digits and spoil some octets; the TPDU begins
// at the given one. The sender counts as part of the text here: a number with a digit that could not be
// read is that of somebody else.
func (f *fields) noise(spoiled []int, start int) fault {
	for _, i := range spoiled {
		if i -= start; i >= 0 && !f.beside(i) {
			return faultHex
		}
	}
	return faultBeside
}

// beside reports whether an octet of the TPDU is the protocol identifier, or part of the time stamp or
// of the validity period, which leave the text as it is.
func (f *fields) beside(i int) bool {
	return f.dataAt > 0 && (i == f.pidAt || i >= f.pidAt+2 && i < f.dataAt)
}
