"""The W3C's HTML checker over a built site: vnu, from npm, run by Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from plugins.tools.site import RefusedError

from ..needs import MODULES, install_command, npm_command

#: Where npm puts it, below the site's root.
JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
INSTALL = npm_command("vnu-jar")


def find_checker(root: Path) -> tuple[str, Path] | None:
    """Return Java and the checker, or None where one of them is missing."""
    java, jar = shutil.which("java"), root / JAR
    return (java, jar) if java and jar.is_file() else None


def check_markup(output: Path, root: Path) -> dict[str, list[str]]:
    """Return the errors and warnings of each page that has any."""
    checker = find_checker(root)
    if checker is None:
        message = "The HTML checker needs Java and vnu-jar. Install: "
        raise RefusedError(message + install_command(["java"], npm=["vnu-jar"]))
    java, jar = checker
    run = subprocess.run(
        [
            *(java, "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            *("-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"),
            *("--skip-non-html", str(output)),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    found: dict[str, list[str]] = {}
    for message in json.loads(run.stdout)["messages"]:
        is_warning = message.get("subType") == "warning"
        if message["type"] == "info" and not is_warning:
            continue
        kind = "warning" if is_warning else "error"
        path = _path_of(message.get("url", ""), output)
        line = f"{kind}, line {message.get('lastLine', '?')}: {message['message']}"
        found.setdefault(path, []).append(line)
    return found


def _path_of(url: str, output: Path) -> str:
    place = url.removeprefix("file:")
    try:
        return Path(place).relative_to(output).as_posix()
    except ValueError:
        return place
