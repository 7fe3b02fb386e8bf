package desktop

import (
	"errors"
	"slices"
	"testing"
)

func TestAffinity(t *testing.T) {
	unknown := errors.New("the parameter is incorrect")
	cases := []struct {
		name   string
		hide   bool
		refuse []uintptr // what Windows does not know
		want   []uintptr // what is tried
		err    error
	}{
		{"Windows 10 2004", true, nil, []uintptr{0x11}, nil},
		{"before", true, []uintptr{0x11}, []uintptr{0x11, 1}, nil},
		{"never", true, []uintptr{0x11, 1}, []uintptr{0x11, 1}, unknown},
		{"shown again", false, []uintptr{0x11}, []uintptr{0}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var tried []uintptr
			err := affinity(c.hide, func(way uintptr) error {
				tried = append(tried, way)
				if slices.Contains(c.refuse, way) {
					return unknown
				}
				return nil
			})
			if !slices.Equal(tried, c.want) || !errors.Is(err, c.err) {
				t.Errorf("tried %x, %v; want %x, %v", tried, err, c.want, c.err)
			}
		})
	}
}
