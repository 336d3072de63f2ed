# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each command of each guide is tested. A page or a command that is not in this table fails."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

from simulated_azure.accounts import accounts_named


@dataclass(frozen=True)
class Here:
    """It runs in the lab, as it is printed, and ends with this code."""

    code: int = 0


@dataclass(frozen=True)
class Asks:
    """It runs in the lab, and the reader types this into it."""

    answer: str


@dataclass(frozen=True)
class Syntax:
    """It would change this machine. The syntax of its playbook is checked, once; the Molecule scenario jumphosts runs it."""


@dataclass(frozen=True)
class Given:
    """It sets a variable, whose value the reader has and the test gives."""

    name: str
    value: str


@dataclass(frozen=True)
class NotHere:
    """It does not run in the lab."""

    reason: str


Treatment = Here | Asks | Syntax | Given | NotHere

PASSWORD = "the password of the guide's vault\n"
FAILS = Here(2)  # an account does not pass

VALIDATE = "ansible-playbook privatelink.azure_ai.validate"
EVERY_LINK = f"{VALIDATE} -v"
SITE = "ansible-playbook privatelink.azure_ai.site"
CONFIGURE = "ansible-playbook privatelink.azure_ai.configure_jumphost"
PREFLIGHT = f"{CONFIGURE} --tags preflight"
INSTALL = "ansible-galaxy collection install privatelink.azure_ai"
INSTALL_FILE = "ansible-galaxy collection install privatelink-azure_ai-1.0.0.tar.gz"
FETCH = (
    'gh run download --name verdict --dir baseline "$(gh run list --workflow privatelink --branch main --status completed '
    "--limit 1 --json databaseId --jq '.[0].databaseId')\""
)
SDKS = (
    "python3 -m pip install 'azure-identity>=1.16.1' 'azure-mgmt-network>=28.0.0' "
    "'azure-mgmt-privatedns>=1.2.0' 'azure-mgmt-cognitiveservices>=13.7.0'"
)
LIBRARIES = "python3 -m pip install 'ansible-core>=2.18.1' requests dnspython"

IDENTITY_OF_JUMPHOST = "az identity show --name jumphost-identity --resource-group rg-jumphost --query '[clientId, principalId]' --output tsv"
NEW_IDENTITY = (
    "az identity create --name privatelink-probe --resource-group rg-ai --query '[clientId, principalId]' --output tsv"
)
ISSUER_OF_AKS = "az aks show --name my-cluster --resource-group rg-aks --query oidcIssuerProfile.issuerUrl --output tsv"
GRANT = (
    "az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal "
    '--role "Cognitive Services OpenAI User" --scope ACCOUNT_ID'
)
FEDERATE = (
    "az identity federated-credential create --name privatelink-probe --identity-name privatelink-probe "
    "--resource-group rg-ai --issuer ISSUER --subject system:serviceaccount:my-application:privatelink-probe "
    "--audiences api://AzureADTokenExchange"
)

FROM_GALAXY = NotHere("it takes Galaxy; the stage package installs the tarball")
FROM_INDEX = NotHere("it takes an index of packages; tests/run/setup installs the same")
OF_AZURE = NotHere("it takes the Azure CLI and a subscription")


def key(variable: str, account: str) -> dict[str, Treatment]:
    """A variable with the key of an account of the lab."""
    (row,) = accounts_named([account])
    return {f"export {variable}=...": Given(variable, row.api_key)}


def principal(*names: str) -> dict[str, Treatment]:
    """Variables with the service principal of the lab."""
    values = json.loads((LAB / "azure.env").read_text())
    return {f"export {name}=...": Given(name, values[name]) for name in names}


@dataclass(frozen=True)
class Page:
    """What its reader types, and from which page the reader comes: with its files, and what they have left behind."""

    commands: dict[str, Treatment] = field(default_factory=dict)
    after: str | None = "getting-started.md"


