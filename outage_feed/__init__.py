"""What is broken, where, until when. Pure: no I/O and no clock."""
