// Package hwtest is the contract of the three seams of package hw as test suites. The fake stick
// and the real implementations pass the same ones, so that what is tested on the fake holds for
// the real thing.
package hwtest
