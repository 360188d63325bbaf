"""`make bench`: every benchmark, one table after the other."""

from tests.bench import fanout, gate

for title, bench in (("The gate: a small update, checked", gate.main), ("Fan-out: CPU per delivered message", fanout.main)):
    print(f"\n{title}\n{'-' * len(title)}")
    bench()
