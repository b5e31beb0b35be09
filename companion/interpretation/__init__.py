"""Looking inside a trained net: its activations, what its units answer to, which places speak for a class."""
