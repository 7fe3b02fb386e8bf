package main

import "os"

const folderName = "SurfstickSMS"

// userData is ~/Library/Application Support.
func userData() (string, error) { return os.UserConfigDir() }
