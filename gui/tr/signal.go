package tr

// Signal says how strong a signal of so many percent is; -1 is unknown.
func Signal(percent int) string {
	switch {
	case percent < 0:
		return T("signal.unknown")
	case percent < 20:
		return T("signal.weak")
	case percent < 60:
		return T("signal.fair")
	}
	return T("signal.good")
}
