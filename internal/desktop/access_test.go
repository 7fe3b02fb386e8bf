package desktop

import "testing"

func TestExposes(t *testing.T) {
	const (
		user       = "S-1-5-21-1004336348-1177238915-682003330-1001"
		another    = "S-1-5-21-1004336348-1177238915-682003330-1002"
		full       = 0x1f01ff
		modify     = 0x1301bf
		readOnly   = 0x1200a9
		traverse   = 0x100020
		genericAll = 0x10000000
	)
	cases := []struct {
		name string
		list []accessEntry
		want bool
	}{
		{"own folder", []accessEntry{
			{true, full, user},
			{true, full, "S-1-5-18"},
			{true, full, "S-1-5-32-544"},
		}, false},
		{"second drive", []accessEntry{
			{true, full, "S-1-5-32-544"},
			{true, full, "S-1-5-18"},
			{true, modify, "S-1-5-11"}, // authenticated users
			{true, readOnly, "S-1-5-32-545"},
		}, true},
		{"users may read", []accessEntry{{true, full, user}, {true, readOnly, "S-1-5-32-545"}}, true},
		{"users may pass through", []accessEntry{{true, traverse, "S-1-5-32-545"}}, false},
		{"another user", []accessEntry{{true, modify, another}}, true},
		{"another is denied", []accessEntry{{false, full, another}, {true, full, user}}, false},
		{"everybody, in general", []accessEntry{{true, genericAll, "S-1-1-0"}}, true},
		{"who makes a file", []accessEntry{{true, genericAll, "S-1-3-0"}}, false},
		{"own session and apps", []accessEntry{
			{true, full, "S-1-5-5-0-12345"},
			{true, readOnly, "S-1-15-2-1"},
		}, false},
		{"nobody", nil, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := exposes(c.list, user); got != c.want {
				t.Errorf("exposed %t, want %t", got, c.want)
			}
		})
	}
}
