"""The logger that asyncio itself writes to."""

import logging

logger = logging.getLogger('asyncio')
