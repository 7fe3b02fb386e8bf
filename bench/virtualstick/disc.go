package virtualstick

import (
	"encoding/binary"
	"sync"
)

const (
	sectorSize  = 2048
	discSectors = 64
	discLabel   = "VIRTUALSTICK"
	discText    = "This is the CD drive of a surfstick made of software.\r\n"
)

// The layout of the disc: one file in the root directory (ECMA-119).
const (
	descriptorSector = 16
	endSector        = 17
	littlePaths      = 18
	bigPaths         = 19
	rootSector       = 20
	fileSector       = 21
)

// discImage is the CD in every virtual CD drive.
var discImage = sync.OnceValue(func() []byte {
	image := make([]byte, discSectors*sectorSize)
	sector := func(n int) []byte { return image[n*sectorSize : (n+1)*sectorSize] }
	primaryDescriptor(sector(descriptorSector))
	copy(sector(endSector), "\xffCD001\x01")
	copy(sector(littlePaths), []byte{1, 0, rootSector, 0, 0, 0, 1, 0, 0, 0})
	copy(sector(bigPaths), []byte{1, 0, 0, 0, 0, rootSector, 0, 1, 0, 0})
	root := sector(rootSector)
	at := copy(root, directoryRecord("\x00", rootSector, sectorSize, true))
	at += copy(root[at:], directoryRecord("\x01", rootSector, sectorSize, true))
	copy(root[at:], directoryRecord("README.TXT;1", fileSector, len(discText), false))
	copy(sector(fileSector), discText)
	return image
})

// primaryDescriptor fills in the volume descriptor (ECMA-119, clause 8.4).
func primaryDescriptor(s []byte) {
	for i := range s[8:813] {
		s[8+i] = ' '
	}
	copy(s, "\x01CD001\x01\x00")
	copy(s[40:72], discLabel)
	clear(s[72:190])
	bothEndian32(s[80:], discSectors)
	bothEndian16(s[120:], 1)
	bothEndian16(s[124:], 1)
	bothEndian16(s[128:], sectorSize)
	bothEndian32(s[132:], 10) // size of the path table
	binary.LittleEndian.PutUint32(s[140:], littlePaths)
	binary.BigEndian.PutUint32(s[148:], bigPaths)
	copy(s[156:], directoryRecord("\x00", rootSector, sectorSize, true))
	for at := 813; at < 881; at += 17 {
		copy(s[at:], "0000000000000000\x00")
	}
	s[881] = 1
}

// directoryRecord is an entry of a directory (ECMA-119, clause 9.1).
func directoryRecord(name string, sector, size int, directory bool) []byte {
	length := 33 + len(name)
	length += length % 2
	b := make([]byte, length)
	b[0] = byte(length)
	bothEndian32(b[2:], uint32(sector))
	bothEndian32(b[10:], uint32(size))
	copy(b[18:], []byte{120, 1, 1, 0, 0, 0, 0}) // 2020-01-01
	if directory {
		b[25] = 0x02
	}
	bothEndian16(b[28:], 1)
	b[32] = byte(len(name))
	copy(b[33:], name)
	return b
}

func bothEndian32(b []byte, n uint32) {
	binary.LittleEndian.PutUint32(b, n)
	binary.BigEndian.PutUint32(b[4:], n)
}

func bothEndian16(b []byte, n uint16) {
	binary.LittleEndian.PutUint16(b, n)
	binary.BigEndian.PutUint16(b[2:], n)
}
