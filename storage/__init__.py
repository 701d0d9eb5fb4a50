"""What is remembered: tables, the store, the audit log."""
