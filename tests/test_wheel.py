"""What is published: the wheel, installed by itself, plays the demo."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, env=environment)  # noqa: S603


def test_the_wheel_plays_the_demo_from_a_fresh_environment(tmp_path):
    uv = str(Path(sys.executable).parent / "uv")
    built = _run(uv, "build", "--quiet", "--wheel", "--out-dir", str(tmp_path), str(ROOT), cwd=ROOT)
    [wheel] = tmp_path.glob("*.whl")
    made = _run(uv, "venv", "--quiet", "--python", sys.executable, str(tmp_path / "fresh"), cwd=tmp_path)
    python = str(tmp_path / "fresh" / "bin" / "python")
    installed = _run(uv, "pip", "install", "--quiet", "--python", python, str(wheel), cwd=tmp_path)

    played = _run(str(tmp_path / "fresh" / "bin" / "potluck"), "demo", cwd=tmp_path)

    assert [done.returncode for done in (built, made, installed)] == [0, 0, 0], built.stderr + installed.stderr
    assert played.returncode == 0, played.stderr
    assert "report.html" in played.stdout
    assert (tmp_path / "potluck-demo" / "report.html").is_file()
