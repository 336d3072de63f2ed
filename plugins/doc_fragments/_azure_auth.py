# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

from __future__ import annotations


class ModuleDocFragment:
    # The options and variables of azure.azcollection, except api_profile, log_mode and log_path: nothing is logged.
    DOCUMENTATION = r"""
options:
  auth_source:
    description:
      - The source of the credential for Azure Resource Manager. Names and meaning are those of C(azure.azcollection).
      - V(auto) uses the first of these that is complete. The O(profile), then the options of this module, then the
        environment, then C([default]) of C(~/.azure/credentials), then the login of the Azure CLI. If Azure refuses
        it, no other one is tried.
      - V(env) uses the variables that the options below name; options that are set replace them.
      - V(credential_file) uses the section O(profile) of C(~/.azure/credentials), V(cli) the login of the Azure CLI.
      - V(msi) uses the managed identity of this host, and V(workload_identity) the federated one of a pod or pipeline.
      - Defaults to E(ANSIBLE_AZURE_AUTH_SOURCE), else V(auto).
    type: str
    choices: [auto, cli, env, credential_file, msi, workload_identity]
  profile:
    description:
      - The section of C(~/.azure/credentials) to use. Defaults to E(AZURE_PROFILE).
    type: str
  subscription_id:
    description:
      - The id of the subscription. Defaults to E(AZURE_SUBSCRIPTION_ID), and for the login of the Azure CLI to the one
        selected with C(az account set).
    type: str
  tenant:
    description:
      - The id or domain of the tenant. Defaults to E(AZURE_TENANT) or E(AZURE_TENANT_ID).
    type: str
  client_id:
    description:
      - The id of the application, or of the user-assigned identity with O(auth_source=msi). Defaults to
        E(AZURE_CLIENT_ID).
    type: str
  secret:
    description:
      - The secret of the application. Defaults to E(AZURE_SECRET) or E(AZURE_CLIENT_SECRET).
    type: str
  ad_user:
    description:
      - The name of a user who does not require a second factor. Defaults to E(AZURE_AD_USER) or E(AZURE_USERNAME).
    type: str
  password:
    description:
      - The password of O(ad_user). Defaults to E(AZURE_PASSWORD).
    type: str
  x509_certificate_path:
    description:
      - A file with the application's certificate and private key, in PEM or PKCS12. Defaults to
        E(AZURE_X509_CERTIFICATE_PATH) or E(AZURE_CLIENT_CERTIFICATE_PATH). Its password is read from
        E(AZURE_CLIENT_CERTIFICATE_PASSWORD).
    type: path
  thumbprint:
    description:
      - Accepted for compatibility with C(azure.azcollection) and not used. The certificate itself contains it.
    type: str
  oidc_token:
    description:
      - A federated token that proves the application. Defaults to E(AZURE_FEDERATED_TOKEN).
    type: str
  oidc_token_file_path:
    description:
      - A file with such a token. Defaults to E(AZURE_FEDERATED_TOKEN_FILE).
    type: path
  cloud_environment:
    description:
      - V(AzureCloud), V(AzureUSGovernment), V(AzureChinaCloud), or the C(https) URL of a custom Resource Manager.
      - Defaults to E(AZURE_CLOUD_ENVIRONMENT), else V(AzureCloud).
    type: str
  adfs_authority_url:
    description:
      - The C(https) URL of the authority that issues tokens, instead of the cloud's. Defaults to
        E(AZURE_ADFS_AUTHORITY_URL) or E(AZURE_AUTHORITY_HOST).
    type: str
  disable_instance_discovery:
    description:
      - Whether to skip asking Microsoft Entra ID about O(adfs_authority_url). Required where it is not reachable.
      - Defaults to E(AZURE_DISABLE_INSTANCE_DISCOVERY), else V(false).
    type: bool
  cert_validation_mode:
    description:
      - Tokens are sent over verified connections only, so V(ignore) is refused. Use O(ca_path).
      - Defaults to E(AZURE_CERT_VALIDATION_MODE), else V(validate).
    type: str
    choices: [validate]
  ca_path:
    description:
      - A file or directory of trusted certificates that replaces the trust store of the operating system.
      - Defaults to E(REQUESTS_CA_BUNDLE) or E(CURL_CA_BUNDLE).
    type: path
  trusted_issuers:
    description:
      - Organizations that may issue the certificates of Microsoft Entra ID and Azure Resource Manager, such as
        V(DigiCert Inc) and V(Microsoft Corporation). Over any other, neither a credential nor a request is sent, and
        the error names it.
      - Case is ignored. Without this option, every issuer that this host trusts is accepted. The requests of the Azure
        CLI, and the identity service of V(msi), are not checked.
    type: list
    elements: str
notes:
  - The proxy for Azure Resource Manager and Microsoft Entra ID is read from E(HTTPS_PROXY), and exceptions from
    E(NO_PROXY).
  - Only C(GET) requests are sent to Azure Resource Manager, and C(POST) requests only to the authority that issues
    tokens. No resource provider is registered.
"""
