"""Tables, one module per capability."""
