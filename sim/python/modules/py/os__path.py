"""Paths as text; see posixpath."""

from posixpath import *
from posixpath import altsep, defpath, devnull, expandvars, islink, lexists
