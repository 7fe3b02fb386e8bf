package zadig

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// folderRights let this user, the system and administrators in, and nobody by inheritance. Zadig may
// run as another user: whoever typed an administrator's password.
const folderRights = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;%s)"

func makeFolder(path string) error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return fmt.Errorf("ask for the user: %w", err)
	}
	rights, err := windows.SecurityDescriptorFromString(fmt.Sprintf(folderRights, user.User.Sid))
	if err != nil {
		return fmt.Errorf("make the rights: %w", err)
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: rights}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	return windows.CreateDirectory(name, &attributes)
}

// hold opens a file so that it can be read and started, but neither written to nor deleted.
func hold(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil,
		windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}
