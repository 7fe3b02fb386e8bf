// A DLL with the name of one of Windows', as somebody might plant it beside the .exe: it leaves a
// file that tells that it was loaded.
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved) {
	(void)self;
	(void)reserved;
	if (reason == DLL_PROCESS_ATTACH)
		CloseHandle(CreateFileA("C:\\loaded-" NAME, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
	return TRUE;
}

// What go-gl asks for, under another name here because windows.h declares it.
__declspec(dllexport) PROC WINAPI nothing(LPCSTR name) {
	(void)name;
	return NULL;
}
