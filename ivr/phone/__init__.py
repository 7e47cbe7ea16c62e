"""The telephone page: call, and see why, in a browser. Only beside the simulator."""
