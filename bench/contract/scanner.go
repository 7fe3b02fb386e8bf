package contract

import (
	"context"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// RunScanner checks a scanner while the set of devices does not change.
func RunScanner(t *testing.T, s hw.Scanner) {
	t.Helper()
	t.Run("sticks", func(t *testing.T) { checkSticks(t, scan(t, s)) })
	t.Run("lines", func(t *testing.T) { checkLines(t, scan(t, s)) })
	t.Run("steady", func(t *testing.T) {
		if a, b := scan(t, s), scan(t, s); !reflect.DeepEqual(a, b) {
			t.Errorf("two scans of the same differ:\n%+v\n%+v", a, b)
		}
	})
	t.Run("value", func(t *testing.T) {
		a, b := scan(t, s), scan(t, s)
		b.Sticks, b.Lines = slices.Clone(b.Sticks), slices.Clone(b.Lines)
		for i := range a.Sticks {
			a.Sticks[i].Location = "changed"
		}
		for i := range a.Lines {
			a.Lines[i].Name = "changed"
		}
		if c := scan(t, s); !reflect.DeepEqual(b, c) {
			t.Errorf("changing one snapshot changed the next:\n%+v\n%+v", b, c)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Scan(ctx); err == nil {
			t.Error("a scan with a cancelled context succeeded")
		}
	})
}

func scan(t *testing.T, s hw.Scanner) hw.Snapshot {
	t.Helper()
	snap, err := s.Scan(t.Context())
	if err != nil {
		t.Fatalf("scan: %v", err)
	}
	return snap
}

func checkSticks(t *testing.T, snap hw.Snapshot) {
	t.Helper()
	seen := map[string]bool{}
	for _, s := range slices.Concat(snap.Sticks, snap.Unsupported) {
		if s.Location == "" || seen[s.Location] {
			t.Errorf("location %q of %s is empty or there twice", s.Location, s.ID)
		}
		seen[s.Location] = true
	}
	for _, list := range [][]hw.Stick{snap.Sticks, snap.Unsupported} {
		if !slices.IsSortedFunc(list, byLocation) {
			t.Errorf("not in order of location: %+v", list)
		}
	}
	for _, s := range snap.Sticks {
		if !Known(s) {
			t.Errorf("%s counts as supported", s.ID)
		}
		if s.CD == hw.CDNone && (s.CDDrive != "" || s.Mode == hw.ModeStorage) {
			t.Errorf("%s: %s mode with the CD drive %q, although it has none", s.ID, s.Mode, s.CDDrive)
		}
		checkAdapter(t, s)
		if s.CDDrive != "" && s.Mode == hw.ModeNetwork && s.Driver == hw.DriverStorage {
			t.Errorf("%s: network mode, but the driver of its CD drive counts", s.ID)
		}
	}
}

// Known reports whether a stick that counts as supported may: the tables know it in the mode in which it
// is. Of Huawei's, the interfaces may say so, too.
func Known(s hw.Stick) bool {
	switch {
	case s.ID.Vendor == hw.HuaweiVendor:
		return true
	case s.Mode == hw.ModeStorage:
		_, ok := sticks.Lookup(s)
		return ok
	case s.Mode == hw.ModeModem:
		return sticks.Modem(s.ID, s.Interfaces)
	case s.Mode == hw.ModeNetwork:
		return sticks.Web(s.ID)
	}
	return false
}

// checkAdapter checks what a scanner says of a stick's network adapter.
func checkAdapter(t *testing.T, s hw.Stick) {
	t.Helper()
	a := s.Adapter
	if s.Mode != hw.ModeNetwork && !reflect.DeepEqual(a, hw.Adapter{}) {
		t.Errorf("%s: %s mode with the network adapter %+v", s.ID, s.Mode, a)
	}
	inside := func(p netip.Prefix) bool { return p.Contains(a.Gateway) && p.Addr() != a.Gateway }
	if a.Gateway.IsValid() && (a.Source == hw.GatewayNone || !slices.ContainsFunc(a.Addresses, inside)) {
		t.Errorf("%s: the gateway is in no network of the adapter: %+v", s.ID, a)
	}
	if a.State == hw.AdapterReady && (a.Name == "" || a.Index <= 0 || !a.Gateway.IsValid() || a.Problem != 0) {
		t.Errorf("%s: the adapter is not ready: %+v", s.ID, a)
	}
	if none := a.State == hw.AdapterAbsent || a.Problem != 0; none && a.Addresses != nil {
		t.Errorf("%s: no adapter, but addresses: %+v", s.ID, a)
	}
}

func byLocation(a, b hw.Stick) int {
	switch {
	case a.Location < b.Location:
		return -1
	case a.Location > b.Location:
		return 1
	}
	return 0
}

func checkLines(t *testing.T, snap hw.Snapshot) {
	t.Helper()
	names := map[string]bool{}
	for i, l := range snap.Lines {
		if l.Name == "" || names[l.Name] {
			t.Errorf("line name %q is empty or there twice", l.Name)
		}
		names[l.Name] = true
		if i > 0 && snap.Lines[i-1].Rank < l.Rank {
			t.Errorf("line %s is better than the one before it", l.Name)
		}
		if l.Interface < -1 {
			t.Errorf("line %s: interface %d", l.Name, l.Interface)
		}
		at := func(s hw.Stick) bool { return s.Location == l.Location }
		if l.Rank > 0 && slices.ContainsFunc(snap.Unsupported, at) {
			t.Errorf("line %s of a device that is not supported has rank %d", l.Name, l.Rank)
		}
	}
}
