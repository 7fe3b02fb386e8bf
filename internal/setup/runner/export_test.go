package runner

// TimeMatters is timeMatters for the tests outside.
var TimeMatters = timeMatters
