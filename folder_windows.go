package main

import "os"

const folderName = "SurfstickSMS"

// userData is %LOCALAPPDATA%: texts belong to this computer and do not roam.
func userData() (string, error) { return os.UserCacheDir() }
