"""XML: its parsers, and documents as trees."""

__all__ = ["dom", "parsers", "sax", "etree"]
