package bulk

import "surfstick-sms/sms"

// Number reads a cell with a phone number by the rules of a region. What spreadsheets need to keep a number as
// it is (="+49…", '+49…) is taken off. The reason is WhyNone when it is one.
func Number(cell, region string) (sms.Number, Why) { return number(cell, region) }
