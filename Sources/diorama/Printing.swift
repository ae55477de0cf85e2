import Tensors

/// What commands print. It stands in for Swift's `print`, so that no text out of a file steers the terminal.
func print(_ text: String) { Swift.print(text.printableLines) }
