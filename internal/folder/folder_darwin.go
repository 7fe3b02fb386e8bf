package folder

import "os"

const name = "SurfstickSMS"

// userData returns ~/Library/Application Support.
func userData() (string, error) { return os.UserConfigDir() }
