"""What a test counted and an issue asks for: printed when all tests are done, from any process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Figures = Callable[[Mapping[str, object]], None]
"""Takes counts by name."""
