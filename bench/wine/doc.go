// Package wine tests the Windows program on Wine 10: the .exe is started in every state that a stick
// can be in, in German or in English (with WINE_ALL in both), and its report, its pages and its log are
// checked; a chat goes through a COM port, and texts by sticks in network mode over the adapters of a
// network that the machine has to itself; DLLs that somebody planted beside the .exe must not be loaded;
// the tests of packages with code for Windows run as .exe. Pictures of every state are left in
// build/wine/shots.
//
// The tests need root, for a Debian 13 by debootstrap, chroot and mounts. They run in a namespace of
// their own, so that mounts and processes end with them, however they end. `make wine` installs what
// is missing and runs them; the build tag wine keeps them out of every other run.
//
// What cannot be tested here, or not in the time of WINE_LIMIT (seconds, after which no test is
// started), is skipped; the exit status is then 75, not 0.
package wine
