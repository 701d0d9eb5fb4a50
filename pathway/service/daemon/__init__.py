"""The daemon's part: claim, judge, hand over, write the receipt; and what it foretells."""
