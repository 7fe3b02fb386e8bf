package virtualstick

import (
	"cmp"
	"encoding/binary"
)

// The SCSI commands that operating systems send to drives (SPC-4, SBC-3, MMC-6).
const (
	opTestReady     = 0x00
	opRezero        = 0x01
	opRequestSense  = 0x03
	opRead6         = 0x08
	opInquiry       = 0x12
	opModeSense6    = 0x1a
	opStartStop     = 0x1b
	opPrevent       = 0x1e
	opCapacities    = 0x23
	opCapacity      = 0x25
	opRead10        = 0x28
	opWrite10       = 0x2a
	opSyncCache     = 0x35
	opReadTOC       = 0x43
	opConfiguration = 0x46
	opEvents        = 0x4a
	opDiscInfo      = 0x51
	opTrackInfo     = 0x52
	opModeSense10   = 0x5a
	opCapacity16    = 0x9e
	opReportLUNs    = 0xa0
	opRead12        = 0xa8
)

// What a drive says of its last command: key, code, qualifier.
var (
	senseOK       = [3]byte{}
	senseIllegal  = [3]byte{0x05, 0x20, 0x00} // invalid command
	senseField    = [3]byte{0x05, 0x24, 0x00} // invalid field in the command
	senseNoUnit   = [3]byte{0x05, 0x25, 0x00}
	senseNoMedium = [3]byte{0x02, 0x3a, 0x00}
)

// DriveKind is what a drive is.
type DriveKind int

// The kinds of drive.
const (
	CDDrive   DriveKind = iota // with a CD in it
	DiskDrive                  // a flash disk that can be written to
	CardSlot                   // a card reader without a card
)

// Drive is one logical unit of a mass storage interface.
type Drive struct {
	Kind          DriveKind
	Vendor, Model string
	// Revision is the third string of INQUIRY; "2.31" if "".
	Revision string
	// Bytes is how large the drive says that it is; the size of the one disc, or 4 MB, if 0. There is
	// nothing behind the end of the disc but zeros.
	Bytes int64
	// Writable is whether a CD drive says that it writes DVD-RAM, as disks in CD format are.
	Writable bool
}

// run carries out a command; last is the sense of the one before.
func (d Drive) run(cdb []byte, last [3]byte) ([]byte, [3]byte) {
	switch cdb[0] {
	case opInquiry:
		return d.inquiry(cdb)
	case opRequestSense:
		return senseData(last), senseOK
	case opPrevent, opStartStop, opSyncCache:
		return nil, senseOK
	case opModeSense6, opModeSense10:
		return d.modeSense(cdb)
	}
	if d.Kind == CardSlot {
		return nil, senseNoMedium
	}
	switch cdb[0] {
	case opTestReady, opWrite10: // what is written is recorded, not kept
		return nil, senseOK
	case opCapacity:
		b := binary.BigEndian.AppendUint32(nil, uint32(d.blocks()-1))
		return binary.BigEndian.AppendUint32(b, uint32(d.blockSize())), senseOK
	case opRead10:
		return d.read(binary.BigEndian.Uint32(cdb[2:]), uint32(cdb[7])<<8|uint32(cdb[8])), senseOK
	case opRead12:
		return d.read(binary.BigEndian.Uint32(cdb[2:]), binary.BigEndian.Uint32(cdb[6:])), senseOK
	}
	if d.Kind == CDDrive {
		return d.disc(cdb)
	}
	return nil, senseIllegal
}

// disc carries out what only drives for discs know.
func (d Drive) disc(cdb []byte) ([]byte, [3]byte) {
	switch cdb[0] {
	case opReadTOC:
		if cdb[2]&0x0f != 0 || cdb[9]>>6 != 0 {
			return nil, senseField
		}
		return tableOfContents(d.blocks(), cdb[1]&0x02 != 0), senseOK
	case opConfiguration: // a drive with the only disc in it that it knows: just the list of profiles
		const cdROM, dvdRAM = 0x08, 0x12
		profile := byte(cdROM)
		if d.Writable {
			profile = dvdRAM
		}
		return []byte{0, 0, 0, 12, 0, 0, 0, profile, 0, 0, 0x03, 4, 0, profile, 1, 0}, senseOK
	case opEvents: // media class, nothing new, medium present
		return []byte{0, 6, 4, 0x10, 0, 2, 0, 0}, senseOK
	}
	return nil, senseIllegal
}

func (d Drive) inquiry(cdb []byte) ([]byte, [3]byte) {
	if cdb[1]&1 != 0 {
		return nil, senseField // no vital product data
	}
	kind := byte(0x00)
	if d.Kind == CDDrive {
		kind = 0x05
	}
	b := append([]byte{kind, 0x80, 0x02, 0x02, 31, 0, 0, 0}, make([]byte, 28)...)
	copy(b[8:16], d.Vendor+"        ")
	copy(b[16:32], d.Model+"                ")
	copy(b[32:36], cmp.Or(d.Revision, "2.31"))
	return b, senseOK
}

func (d Drive) modeSense(cdb []byte) ([]byte, [3]byte) {
	page := cdb[2] & 0x3f
	var body []byte
	switch {
	case d.Kind == CDDrive && (page == 0x2a || page == 0x3f):
		// Capabilities: reads CDs, loads by a tray, can eject.
		body = append([]byte{0x2a, 18, 0x03, 0, 0, 0, 0x29, 0}, make([]byte, 12)...)
		if d.Writable {
			body[2], body[3] = 0x23, 0x20 // reads and writes DVD-RAM
		}
	case page != 0x3f && page != 0x08:
		return nil, senseField
	}
	if cdb[0] == opModeSense6 {
		return append([]byte{uint8(3 + len(body)), 0, 0, 0}, body...), senseOK
	}
	return append([]byte{0, uint8(6 + len(body)), 0, 0, 0, 0, 0, 0}, body...), senseOK
}

func (d Drive) blockSize() int {
	if d.Kind == CDDrive {
		return sectorSize
	}
	return 512
}

// blocks is the size of the drive; a disk is 4 MB.
func (d Drive) blocks() int {
	switch {
	case d.Bytes > 0:
		return int(d.Bytes / int64(d.blockSize()))
	case d.Kind == CDDrive:
		return len(discImage()) / sectorSize
	}
	return 8192
}

func (d Drive) read(first, count uint32) []byte {
	size := d.blockSize()
	b := make([]byte, min(int(count), maxTransfer/size)*size)
	if at := int(first) * size; d.Kind == CDDrive && at < len(discImage()) {
		copy(b, discImage()[at:])
	}
	return b
}

func senseData(s [3]byte) []byte {
	b := make([]byte, 18)
	b[0], b[2], b[7], b[12], b[13] = 0x70, s[0], 10, s[1], s[2]
	return b
}

// tableOfContents is that of a disc with one data track (MMC-6, clause 6.25).
func tableOfContents(blocks int, asTime bool) []byte {
	address := func(block int) []byte {
		if asTime {
			block += 150
			return []byte{0, byte(block / 75 / 60), byte(block / 75 % 60), byte(block % 75)}
		}
		return binary.BigEndian.AppendUint32(nil, uint32(block))
	}
	b := []byte{0, 18, 1, 1, 0, 0x14, 1, 0}
	b = append(b, address(0)...)
	b = append(b, 0, 0x14, 0xaa, 0)
	return append(b, address(blocks)...)
}
