"""`make bench`: every benchmark, one table after the other."""

from tests.bench import fanout, gate

BENCHES = {"The gate: a small update, checked": gate.main, "Fan-out: CPU per delivered message": fanout.main}

for title, bench in BENCHES.items():
    print(f"\n{title}\n{'-' * len(title)}")
    bench()
