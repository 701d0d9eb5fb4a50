"""Every card that the program can send, at its largest, of people who do not exist.

The local clinic draws them on one page, and a test holds each to the law of cards.
"""
