package desktop

import "os"

const folderName = "SurfstickSMS"

// userData returns ~/Library/Application Support.
func userData() (string, error) { return os.UserConfigDir() }
