package setup

// DataChoice is what the user decided about mobile data with one stick.
type DataChoice int

// The choices.
const (
	DataUndecided DataChoice = iota
	DataOff                  // off, and switched off again at every connection
	DataOn                   // left to the stick
)

var dataNames = [...]string{"", "off", "on"}

// String returns the name of the choice for the settings, "" for none.
func (c DataChoice) String() string { return name(dataNames[:], int(c)) }

// ParseDataChoice returns the choice with a name; DataUndecided for any other.
func ParseDataChoice(s string) DataChoice {
	for c := DataOff; c <= DataOn; c++ {
		if s == c.String() {
			return c
		}
	}
	return DataUndecided
}

// Data is how things stand with mobile data over a stick in internet mode: whether what the computer
// sends into the internet may go over the SIM card.
type Data struct {
	Known  bool // the stick told
	On     bool
	Choice DataChoice
	Hidden bool  // the user put the question off until the next connection
	Err    error // why it could not be asked or switched the last time
}

// AsksData reports whether the user is to be asked about mobile data: it is on and nobody decided that.
func (f Facts) AsksData() bool {
	d := f.Session.Data
	return f.Session.Connected && d.Known && d.On && d.Choice == DataUndecided && !d.Hidden
}

// DataStays reports whether mobile data is on although the user wants it off: the stick does not take
// that.
func (f Facts) DataStays() bool {
	d := f.Session.Data
	return f.Session.Connected && d.Known && d.On && d.Choice == DataOff && d.Err != nil
}

func (e DataSeen) apply(f Facts) Facts {
	if f.Session.Connected {
		f.Session.Data.Known, f.Session.Data.On = true, e.On
	}
	return f
}

func (e DataEnded) apply(f Facts) Facts {
	f.Jobs[JobData] = Work{}
	if f.Session.Connected {
		f.Session.Data.Err = e.Err
	}
	return f
}

func (e DataChosen) apply(f Facts) Facts {
	if f.Session.Connected {
		f.Session.Data.Choice = e.Choice
	}
	return f
}

func (DataHidden) apply(f Facts) Facts {
	f.Session.Data.Hidden = f.Session.Connected
	return f
}

func (DataStarted) apply(f Facts) Facts {
	f.Jobs[JobData] = Work{true, f.Now}
	f.Session.Data.Err = nil
	return f
}
