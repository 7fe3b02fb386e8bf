package desktop

import (
	"strings"
	"time"

	"golang.org/x/sys/windows"
)

// OpenGLPage is the page of the "OpenCL, OpenGL and Vulkan Compatibility Pack" in the Microsoft Store:
// OpenGL 3.3 by DirectX 12, for computers whose own driver has none, such as those with ARM.
const OpenGLPage = "ms-windows-store://pdp/?ProductId=9NQPSL29BFFF"

// Fatal shows the message of a program that has neither a window nor a console, in a message box of
// Windows itself. It returns when the user has closed the box.
func Fatal(title, text string) { messageBox(title, text, windows.MB_OK) }

// FatalQuestion is Fatal with a question at the end of the text. It reports whether the answer was
// yes.
func FatalQuestion(title, text string) bool {
	const yes = 6 // IDYES
	return messageBox(title, text, windows.MB_YESNO) == yes
}

func messageBox(title, text string, buttons uint32) (pressed int32) {
	t, err := windows.UTF16PtrFromString(strings.ReplaceAll(text, "\x00", ""))
	if err != nil {
		return 0
	}
	c, err := windows.UTF16PtrFromString(strings.ReplaceAll(title, "\x00", ""))
	if err != nil {
		return 0
	}
	pressed, _ = windows.MessageBox(0, t, c, buttons|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
	return pressed
}

// storeTime is how long the shell may take to pass a page on to the Store, which it does in this
// process and beside it: the program must not end meanwhile.
const storeTime = 3 * time.Second

// OpenStore opens a page of the Microsoft Store. Where the Store was taken away, Windows says so.
func OpenStore(page string) {
	if shellOpen(page) == nil {
		time.Sleep(storeTime)
	}
}
