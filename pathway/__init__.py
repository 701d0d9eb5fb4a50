"""The domain: meetings, invitations, answers, promises, deadlines. No input or output."""
