package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

// makePrivateFolder makes a folder, and those above it. Its access list is its own: on a second
// drive, every user of the computer may usually read and change what others put there.
func makePrivateFolder(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	user, err := currentUser()
	if err != nil {
		return err
	}
	// Protected from what the folder above says; all rights, for what comes into it too, for the
	// user, the system and administrators.
	descriptor, err := windows.SecurityDescriptorFromString(
		"D:P(A;OICI;FA;;;" + user + ")(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")
	if err != nil {
		return fmt.Errorf("describe the access to the folder: %w", err)
	}
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return err
	}
	access := windows.SecurityAttributes{SecurityDescriptor: descriptor}
	access.Length = uint32(unsafe.Sizeof(access))
	if err := windows.CreateDirectory(name, &access); err != nil {
		return fmt.Errorf("create %s: %w", folder, err)
	}
	return nil
}

// closeFolder does nothing: what others may do in a folder that is there already is somebody's
// choice, and can be far from simple. isExposed tells.
func closeFolder(string) {}

// isExposed reports whether the access list of a folder lets other users read or change what is in
// it. A drive without access lists (FAT, exFAT) lets everybody.
func isExposed(folder string) bool {
	user, err := currentUser()
	if err != nil {
		return false
	}
	descriptor, err := windows.GetNamedSecurityInfo(folder, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false
	}
	list, _, err := descriptor.DACL()
	if err != nil || list == nil { // none at all lets everybody
		return true
	}
	var entries []accessEntry
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if windows.GetAce(list, i, &entry) != nil || entry == nil {
			continue
		}
		entries = append(entries, accessEntry{
			allows: entry.Header.AceType == windows.ACCESS_ALLOWED_ACE_TYPE,
			rights: uint32(entry.Mask),
			who:    (*windows.SID)(unsafe.Pointer(&entry.SidStart)).String(),
		})
	}
	return exposes(entries, user)
}

// currentUser returns the SID of this user.
func currentUser() (string, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", fmt.Errorf("find the user: %w", err)
	}
	return user.User.Sid.String(), nil
}
