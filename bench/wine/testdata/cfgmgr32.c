// Replaces Wine's cfgmgr32.dll in these tests. Wine 10 answers every question about the status
// of a device with "no problem", and knows no interfaces of CD drives; this answers from the
// registry: the value Problem of the device's key, and the list of its CD interfaces. What else
// the program asks for goes on to Wine's setupapi.dll (cfgmgr32.def), as in Wine's own.
#include <windows.h>
#include <wchar.h>

#define DN_STARTED 0x8
#define DN_HAS_PROBLEM 0x400
#define CR_SUCCESS 0
#define CR_NO_SUCH_DEVNODE 13
#define CR_BUFFER_SMALL 26
#define CR_CALL_NOT_IMPLEMENTED 32
#define ENUM L"System\\CurrentControlSet\\Enum\\"
#define CLASSES L"System\\CurrentControlSet\\Control\\DeviceClasses\\"

DWORD WINAPI CM_Get_Device_IDW(DWORD device, WCHAR *id, ULONG size, ULONG flags);

__declspec(dllexport) DWORD WINAPI status(ULONG *state, ULONG *problem, DWORD device, ULONG flags) {
	WCHAR key[600] = ENUM;
	const size_t n = wcslen(key);
	DWORD size = sizeof *problem;
	(void)flags;
	if (CM_Get_Device_IDW(device, key + n, 600 - n, 0) != CR_SUCCESS) return CR_NO_SUCH_DEVNODE;
	*problem = 0;
	RegGetValueW(HKEY_LOCAL_MACHINE, key, L"Problem", RRF_RT_REG_DWORD, NULL, problem, &size);
	*state = *problem ? DN_HAS_PROBLEM : DN_STARTED;
	return CR_SUCCESS;
}

// find writes the path of a device's interface of a class and two zeros, or one zero when it has
// none. It returns the length with the zeros.
static ULONG find(const GUID *class, const WCHAR *id, WCHAR *path, size_t limit) {
	WCHAR guid[40], key[700];
	WCHAR *c;
	HKEY there;
	path[0] = path[1] = 0;
	StringFromGUID2(class, guid, 40);
	if (wcslen(id) + 60 > limit) return 1;
	swprintf(path, limit, L"\\\\?\\%ls#%ls", id, guid);
	for (c = path + 4; *c; c++) *c = *c == L'\\' ? L'#' : towlower(*c);
	swprintf(key, 700, CLASSES L"%ls\\##?#%ls", guid, path + 4);
	if (RegOpenKeyW(HKEY_LOCAL_MACHINE, key, &there) != ERROR_SUCCESS) {
		path[0] = 0;
		return 1;
	}
	RegCloseKey(there);
	path[wcslen(path) + 1] = 0;
	return wcslen(path) + 2;
}

__declspec(dllexport) DWORD WINAPI size(ULONG *n, GUID *class, WCHAR *id, ULONG flags) {
	WCHAR path[500];
	(void)flags;
	*n = find(class, id, path, 500);
	return CR_SUCCESS;
}

__declspec(dllexport) DWORD WINAPI interfaces(
	GUID *class, WCHAR *id, WCHAR *buffer, ULONG limit, ULONG flags) {
	WCHAR path[500];
	const ULONG n = find(class, id, path, 500);
	(void)flags;
	if (n > limit) return CR_BUFFER_SMALL;
	memcpy(buffer, path, n * sizeof *path);
	return CR_SUCCESS;
}

__declspec(dllexport) DWORD WINAPI win32(DWORD code, DWORD otherwise) {
	switch (code) {
	case CR_SUCCESS: return ERROR_SUCCESS;
	case CR_NO_SUCH_DEVNODE: return ERROR_NOT_FOUND;
	case CR_BUFFER_SMALL: return ERROR_INSUFFICIENT_BUFFER;
	}
	return otherwise;
}

// notification answers as Wine 10 does.
__declspec(dllexport) DWORD WINAPI notification(void) {
	return CR_CALL_NOT_IMPLEMENTED;
}

// pending says whether drivers are being installed: the value Pending of the bench's own key.
__declspec(dllexport) DWORD WINAPI pending(DWORD limit) {
	DWORD on = 0, size = sizeof on;
	(void)limit;
	RegGetValueW(HKEY_LOCAL_MACHINE, L"Software\\Surfstick SMS Bench", L"Pending", RRF_RT_REG_DWORD,
		NULL, &on, &size);
	return on ? WAIT_TIMEOUT : WAIT_OBJECT_0;
}
