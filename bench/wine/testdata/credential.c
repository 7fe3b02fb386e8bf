// Keeps or looks for a generic credential of a name, as the program's PINs are kept: "write NAME", "has
// NAME". The exit code is 0 when it was written or is there.
#include <windows.h>
#include <wincred.h>

int wmain(int argc, wchar_t **argv) {
	if (argc != 3) return 2;
	if (argv[1][0] == L'w') {
		CREDENTIALW c = {
			.Type = CRED_TYPE_GENERIC,
			.TargetName = argv[2],
			.CredentialBlobSize = 4,
			.CredentialBlob = (BYTE *)"1234",
			.Persist = CRED_PERSIST_LOCAL_MACHINE,
			.UserName = L"someone",
		};
		return !CredWriteW(&c, 0);
	}
	CREDENTIALW *found;
	return !CredReadW(argv[2], CRED_TYPE_GENERIC, 0, &found);
}
