package desktop

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// SystemName returns the version of Windows for the report.
func SystemName() string {
	v := windows.RtlGetVersion()
	build := v.BuildNumber // five digits in a row would be masked
	return fmt.Sprintf("Windows %d.%d build %d,%03d",
		v.MajorVersion, v.MinorVersion, build/1000, build%1000)
}
