"""Launch: runs one command and notes what it cost: seconds on the wall, seconds of CPU, peak memory in MiB.

A process of its own, and a small one: Linux counts the memory of the process that starts a program as the program's.
"""

import json
import os
import sys
import time

if __name__ == "__main__":
    target, *command = sys.argv[1:]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    with open(target, "w", encoding="ascii") as file:  # noqa: PTH123  # pathlib alone would be 3 MiB
        json.dump((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), file)
    sys.exit(os.waitstatus_to_exitcode(status))
