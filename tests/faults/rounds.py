"""How long the fault tests go on: a few rounds in the suite, as many as wanted by hand."""

import os


def rounds(few: int, variable: str = "FAULT_ROUNDS") -> int:
    return int(os.environ.get(variable, few))
