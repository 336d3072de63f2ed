# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file systems of the machines: layers of Debian packages, made once and kept.

The lowest layer is a minimal Debian; the others lie on it, or on one another, as overlays. A layer's directory is named
by a digest of all that makes it: who changes a row gets a new layer.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulated_azure.network.isolation import NotPossible
from simulated_azure.state import CHECKOUT

sys.path.append(str(CHECKOUT / "tests/support"))
import debian_packages

CACHE = Path(os.environ.get("PRIVATELINK_LAB_TREES") or CHECKOUT / ".cache/trees")
REPOSITORY = "/srv/packages"
MODULE_PACKAGES = ("python3-dnspython", "python3-requests", "curl", "jq", "bind9-dnsutils")


@dataclass(frozen=True)
class Layer:
    """Packages over those of another layer."""

    name: str
    parent: str
    packages: tuple[str, ...]
    repository: tuple[str, ...] = ()  # packages that lie in the tree for apt, which needs no network then
    commands: str = ""  # what else is to be done, inside


LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            "bare",
            "",
            (
                "ca-certificates",
                "dbus",
                "iproute2",
                "libpam-systemd",
                "openssh-server",
                "procps",
                "python3",
                "sudo",
                "systemd",
                "systemd-sysv",
            ),
            commands="""
useradd --create-home --shell /bin/bash admin
echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin
chmod 0440 /etc/sudoers.d/admin
printf 'PermitRootLogin no\\nPasswordAuthentication no\\n' >/etc/ssh/sshd_config.d/lab.conf
rm -f /etc/ssh/ssh_host_*
systemctl mask systemd-networkd-wait-online.service systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer
""",
        ),
        Layer("equipped", "bare", ("python3-apt", *MODULE_PACKAGES)),
        Layer("repository", "bare", ("python3-apt",), repository=MODULE_PACKAGES),
        # Tests restart systemd-resolved more often than systemd takes: five times in ten seconds.
        Layer(
            "resolved",
            "repository",
            ("systemd-resolved",),
            commands="""
systemctl enable systemd-networkd
mkdir -p /etc/systemd/system/systemd-resolved.service.d
printf '[Unit]\\nStartLimitIntervalSec=0\\n' >/etc/systemd/system/systemd-resolved.service.d/lab.conf
""",
        ),
        Layer("networkmanager", "equipped", ("network-manager",)),
        Layer("resolvconf", "bare", ("resolvconf",)),
    )
}

# Runs in namespaces of its own, so that no mount outlives it. $1: the tree; $2: where apt's source is.
MAKE = """
set -eu
mount --rbind /dev "$1/dev"
mount -t proc proc "$1/proc"
cat /etc/resolv.conf >"$1/etc/resolv.conf.new"
mv "$1/etc/resolv.conf.new" "$1/etc/resolv.conf"
printf '#!/bin/sh\\nexit 101\\n' >"$1/usr/sbin/policy-rc.d"
chmod 0755 "$1/usr/sbin/policy-rc.d"
rm -rf "$1"/etc/apt/sources.list.d/* "$1"/var/lib/apt/lists/*
echo "$2" >"$1/etc/apt/sources.list"
cat >"$1/tmp/inside"
chroot "$1" sh -eu /tmp/inside
rm -rf "$1/tmp/inside" "$1/usr/sbin/policy-rc.d" "$1"/var/cache/apt/* "$1"/var/log/apt "$1"/var/log/*.log
"""

INSTALL = """
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt="apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends"
apt-get -qq update
[ -z "{packages}" ] || $apt install {packages}
"""

FILL_REPOSITORY = """
mkdir -p {repository}
$apt install --download-only -o Dir::Cache::archives={repository} {packages}
cd {repository}
rm -rf partial lock
for package in *.deb; do
    dpkg-deb --field "$package"
    printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' \\
        "$package" "$(stat -c %s "$package")" "$(sha256sum "$package" | cut -d' ' -f1)"
done >Packages
"""

# The source that the machine itself has.
OWN_SOURCE = """
rm -rf /var/lib/apt/lists/*
: >/etc/apt/sources.list
if [ -d {repository} ]; then
    echo 'deb [trusted=yes] file:{repository} ./' >/etc/apt/sources.list.d/local.list
    apt-get -qq update
fi
"""


