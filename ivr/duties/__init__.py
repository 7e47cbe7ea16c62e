"""
What is done from time to time: one file per duty, found by itself (`ivr.queue.duties`).

A duty has `EVERY_SECONDS` and `run(services)`, which returns when nothing is left to do now. With
`BELL`, a name from `ivr.queue.bells`, it is also done at once when that bell rings, in a worker of
its own. With `EACH_MACHINE = True` every machine does it for itself, else one of them does it for
all. Any number of them may run at the same time, and each may be killed at any line.
"""
