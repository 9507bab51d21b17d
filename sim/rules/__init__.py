"""The mechanisms, one a file: scalar functions over arrays, each with its source, its units and its range.

No rule imports another; ``sim.round`` passes values between them.
"""
