package sms

// Number is the address of the other side in one canonical form, so that equal numbers are equal
// strings: E.164 ("+491711234567") where the country's rules allow it, bare digits for short codes
// and anything else that is dialled ("80850", "*100#"), the name itself for alphanumeric senders
// ("o2"). It is sanitised: no control characters, never empty in a Message.
type Number string
