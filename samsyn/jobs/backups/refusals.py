"""What is said when a backup cannot be made, opened or put back."""

from samsyn.ground.refusals import Refused


class BackupRefused(Refused):
    """The backup was not made, proved or put back; the sentence says why and what to do."""
