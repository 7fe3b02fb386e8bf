package passthrough

import "surfstick-sms/hw"

// withSense adds sense data in the fixed format (70, 71) or as descriptors (72, 73) (SPC-4, 4.5) to
// the answer of a drive. What is in neither format says nothing.
func withSense(a hw.Answer, sense []byte) hw.Answer {
	if len(sense) == 0 || a.Status == 0 {
		return a
	}
	switch format := sense[0] & 0x7f; {
	case (format == 0x70 || format == 0x71) && len(sense) > 13:
		a.Sensed = true
		a.Key, a.ASC, a.ASCQ = int(sense[2]&0x0f), int(sense[12]), int(sense[13])
	case (format == 0x72 || format == 0x73) && len(sense) > 3:
		a.Sensed = true
		a.Key, a.ASC, a.ASCQ = int(sense[1]&0x0f), int(sense[2]), int(sense[3])
	}
	return a
}
