//go:build unix

package desktop

import "os"

// systemRegion returns the country of the locale of the environment, in the order of locale(7).
func systemRegion() string {
	for _, name := range []string{"LC_ALL", "LC_TELEPHONE", "LC_MESSAGES", "LANG"} {
		if region := regionOf(os.Getenv(name)); region != "" {
			return region
		}
	}
	return ""
}
