package main

// Windows looks for a DLL in the folder of the program first, and that folder is usually Downloads,
// where anybody's opengl32.dll may lie. So DLLs come from System32 only:
//
//   - The linker's list of DLLs holds only those that Windows has loaded already (KnownDLLs).
//     OpenGL would be the exception, for one function of go-gl; it is defined here instead.
//   - A constructor, which runs before the Go runtime, limits what is loaded later.
//   - The load configuration tells the loader the same about the list (Windows 10 1607 and later),
//     should it ever hold others. Where ld leaves it out of the header, bench/loadconfig enters it.
//
// The limit holds for the whole process, graphics drivers included, which lie outside of System32 and
// bring libraries of their own. It takes away the program's folder, the current one and PATH, and
// nothing that a driver needs: what is loaded by its full path with LOAD_WITH_ALTERED_SEARCH_PATH has
// its own folder searched as well, limit or not, and what is loaded by its full path without that
// has it searched in neither case; and folders that a driver adds itself (AddDllDirectory) are
// searched, because USER_DIRS is among the flags.

/*
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

static void __attribute__((constructor)) systemDLLsOnly(void) {
	SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS);
}

// glGetProcAddress is wglGetProcAddress of the OpenGL in System32.
static PROC WINAPI glGetProcAddress(LPCSTR name) {
	static PROC (WINAPI *real)(LPCSTR);
	if (!real) {
		HMODULE gl = LoadLibraryExW(L"opengl32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
		if (!gl) return NULL;
		real = (PROC (WINAPI *)(LPCSTR))(void *)GetProcAddress(gl, "wglGetProcAddress");
		if (!real) return NULL;
	}
	return real(name);
}

// The name by which callers find an imported function. Defined here, it is not imported.
void *const __imp_wglGetProcAddress __attribute__((used)) = (void *)glGetProcAddress;

// IMAGE_LOAD_CONFIG_DIRECTORY64; everything but the flags is left as it is without one.
const struct {
	DWORD size, mark;
	BYTE unused[0x46];
	WORD dependentLoadFlags; // at 0x4e
	BYTE rest[0x140 - 0x50];
} _load_config_used __attribute__((used, aligned(16))) = {
	.size = 0x140,
	.mark = 0x4d534653, // "SFSM" in the time stamp, by which bench/loadconfig finds it
	.dependentLoadFlags = LOAD_LIBRARY_SEARCH_SYSTEM32,
};
*/
import "C"
