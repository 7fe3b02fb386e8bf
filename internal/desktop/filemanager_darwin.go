package desktop

// fileManager is the program that shows a folder.
const fileManager = "open"
