package fakemodem

// Commands are the extended commands by name.
var Commands = commands
