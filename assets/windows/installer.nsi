; The installer: for one user, without an administrator. `.ci/installer` runs makensis with
;   VERSION   such as 1.2.3        PROGRAM   the .exe          FILES   folder of the files beside it
;   ICON      an .ico              OUT       the installer     SIGN    a command that signs one file, or none
;   CLIENTS   folder of install.nsh and delete.nsh, which name the programs for scripts
; Silent: /S. The uninstaller asks whether the messages go, too; silent, they stay.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh

!define NAME "Surfstick SMS"
!define COMPANY "The Surfstick SMS authors"
!define EXE "surfstick-sms.exe"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SurfstickSMS"
!define DATA "$LOCALAPPDATA\SurfstickSMS"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
BrandingText " "
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
!endif

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!macro Resource LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} ProductName "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} CompanyName "${COMPANY}"
  VIAddVersionKey /LANG=${LANGUAGE} LegalCopyright "${COMPANY}. MIT licence"
  VIAddVersionKey /LANG=${LANGUAGE} FileDescription "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} ProductVersion "${VERSION}"
!macroend

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP installer.bmp
!define MUI_WELCOMEPAGE_TEXT "$(Welcome)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; The first is for all languages that are not here.
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE German
!insertmacro Resource ${LANG_ENGLISH} "Surfstick SMS setup"
!insertmacro Resource ${LANG_GERMAN} "Surfstick SMS Installation"

LangString Welcome ${LANG_ENGLISH} "${NAME} ${VERSION} is installed for you alone, without an administrator. It appears in the Start menu.$\r$\n$\r$\nMessages of an earlier version stay."
LangString Welcome ${LANG_GERMAN} "${NAME} ${VERSION} wird nur für Sie installiert, ohne Administrator. Es erscheint im Startmenü.$\r$\n$\r$\nNachrichten einer früheren Version bleiben erhalten."
LangString OldWindows ${LANG_ENGLISH} "${NAME} needs Windows 10 or later."
LangString OldWindows ${LANG_GERMAN} "${NAME} braucht Windows 10 oder neuer."
LangString Running ${LANG_ENGLISH} "${NAME} is running.$\r$\n$\r$\nOK closes it and goes on."
LangString Running ${LANG_GERMAN} "${NAME} läuft noch.$\r$\n$\r$\nOK schließt das Programm und macht weiter."
LangString Messages ${LANG_ENGLISH} "Delete your messages, too?$\r$\n$\r$\nNo keeps all messages, contacts and settings on this computer, for a later installation. Yes deletes them for ever."
LangString Messages ${LANG_GERMAN} "Auch Ihre Nachrichten löschen?$\r$\n$\r$\nNein behält alle Nachrichten, Kontakte und Einstellungen auf diesem Computer, für eine spätere Installation. Ja löscht sie für immer."
LangString Left ${LANG_ENGLISH} "These messages could not be deleted because a program uses them:$\r$\n${DATA}$\r$\n$\r$\nPlease close ${NAME} and delete that folder yourself."
LangString Left ${LANG_GERMAN} "Diese Nachrichten konnten nicht gelöscht werden, weil ein Programm sie benutzt:$\r$\n${DATA}$\r$\n$\r$\nBitte schließen Sie ${NAME} und löschen Sie diesen Ordner selbst."

; AskWindows asks the installed program to end, and no other: by the window that it has for that, since closing
; the one that a person sees may only hide it (internal/desktop/ask_windows.go).
!macro CloseProgram UN
Function ${UN}AskWindows
  StrCpy $0 0
  ${Do}
    FindWindow $0 "SurfstickSMS end" "" 0 $0
    ${If} $0 = 0
      Return
    ${EndIf}
    System::Call 'user32::GetWindowThreadProcessId(p r0, *i .r2)'
    System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r2) p .r3' ; PROCESS_QUERY_LIMITED_INFORMATION
    ${If} $3 <> 0
      System::Call 'kernel32::QueryFullProcessImageNameW(p r3, i 0, w .r4, *i ${NSIS_MAX_STRLEN})'
      System::Call 'kernel32::CloseHandle(p r3)'
      ${If} $4 == "$INSTDIR\${EXE}"
        SendMessage $0 0x8001 0 0 /TIMEOUT=2000 ; WM_APP + 1
      ${EndIf}
    ${EndIf}
  ${Loop}
