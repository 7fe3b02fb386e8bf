package zadig

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

var (
	wintrust        = windows.NewLazySystemDLL("wintrust.dll")
	dataOfState     = wintrust.NewProc("WTHelperProvDataFromStateData")
	signerFromChain = wintrust.NewProc("WTHelperGetProvSignerFromChain")
	certFromChain   = wintrust.NewProc("WTHelperGetProvCertFromChain")
)

// providerCert is the beginning of CRYPT_PROVIDER_CERT (Windows SDK, wintrust.h).
type providerCert struct {
	_    uint32 // its size
	cert *windows.CertContext
}

// signerOf returns the common name in the certificate by which the program in an open file is
// signed, if Windows trusts it for programs and the file was not changed afterwards (WinVerifyTrust,
// Authenticode). Otherwise the error is hw.ErrUnsigned. It does not ask whether the certificate was
// withdrawn, which would need the internet.
func signerOf(program *os.File) (name string, err error) {
	path, err := windows.UTF16PtrFromString(program.Name())
	if err != nil {
		return "", err
	}
	file := windows.WinTrustFileInfo{FilePath: path, File: windows.Handle(program.Fd())}
	file.Size = uint32(unsafe.Sizeof(file))
	data := windows.WinTrustData{
		UIChoice: windows.WTD_UI_NONE, RevocationChecks: windows.WTD_REVOKE_NONE,
		UnionChoice: windows.WTD_CHOICE_FILE, FileOrCatalogOrBlobOrSgnrOrCert: unsafe.Pointer(&file),
		StateAction: windows.WTD_STATEACTION_VERIFY,
		ProvFlags:   windows.WTD_REVOCATION_CHECK_NONE,
	}
	data.Size = uint32(unsafe.Sizeof(data))
	verify := func() error {
		return windows.WinVerifyTrustEx(windows.InvalidHWND, &windows.WINTRUST_ACTION_GENERIC_VERIFY_V2, &data)
	}
	defer func() {
		data.StateAction = windows.WTD_STATEACTION_CLOSE
		err = errors.Join(err, verify())
	}()
	if err := verify(); err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrUnsigned, err)
	}
	return signerOfState(data.StateData)
}

// signerOfState returns the common name in the first signer's certificate. The state is that of a
// signature that was found right: other certificates that lie in the file do not count.
func signerOfState(state windows.Handle) (string, error) {
	for _, p := range []*windows.LazyProc{dataOfState, signerFromChain, certFromChain} {
		if err := p.Find(); err != nil {
			return "", fmt.Errorf("%w: %w", hw.ErrUnsupported, err)
		}
	}
	provider, _, _ := dataOfState.Call(uintptr(state))
	if provider == 0 {
		return "", fmt.Errorf("%w: no provider", hw.ErrUnsigned)
	}
	signer, _, _ := signerFromChain.Call(provider, 0, 0, 0)
	if signer == 0 {
		return "", fmt.Errorf("%w: no signer", hw.ErrUnsigned)
	}
	address, _, _ := certFromChain.Call(signer, 0)
	if address == 0 {
		return "", fmt.Errorf("%w: no certificate", hw.ErrUnsigned)
	}
	// By way of its own address: Windows owns what it points to, not Go.
	found := *(**providerCert)(unsafe.Pointer(&address))
	return commonName(found.cert), nil
}

// commonName returns the name for people in a certificate's subject, or "".
func commonName(cert *windows.CertContext) string {
	oid := [...]byte{'2', '.', '5', '.', '4', '.', '3', 0} // szOID_COMMON_NAME
	var name [256]uint16
	length := windows.CertGetNameString(cert, windows.CERT_NAME_ATTR_TYPE, 0,
		unsafe.Pointer(&oid[0]), &name[0], uint32(len(name)))
	return windows.UTF16ToString(name[:min(int(length), len(name))])
}
