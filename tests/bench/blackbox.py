# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""prometheus-blackbox-exporter on the jumphost of the lab, probing what aoai_probe does."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from measure import SCRATCH

LISTEN = "127.0.0.1:9115"


def binary() -> Path | None:
    """The program, when the bench could fetch it."""
    root = os.environ.get("PRIVATELINK_PACKAGES")
    return Path(root) / "usr/bin/prometheus-blackbox-exporter" if root else None


@contextmanager
def running(program: Path, enter: list[str], host: str, headers: dict, body: str) -> Iterator[None]:
    """Runs the exporter, which sends the body with the headers and verifies the certificate for the host."""
    config = SCRATCH / "blackbox.json"  # JSON is YAML
    config.write_text(
        json.dumps(
            {
                "modules": {
                    "aoai": {
                        "prober": "http",
                        "timeout": "10s",
                        "http": {
                            "method": "POST",
                            "headers": {**headers, "Host": host},
                            "body": body,
                            "tls_config": {"server_name": host},
                        },
                    }
                }
            }
        )
    )
    exporter = subprocess.Popen(
        [*enter, program, f"--config.file={config}", f"--web.listen-address={LISTEN}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for([*enter, "curl", "--silent", "--fail", "--output", "/dev/null", f"http://{LISTEN}/-/healthy"])
        yield
    finally:
        exporter.terminate()
        exporter.wait()


def probes(enter: list[str], target: str, count: int) -> list[str]:
    """The command that has the exporter probe the target so often."""
    url = f"http://{LISTEN}/probe?{urlencode({'module': 'aoai', 'target': target})}"
    config, answers = SCRATCH / "blackbox-curl.conf", SCRATCH / "blackbox.txt"
    config.write_text("\n".join([f'url = "{url}"', f'output = "{answers}"'] * count))
    return [*enter, "curl", "--silent", "--fail", "--parallel", "--parallel-max", "32", "--config", str(config)]


def succeeded() -> bool:
    """Whether the exporter got its answer, in the last of its probes."""
    return "\nprobe_success 1\n" in (SCRATCH / "blackbox.txt").read_text()


def _wait_for(command: list[str], tries: int = 100) -> None:
    for _attempt in range(tries):
        if subprocess.run(command, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise TimeoutError("prometheus-blackbox-exporter does not start")
