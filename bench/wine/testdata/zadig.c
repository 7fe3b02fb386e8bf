// Stands in for Zadig: notes that it ran, from which folder, and what the zadig.ini there says.
#include <stdio.h>
#include <windows.h>

int WINAPI WinMain(HINSTANCE a, HINSTANCE b, LPSTR c, int d) {
	char folder[MAX_PATH] = "", ini[4096] = "";
	FILE *file;
	(void)a; (void)b; (void)c; (void)d;
	GetCurrentDirectoryA(sizeof folder, folder);
	if ((file = fopen("zadig.ini", "rb"))) {
		fread(ini, 1, sizeof ini - 1, file);
		fclose(file);
	}
	if ((file = fopen("C:\\zadig-ran.txt", "wb"))) {
		fprintf(file, "%s\n%s", folder, ini);
		fclose(file);
	}
	return 0;
}
