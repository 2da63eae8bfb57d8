"""Takes messages in pieces: see email.parser."""

from email.parser import BytesFeedParser, FeedParser

__all__ = ['FeedParser', 'BytesFeedParser']
