"""One file that holds an installation, and the way back into an empty place."""

from coachlms.ops.backup.errors import Refused
from coachlms.ops.backup.restoring import restore
from coachlms.ops.backup.writing import write

__all__ = ["Refused", "restore", "write"]
