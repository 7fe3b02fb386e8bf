package sticks

import (
	_ "embed"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

//go:embed names.tsv
var namesTSV string

var loadNames = sync.OnceValue(func() map[hw.ID]string { return parseNames(namesTSV) })

// parseNames reads the table of names. A row that it does not understand is left out; a test sees to it
// that there is none.
func parseNames(tsv string) map[hw.ID]string {
	all := map[hw.ID]string{}
	for line := range strings.Lines(tsv) {
		id, name, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if i, good := readID(id); ok && good {
			all[i] = name
		}
	}
	return all
}

// Name returns maker and models that have an ID in modem or network mode, "" when it is not known.
func Name(id hw.ID) string { return loadNames()[id] }
