"""The reward-transfer study as a page and as lines of text."""

from usergap.report.transfer.folder import write_transfer
from usergap.report.transfer.page import render_transfer
from usergap.report.transfer.terminal import headroom_lines, transfer_lines

__all__ = ["headroom_lines", "render_transfer", "transfer_lines", "write_transfer"]
