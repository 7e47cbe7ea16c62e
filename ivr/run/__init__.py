"""Everything on one machine: the processes of `linja run`, and the file that tells of them."""
