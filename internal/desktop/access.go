package desktop

import (
	"slices"
	"strings"
)

// accessEntry is an entry of a Windows access list.
type accessEntry struct {
	allows bool
	rights uint32 // ACCESS_MASK
	who    string // SID
}

// telling are the rights by which one can read or change what is in a folder (winnt.h): read and
// write data, append, delete a child, delete, change the access list or the owner, and all, write
// and read in general.
const telling = 0x1 | 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000 |
	0x80000000

// trusted are the SIDs that stand for no other person: the system, administrators, who make a
// thing and who own it (winnt.h, well-known SIDs), and the service that installs Windows.
var trusted = []string{
	"S-1-5-18", "S-1-5-32-544", "S-1-3-0", "S-1-3-4",
	"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
}

// exposes reports whether an access list lets others than the user read or change something. What
// it denies them elsewhere is not made up for: better one warning too many.
func exposes(list []accessEntry, user string) bool {
	return slices.ContainsFunc(list, func(e accessEntry) bool {
		switch {
		case !e.allows, e.rights&telling == 0, e.who == user, slices.Contains(trusted, e.who):
			return false
		}
		// This user's own session, and this user's own apps.
		return !strings.HasPrefix(e.who, "S-1-5-5-") && !strings.HasPrefix(e.who, "S-1-15-")
	})
}
