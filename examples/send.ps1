# Sends one message.   powershell -File send.ps1 +491701234567 "The door is open"
param([string]$To, [string]$Text, [string]$Key = [guid]::NewGuid().ToString())

$OutputEncoding = [System.Text.UTF8Encoding]::new($false)   # what goes to standard input of surfstick
$answer = $Text | & surfstick send --json --to $To --text - --id $Key 2>$null | ConvertFrom-Json

switch ($LASTEXITCODE) {
    0 { "sent, ID $($answer.texts.id)" }
    5 { "kept; it goes out when stick and network are there. ID $($answer.texts.id)" }
    7 { "perhaps sent: ask the recipient, do not send it again" }
    default { Write-Error "not sent: $($answer.error.message) $($answer.texts.reason)" }
}
exit $LASTEXITCODE
