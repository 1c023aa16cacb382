"""A file as it was in a revision of the git repository that holds it."""

from __future__ import annotations

from pathlib import Path

from dfdmodeler.formats.git_program import NO_REPOSITORY, git, top
from dfdmodeler.model.problem import Problem

_FILES = ("100644", "100755")
"""Modes of what git keeps as files; links and submodules have others."""
_SHALLOW = "If the repository was fetched in part, fetch the revision first."


def load_revision(path: Path, revision: str, limit: int) -> bytes | Problem | None:
    """The content that a file had in a revision, or why it cannot be read; None if it was not there.

    The file is looked for by its present name. Nothing that the repository configures is run.
    """
    directory = path.absolute().parent
    repository = top(directory)
    if isinstance(repository, Problem):
        if repository.what != NO_REPOSITORY:
            return repository
        what = f"'{revision}' is no file, and no revision either: {path.name} is in no git repository."
        return Problem(str(path), what)
    commit = "\0" not in revision and git(
        directory,
        *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
        expected=(0, 1, 128),
    )
    if isinstance(commit, Problem):
        return commit
    if not commit or commit.code:
        what = f"'{revision}' is neither a file nor a revision of the repository {repository}."
        return Problem(str(path), what, _SHALLOW)
    tree = commit.output.decode("ascii", "replace").strip()
    listed = git(directory, "ls-tree", "-l", "-z", tree, "--", path.name)
    if isinstance(listed, Problem) or not listed.output:
        return listed if isinstance(listed, Problem) else None
    mode, _, blob, size = listed.output.split(b"\t")[0].decode("ascii").split()
    if mode not in _FILES:
        return Problem(f"{path} at {revision}", "This is not a file.")
    if int(size) > limit:
        return Problem(f"{path} at {revision}", f"The file is larger than {limit // 1024 // 1024} MB.")
    content = git(directory, "cat-file", "blob", blob)
    return content if isinstance(content, Problem) else content.output
