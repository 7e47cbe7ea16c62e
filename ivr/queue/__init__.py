"""Redis as a doorbell: what rings, who answers, and the clock that looks in any case."""
