"""Where an object could be, before anybody asks what it is: sliding windows, segments, selective search."""
