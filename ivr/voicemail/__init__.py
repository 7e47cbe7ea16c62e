"""Messages that callers leave: kept until somebody of ours closes them."""
