package hw

// Caveat is what a person should know of a stick before it is switched.
type Caveat int

// The caveats.
const (
	CaveatNone    Caveat = iota
	CaveatCDMA           // for CDMA networks, where messages have another form
	CaveatTDSCDMA        // for the TD-SCDMA networks of China
	CaveatRouter         // becomes a router with a web page of its own
	CaveatMaker          // on Windows it takes a driver of its maker, and there is no other way
)

var caveatNames = [...]string{"none", "cdma", "tdscdma", "router", "maker"}

// String returns the name of the caveat for logs and for the keys of texts.
func (c Caveat) String() string { return name(caveatNames[:], int(c)) }