def lower_directories(name: str) -> list[Path]:
    """The made layers of a machine, uppermost first, as overlayfs wants them."""
    return [_directory(layer) for layer in _chain(name)]


def prepare(names: Iterable[str], tools: Path) -> None:
    """Makes the layers of those names that are not there; raises NotPossible. Takes minutes at first, else nothing."""
    wanted = [layer for name in names for layer in reversed(_chain(name))]
    if all(_directory(layer).exists() for layer in wanted):
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # somebody else may be making them just now
        for layer in wanted:
            if not _directory(layer).exists():
                sys.stderr.write(f"lab: making the file system `{layer.name}` (once)\n")
                _make(layer, tools)


def tools() -> Path:
    """The directory with the unpacked programs that make and boot machines; raises NotPossible."""
    try:
        return debian_packages.unpacked(CACHE / "tools", ("mmdebstrap", "openssh-client", "systemd-container"))
    except debian_packages.NotPossible as exc:
        raise NotPossible(str(exc)) from exc


def tools_environment(root: Path) -> dict[str, str]:
    """The variables with which those programs run."""
    return debian_packages.environment(root)


def _chain(name: str) -> list[Layer]:
    layers = []
    while name:
        layers.append(LAYERS[name])
        name = LAYERS[name].parent
    return layers


def _directory(layer: Layer) -> Path:
    recipe = [
        _codename(),
        platform.machine(),
        MAKE,
        INSTALL,
        FILL_REPOSITORY,
        OWN_SOURCE,
        *(repr(part) for part in _chain(layer.name)),
    ]
    return CACHE / f"{layer.name}-{hashlib.sha256(chr(0).join(recipe).encode()).hexdigest()[:12]}"


def _make(layer: Layer, tools: Path) -> None:
    directory = _directory(layer)
    partial, work = directory.with_suffix(".partial"), directory.with_suffix(".work")
    try:
        for path in (partial, work):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
        archive = _archive()
        with _tree(layer, partial, work, archive, tools) as (enter, tree):
            script = INSTALL.format(packages=" ".join(layer.packages) if layer.parent else "")
            if layer.repository:
                script += FILL_REPOSITORY.format(repository=REPOSITORY, packages=" ".join(layer.repository))
            script += layer.commands + OWN_SOURCE.format(repository=REPOSITORY)
            _run([*enter, tree, f"deb {archive} {_codename()} main"], os.environ, script)
        partial.rename(directory)
    finally:
        for path in (partial, work):
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _tree(layer: Layer, upper: Path, work: Path, archive: str, tools: Path) -> Iterator[tuple[list[str], Path]]:
    """The command that runs MAKE with the tree in place, and where it finds the tree."""
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c"]
    if not layer.parent:
        packages = f"--include={','.join(layer.packages)}"
        _run(
            ["mmdebstrap", "--mode=root", "--variant=minbase", packages, _codename(), upper, archive],
            os.environ | tools_environment(tools),
        )
        yield [*alone, MAKE, "sh"], upper
        return
    root = work.with_suffix(".root")
    root.mkdir(exist_ok=True)
    below = ":".join(str(path) for path in lower_directories(layer.parent))
    mount = f'mount -t overlay overlay -o "lowerdir={below},upperdir={upper},workdir={work}" "$1"\n'
    try:
        yield [*alone, mount + MAKE, "sh"], root
    finally:
        root.rmdir()


def _run(command: list[str | Path], environment: dict[str, str], text: str = "") -> None:
    done = subprocess.run(
        command,
        env=dict(environment),
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = "\n  ".join(done.stdout.strip().splitlines()[-15:])
        raise NotPossible(f"a file system for the machines could not be made:\n  {last}")


def _codename() -> str:
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "")


def _archive() -> str:
    """Where apt gets this system's release from."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    for line in listed:
        release, _space, rest = line.partition(" ")
        component, _space, address = rest.partition(" ")
        if (release, component) == (_codename(), "main"):
            return address
    raise NotPossible(f"machines are made of Debian packages, and apt knows no archive of {_codename() or 'Debian'}")