PAGES = {
    "README.md": Page(after=None),
    "getting-started.md": Page(
        {
            LIBRARIES: FROM_INDEX,
            INSTALL: FROM_GALAXY,
            PREFLIGHT: Syntax(),
            CONFIGURE: Syntax(),
            **key("AOAI_KEY", "aro-azureopenai"),
            EVERY_LINK: Here(),
            "ls privatelink-report": Here(),
        },
        after=None,
    ),
    "reading-a-diagnosis.md": Page(
        {
            **key("AOAI_KEY", "zone-not-linked"),
            VALIDATE: FAILS,
            "grep '^az ' privatelink-report/verdict.md": Here(),
        }
    ),
    "azure.md": Page(
        {
            SDKS: FROM_INDEX,
            **principal("AZURE_TENANT", "AZURE_CLIENT_ID", "AZURE_SECRET", "AZURE_SUBSCRIPTION_ID"),
            EVERY_LINK: FAILS,
        }
    ),
    "aiservices.md": Page(
        {
            **key("AI_SERVICES_KEY", "ai-services"),
            **key("ONE_ADDRESS_KEY", "ai-services-one-address"),
            EVERY_LINK: FAILS,
        }
    ),
    "on-premises.md": Page(
        {
            **key("AOAI_KEY", "aro-azureopenai"),
            **key("FORWARDER_MISSING_KEY", "forwarder-missing"),
            EVERY_LINK: FAILS,
        }
    ),
    "pods.md": Page(
        {
            "oc apply -f pod.yml": Here(),
            "oc wait --for=condition=Ready pod/privatelink-probe -n my-application": Here(),
            "ansible-galaxy collection install community.okd": NotHere("it takes Galaxy; the test has the collection"),
            **key("AOAI_KEY", "aro-azureopenai"),
            EVERY_LINK: Here(),
            "oc get dns.operator/default -o jsonpath='{.spec.servers}'": Here(),
            "oc get configmap coredns-custom -n kube-system -o yaml": Here(),
            "oc get nodes -o name | head -1 | xargs -I {} oc debug {} -- chroot /host cat /etc/resolv.conf": Here(),
            "oc delete -f pod.yml": Here(),
        }
    ),
    "entra.md": Page(
        {
            "az vm show --name jump-1 --resource-group rg-jumphost --query identity.principalId --output tsv": OF_AZURE,
            IDENTITY_OF_JUMPHOST: OF_AZURE,
            GRANT: OF_AZURE,
            "python3 -m pip install 'azure-identity>=1.16.1'": FROM_INDEX,
            f"{CONFIGURE} -e jumphost_identity=true --limit jump-1": Syntax(),
            **principal("AZURE_TENANT", "AZURE_CLIENT_ID", "AZURE_SECRET"),
            EVERY_LINK: Here(),
        }
    ),
    "workload-identity.md": Page(
        {
            NEW_IDENTITY: OF_AZURE,
            GRANT: OF_AZURE,
            ISSUER_OF_AKS: OF_AZURE,
            "oc get authentication cluster -o jsonpath='{.spec.serviceAccountIssuer}'": Here(),
            FEDERATE: OF_AZURE,
            "oc apply -f serviceaccount.yml -f pod.yml": Here(),
            "oc wait --for=condition=Ready pod/privatelink-probe -n my-application": Here(),
            "oc -n my-application exec privatelink-probe -- env | grep -o '^AZURE_[A-Z_]*' | sort": Here(),
            **principal("AZURE_TENANT", "AZURE_CLIENT_ID", "AZURE_SECRET"),
            EVERY_LINK: Here(),
        },
        after="entra.md",
    ),
    "sovereign-clouds.md": Page({EVERY_LINK: Here()}),
    "air-gapped.md": Page(
        {
            PREFLIGHT: Syntax(),
            SITE: Syntax(),
            "ssh azureuser@10.0.15.10 python3 --version": Here(),
            "python3 -m pip download --dest wheels --only-binary :all: --implementation py --abi none --platform any "
            "--python-version 3.11 pip 'dnspython>=2.1.0' 'requests>=2.25.1'": FROM_INDEX,
            f"{INSTALL_FILE} --offline": FROM_GALAXY,
        }
    ),
    "vault.md": Page(
        {
            **key("AOAI_KEY", "aro-azureopenai"),
            "mkdir -p group_vars/all": Here(),
            """printf 'vault_aro_azureopenai_key: "%s"\\n' "$AOAI_KEY" > group_vars/all/vault.yml""": Here(),
            "ansible-vault encrypt group_vars/all/vault.yml": Asks(PASSWORD * 2),
            "head -n 1 group_vars/all/vault.yml": Here(),
            f"{VALIDATE} --ask-vault-pass": Asks(PASSWORD),
            "(umask 077; cat > ~/.privatelink-vault-password)": Asks(PASSWORD),
            f"{VALIDATE} --vault-password-file ~/.privatelink-vault-password": Here(),
        }
    ),
    "pipelines.md": Page(
        {
            LIBRARIES: FROM_INDEX,
            INSTALL: FROM_GALAXY,
            **key("AOAI_KEY", "aro-azureopenai"),
            "mkdir -p baseline": Here(),
            "cp privatelink-report/verdict.json baseline/": Here(),
            "sh validate.sh": Here(),
            FETCH: Here(),
            'cat privatelink-report/verdict.md >> "$GITHUB_STEP_SUMMARY"': Here(),
        }
    ),
    "waivers-and-drift.md": Page(
        {
            **key("AOAI_KEY", "zone-not-linked"),
            "mkdir -p baseline": Here(),
            "cp privatelink-report/verdict.json baseline/": Here(),
            EVERY_LINK: Here(),
        },
        after="reading-a-diagnosis.md",
    ),
}
