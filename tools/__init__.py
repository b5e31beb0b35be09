"""Tools of the house: they make and check what the book is built from, and no reader needs them."""
