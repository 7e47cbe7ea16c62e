"""What every part of `/api/v1` does alike: who may use it, how it refuses, its description."""
