"""Paths as text; see posixpath."""

from posixpath import *
from posixpath import __all__
