package folder

import "os"

const name = "SurfstickSMS"

// userData returns %LOCALAPPDATA%: texts belong to this computer and do not roam.
func userData() (string, error) { return os.UserCacheDir() }
