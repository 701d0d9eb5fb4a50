"""Time-driven work: claim what is due, judge it, deliver it."""
