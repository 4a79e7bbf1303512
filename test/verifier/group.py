# SPDX-License-Identifier: EUPL-1.2
"""A point taken n times, by doubling and adding, whatever the curve."""


def times(added, nothing, n, point):
    total = nothing
    while n:
        if n & 1:
            total = added(total, point)
        point, n = added(point, point), n >> 1
    return total
