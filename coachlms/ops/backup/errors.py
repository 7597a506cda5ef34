"""Why a backup or a restore does not begin, or what it found out at its end."""


class Refused(Exception):
    """A sentence for the operator; nothing of the installation was changed unless it says so."""
