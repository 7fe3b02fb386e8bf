package main

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// systemName is the version of Windows for the report.
func systemName() string {
	v := windows.RtlGetVersion()
	build := v.BuildNumber // five digits in a row would be masked
	return fmt.Sprintf("Windows %d.%d build %d,%03d",
		v.MajorVersion, v.MinorVersion, build/1000, build%1000)
}
