"""A command analyses an example in a fresh interpreter without loading Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "resources" / "templates" / "rag-chatbot.dfdm"
ANALYZE = """
import sys
from dfdmodeler.__main__ import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def test_analyze_needs_no_qt() -> None:
    result = subprocess.run(
        [sys.executable, "-c", ANALYZE, "analyze", str(EXAMPLE)], capture_output=True, text=True
    )
    loaded = set(result.stderr.split())
    assert "dfdmodeler.analysis" in loaded, result.stderr
    assert result.stdout.strip()
    assert not [name for name in loaded if name.startswith(("PySide6", "shiboken6"))]