FunctionEnd

; IsRunning leaves 1 in $5 when the installed program runs, so that it cannot be written to; 0 else.
Function ${UN}IsRunning
  StrCpy $5 0
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      StrCpy $5 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
FunctionEnd

; CloseProgram has the installed program end before its file is replaced or deleted. Exit code 5
; (access denied) when it does not.
Function ${UN}CloseProgram
  ${Do}
    Call ${UN}IsRunning
    ${If} $5 = 0
      Return
    ${EndIf}
    MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDOK IDOK close
      SetErrorLevel 5
      Quit
    close:
    Call ${UN}AskWindows
    ; 20 s: what is under way to the stick is brought to an end.
    StrCpy $1 0
    ${Do}
      Sleep 500
      Call ${UN}IsRunning
      ${If} $5 = 0
        Return
      ${EndIf}
      IntOp $1 $1 + 1
    ${LoopUntil} $1 = 40
    ${If} ${Silent}
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro CloseProgram ""
!insertmacro CloseProgram "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(OldWindows)" /SD IDOK
    SetErrorLevel 1150 ; ERROR_OLD_WIN_VERSION
    Quit
  ${EndIf}
FunctionEnd

; Install puts one of the programs for scripts into the folder. A script may have it running: it can be renamed
; then, and goes at the next time.
!macro Install NAME
  Delete "$INSTDIR\${NAME}.old"
  ClearErrors
  Delete "$INSTDIR\${NAME}"
  ${If} ${Errors}
    Rename "$INSTDIR\${NAME}" "$INSTDIR\${NAME}.old"
  ${EndIf}
  File "${FILES}/${NAME}"
!macroend

Section
  Call CloseProgram
  SetOutPath $INSTDIR
  SetOverwrite on
  File "/oname=${EXE}" "${PROGRAM}"
  !include "${CLIENTS}/install.nsh"
  File "${FILES}/SOURCES.txt"
  File "${FILES}/licences.zip"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}"

  WriteRegStr HKCU "${ENTRY}" DisplayName "${NAME}"
  WriteRegStr HKCU "${ENTRY}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" Publisher "${COMPANY}"
  WriteRegStr HKCU "${ENTRY}" DisplayIcon "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${ENTRY}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" NoModify 1
  WriteRegDWORD HKCU "${ENTRY}" NoRepair 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "${ENTRY}" EstimatedSize $0
SectionEnd

; DeletePINs deletes the PINs that the program has put into the key store of Windows.
Function un.DeletePINs
  System::Call 'advapi32::CredEnumerateW(w "Surfstick SMS:*", i 0, *i .r1, *p .r2) i .r0'
  ${If} $0 = 0
    Return
  ${EndIf}
  StrCpy $3 $2
  ${DoWhile} $1 > 0
    System::Call '*$3(p .r4)'
    System::Call '*$4(i, i .r5, w .r6)' ; the first of CREDENTIALW: Flags, Type, TargetName
    System::Call 'advapi32::CredDeleteW(w r6, i r5, i 0)'
    IntPtrOp $3 $3 + 8
    IntOp $1 $1 - 1
  ${Loop}
  System::Call 'advapi32::CredFree(p r2)'
FunctionEnd

Section Uninstall
  Call un.CloseProgram
  Delete "$INSTDIR\${EXE}"
  !include "${CLIENTS}/delete.nsh"
  Delete "$INSTDIR\SOURCES.txt"
  Delete "$INSTDIR\licences.zip"
  Delete "$INSTDIR\uninstall.exe"
  RMDir $INSTDIR
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMSTARTUP\${NAME}.lnk" ; the program writes it when it is to start at log-on
  DeleteRegKey HKCU "${ENTRY}"
  Call un.DeletePINs
  Delete "$APPDATA\fyne\de.surfsticksms.app\*.json"
  RMDir "$APPDATA\fyne\de.surfsticksms.app"
  RMDir "$APPDATA\fyne"

  RMDir /r "${DATA}-demo" ; made-up messages

  ${If} ${FileExists} "${DATA}\*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(Messages)" /SD IDNO IDNO kept
      RMDir /r "${DATA}"
      ${If} ${FileExists} "${DATA}\*"
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(Left)" /SD IDOK
      ${EndIf}
    kept:
  ${EndIf}
SectionEnd
