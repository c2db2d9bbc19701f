; Install Nightmail for the person who starts this, without administrator's rights. makensis is given VERSION, QUAD, SOURCE (the
; bundle), ICON and OUT; with SIGN it hands the installer and the uninstaller to that command, to be signed.
Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define NAME "Nightmail"
!define PROGRAM "nightmail.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CAPABILITIES "Software\Clients\Mail\${NAME}\Capabilities"

Name "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${QUAD}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The Nightmail authors"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_PARAMETERS "desktop"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString TOO_OLD ${LANG_ENGLISH} "${NAME} needs Windows 10 or newer, 64 bit."
LangString TOO_OLD ${LANG_GERMAN} "${NAME} braucht Windows 10 oder neuer, 64 Bit."
LangString RUNNING ${LANG_ENGLISH} "${NAME} is running. Quit it first (its menu, then Quit): what is being sent then comes to its end. Then try again."
LangString RUNNING ${LANG_GERMAN} "${NAME} läuft gerade. Bitte erst beenden (Menü, Beenden): Was gerade gesendet wird, kommt dann zu seinem Ende. Danach noch einmal versuchen."
LangString LINK ${LANG_ENGLISH} "E-mail address"
LangString LINK ${LANG_GERMAN} "E-Mail-Adresse"
LangString MESSAGE ${LANG_ENGLISH} "E-mail message"
LangString MESSAGE ${LANG_GERMAN} "E-Mail-Nachricht"
LangString WHAT ${LANG_ENGLISH} "Write an email now; it leaves at the right moment."
LangString WHAT ${LANG_GERMAN} "Jetzt schreiben; die E-Mail geht zum richtigen Zeitpunkt hinaus."

; A program that runs can't be opened for writing. It is never ended from here: it may be in the middle of a send.
!macro WaitUntilQuit
  again:
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section "Nightmail"
  !insertmacro WaitUntilQuit
  ; What an earlier version brought and this one does not has to go. Mail is elsewhere.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "desktop" "$INSTDIR\${PROGRAM}" 0 SW_SHOWNORMAL
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}" "" "$INSTDIR\${PROGRAM}"

  ; Who opens mailto: links and .eml files is the person's choice in Windows' settings; this only offers Nightmail there.
  WriteRegStr HKCU "Software\Classes\${NAME}.mailto" "" "$(LINK)"
  WriteRegStr HKCU "Software\Classes\${NAME}.mailto" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\${NAME}.mailto\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${NAME}.mailto\shell\open\command" "" '"$INSTDIR\${PROGRAM}" desktop "%1"'
  WriteRegStr HKCU "Software\Classes\${NAME}.eml" "" "$(MESSAGE)"
  WriteRegStr HKCU "Software\Classes\${NAME}.eml\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${NAME}.eml\shell\open\command" "" '"$INSTDIR\${PROGRAM}" desktop "%1"'
  WriteRegStr HKCU "Software\Classes\.eml\OpenWithProgids" "${NAME}.eml" ""
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "$(WHAT)"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CAPABILITIES}\URLAssociations" "mailto" "${NAME}.mailto"
  WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".eml" "${NAME}.eml"
  WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${CAPABILITIES}"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Nightmail authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  ${RefreshShellIcons}
SectionEnd

; Mail and settings stay where they are, in %LOCALAPPDATA%\Nightmail.
Section "Uninstall"
  !insertmacro WaitUntilQuit
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${NAME}"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}"
  DeleteRegKey HKCU "Software\Classes\${NAME}.mailto"
  DeleteRegKey HKCU "Software\Classes\${NAME}.eml"
  DeleteRegValue HKCU "Software\Classes\.eml\OpenWithProgids" "${NAME}.eml"
  DeleteRegKey HKCU "Software\Clients\Mail\${NAME}"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${RefreshShellIcons}
SectionEnd
