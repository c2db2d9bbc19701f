"""The mail that is measured: one recipient and about 4 kB of HTML, as in the comparisons with others."""

from __future__ import annotations

HTML = "<p>" + "hello world " * 340 + "</p>"


def letters(count: int, *, wait: str = "0s") -> list[dict[str, object]]:
    return [
        {
            "account": "anna@example.org",
            "to": [f"u{n}@example.net"],
            "subject": f"Hi {n}",
            "text": "hello world",
            "html": HTML,
            "in": wait,
        }
        for n in range(count)
    ]


def percentiles(samples: list[float]) -> tuple[float, float]:
    """p50 and p99, rounded to a hundredth."""
    ordered = sorted(samples)
    return round(ordered[len(ordered) // 2], 2), round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 2)
