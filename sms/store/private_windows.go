package store

// makePrivate does nothing: a file has the access list of its folder.
func makePrivate(string) {}

// keepPrivate does nothing: a file has the access list of its folder.
func keepPrivate(string) {}
