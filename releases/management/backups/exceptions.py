"""Why a backup cannot be made, read or restored, in a sentence for the operator."""

from __future__ import annotations


class BackupProblem(Exception):
    """What an operator has to mend before a backup can be made, read or restored."""


class CannotBackUp(BackupProblem):
    """The backup was not made, and nothing of it is left."""


class UnreadableBackup(BackupProblem):
    """The file is no backup, is cut short, or was altered."""


class CannotRestore(BackupProblem):
    """The backup was not put in place, or a drill found a difference."""


class MissingProgram(BackupProblem):
    """A program of PostgreSQL is not installed on this machine."""


class CommandFailed(BackupProblem):
    """A command of irsite that was run in a process of its own failed."""


class AlreadyRunning(BackupProblem):
    """Another process runs the same command for this site."""
