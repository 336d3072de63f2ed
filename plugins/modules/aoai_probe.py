#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: aoai_probe
short_description: Probe Azure OpenAI endpoints and name the layer that fails
version_added: 1.0.0
description:
  - Sends one small request to each of many Azure OpenAI (or other Azure AI) endpoints, all at once. Reports for each
    how far it got and what answered, as one code for the layer that answered or failed.
  - Connects to the address that the name resolves to, or the one in O(probes[].connect_to), and verifies the
    certificate against the account's public name. The private path is proved without disabling verification.
  - A refused connection, a wrong certificate or a C(403) is a result, not a failure of the module. Only a probe whose
    O(probes[].expect) is not met fails the task, after all probes have run.
  - Changes nothing.
notes:
  - Secrets are sent only over a connection whose certificate was verified for the account's public name, with that
    name as SNI and C(Host). With O(validate_certs=false) or another O(probes[].server_name), the request has no
    credential, and RV(results[].credential) says so. Secrets are never sent after a redirect, and never to a proxy in
    clear text.
  - Without that verification any server may have answered. RV(results[].trusted) is then V(false) and
    RV(results[].confidence) V(low), and the answer does not meet V(served), V(reachable) or V(denied) in
    O(probes[].expect). It can still meet a code.
  - The environment is not used unless requested. Proxy variables, C(.netrc), C(REQUESTS_CA_BUNDLE), C(SSL_CERT_FILE),
    C(SSL_CERT_DIR) and C(SSLKEYLOGFILE) have no effect. Redirects are not followed, compressed answers are not
    decompressed, and at most 1 MiB is read.
  - Outcomes by code. V(served) is V(model_ok). V(reachable), which means that Azure AI itself answered, is every other
    C(model_) code except V(model_response_invalid), every C(auth_) code and V(gate_resource_blocked). V(denied) is
    V(gate_public_access_disabled), V(gate_network_rules), V(gate_private_endpoint_not_approved) and
    V(gate_custom_subdomain_required). V(unreachable) is every C(dns_), C(tcp_) and C(proxy_) code, V(tls_timeout),
    V(tls_reset) and V(http_timeout). Everything else is V(unknown), and never a pass.
  - Where the Python of the host lacks a library that the virtual environment of the role
    P(privatelink.azure_ai.jumphost#role), C(/opt/privatelink/venv), has, the module runs in that environment instead.
  - V(host_failed) is a probe that this host could not make, for example for lack of file descriptors or time. It says
    nothing about the network, and meets no expected outcome.
requirements:
  - requests >= 2.25.1 (only with O(use_proxy))
  - dnspython >= 2.1.0 (only with O(probes[].nameservers))
  - azure-identity >= 1.16.1 (only with O(auth_source))
author:
  - The privatelink.azure_ai contributors (!UNKNOWN)
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.observing
options:
  probes:
    description:
      - The probes. RV(results) has the same order.
    type: list
    elements: dict
    required: true
    suboptions:
      endpoint:
        description:
          - The account's endpoint, an C(https) URL without path, such as V(https://example.openai.azure.com/).
          - A privatelink name is resolved as it stands, and verified as its public name.
        type: str
        required: true
      operation:
        description:
          - The operation to request. All except V(models) require O(probes[].deployment).
          - V(models) is free and works without a credential. Azure then answers C(401), which proves the path to the
            address in RV(results[].peer) only. Over a public address it proves nothing.
        type: str
        choices: [models, chat_completions, completions, responses, embeddings]
        default: models
      deployment:
        description:
          - The name of the model's deployment.
        type: str
      api_version:
        description:
          - The version of the data plane's API, such as V(2024-10-21), or V(v1) for the C(/openai/v1) surface.
          - Defaults to V(2024-10-21), and to V(v1) for O(probes[].operation=responses).
        type: str
      prompt:
        description:
          - The text that is sent to the model.
        type: str
        default: Say OK.
      max_tokens:
        description:
          - The maximum number of tokens of the answer.
          - Chat sends it as C(max_completion_tokens), and again as C(max_tokens) if the model refuses that name.
        type: int
        default: 16
      connect_to:
        description:
          - The address to connect to instead of resolving the name, as C(IP), C(IP:port) or C([IPv6]:port).
        type: str
      nameservers:
        description:
          - Nameservers that resolve the name instead of this host, as C(IP), C(IP:port) or C([IPv6]:port).
          - Not used with O(probes[].connect_to).
        type: list
        elements: str
      server_name:
        description:
          - The name for SNI, C(Host) and verification.
          - Defaults to the host of O(probes[].endpoint), and for a privatelink name to its public name.
          - With any other name, no credential is sent.
        type: str
      api_key:
        description:
          - The account's key.
        type: str
      token:
        description:
          - An access token of Microsoft Entra ID.
        type: str
      expect:
        description:
          - Codes or outcomes, any of which is expected. V(served) meets V(reachable) too.
          - It says nothing about the address. With O(probes[].connect_to), only the private endpoint can meet it. A
            name that resolves to the public address can meet V(reachable) as well.
          - Without it, the probe only reports.
        type: list
        elements: str
      samples:
        description:
          - The number of requests. All must be as expected. O(timeout) applies to each.
          - With more than one, RV(results[].samples) reports codes and latency.
        type: int
        default: 1
  api_key:
    description:
      - The key for all probes. Valid only if all of them name the same account.
    type: str
  token:
    description:
      - The access token for all probes. Valid only if all of them name the same account.
    type: str
  auth_source:
    description:
      - The source of a token for the probes without their own secret. It is sent to host names of Azure AI only.
      - V(msi) is the managed identity of this host, V(cli) the login of the Azure CLI.
      - V(workload_identity) is the federated identity of a Kubernetes pod. It uses O(tenant) and O(client_id), or the
        variables E(AZURE_TENANT_ID) (or E(AZURE_TENANT)) and E(AZURE_CLIENT_ID), and the token in the file that
        E(AZURE_FEDERATED_TOKEN_FILE) names.
      - V(client_secret) and V(env) use O(tenant), O(client_id) and O(secret), or the variables E(AZURE_TENANT_ID) (or
        E(AZURE_TENANT)), E(AZURE_CLIENT_ID) and E(AZURE_CLIENT_SECRET) (or E(AZURE_SECRET)). V(env) also accepts a
        certificate in E(AZURE_CLIENT_CERTIFICATE_PATH).
      - The token comes from Entra ID of the endpoints' cloud, or from E(AZURE_AUTHORITY_HOST). The certificate there is
        verified with the trust store of the operating system. The identity service of V(msi) is not asked through a
        proxy.
    type: str
    choices: [none, msi, workload_identity, env, cli, client_secret]
    default: none
  tenant:
    description:
      - The tenant for O(auth_source).
    type: str
  client_id:
    description:
      - The client id of the application for O(auth_source), or of the user-assigned identity for O(auth_source=msi).
      - Without it O(auth_source=msi) uses the identity that E(AZURE_CLIENT_ID) names, otherwise the default identity of
        this host.
    type: str
  secret:
    description:
      - The application's secret for O(auth_source=client_secret).
    type: str
  token_scope:
    description:
      - The scope of an acquired token.
      - Defaults to that of Azure AI in the cloud of the probes, V(https://cognitiveservices.azure.com/.default) in the
        public one.
    type: str
  validate_certs:
    description:
      - Whether certificates are verified. If V(false), no credential is sent.
      - The endpoint must be among the subject alternative names of the certificate. Its common name does not count.
    type: bool
    default: true
  ca_path:
    description:
      - A file or directory of trusted certificates that replaces the trust store of the operating system.
    type: path
  use_proxy:
    description:
      - Whether to go through the C(http://) proxy that this process's environment names for the endpoint, as other
        programs do.
      - A proxied answer says nothing about the private path. The proxy resolves the name itself.
      - A proxy that refuses by its rules (C(403), C(405), C(451)) is V(proxy_denied) with high confidence. Any other
        refusal has low confidence, because the proxy may only have failed to reach the endpoint.
    type: bool
    default: false
  check_proxies:
    description:
      - Whether to repeat the request of a probe without O(probes[].connect_to) through the proxy that the settings of
        this host name for it, without a credential, and to report the answer in RV(results[].proxied).
      - The settings are the environment of this process, C(/etc/environment), C(/etc/profile.d) and those of systemd's
        manager. They count as curl, Python and Go read them, C(no_proxy) included.
      - Not used with O(use_proxy).
    type: bool
    default: false
  control_endpoints:
    description:
      - Host names, or C(https) URLs without path, that a host with access to the Internet reaches, such as
        V(login.microsoftonline.com). They show whether the silence of an endpoint says anything about it.
      - One TLS handshake with each is tried, without a request, and only if a request ended V(unreachable).
    type: list
    elements: str
  trusted_issuers:
    description:
      - Organizations that may issue the certificate of the endpoints, such as V(Microsoft Corporation). With any other,
        no credential is sent, and RV(results[].findings) has V(tls_inspected).
      - The request for a token has a credential too. With O(auth_source) V(workload_identity), V(env) or
        V(client_secret), nothing is sent to Entra ID over a certificate of another organization, and the task fails
        with its name. It need not be the one that issues those of accounts, so list both.
      - Not checked are the identity service of V(msi), which is asked on this host without TLS, and the Azure CLI of
        V(cli), which sends requests of its own.
      - Case is ignored. Without this option, every issuer that this host trusts is accepted.
    type: list
    elements: str
  timeout:
    description:
      - The time limit of one request in seconds, with all its phases. It applies to each of O(probes[].samples) and
        to each repetition with O(stable_for), to the request for a token, to that of O(check_proxies) and to each of
        O(control_endpoints).
      - All probes together end within O(timeout) for each O(concurrency) of them, times the most O(probes[].samples),
        unless they are repeated. The requests of O(check_proxies) have the same time once more.
    type: float
    default: 10
  concurrency:
    description:
      - The maximum number of probes that run at once.
    type: int
    default: 32
  stable_for:
    description:
      - Repeat each probe until its O(probes[].expect) has held for this number of seconds. Changed rules take minutes
        to take effect everywhere.
    type: float
  within:
    description:
      - The time limit of all probes together in seconds, including all waiting. It must be more than O(stable_for).
      - Defaults to O(stable_for) plus the time that one round of all probes may take.
      - Without O(stable_for), the probes repeat until O(probes[].expect) is met once.
    type: float
seealso:
  - module: privatelink.azure_ai.privatelink_dns_facts
"""

EXAMPLES = r"""
- name: Prove the path to the address of the private endpoint, without a credential
  privatelink.azure_ai.aoai_probe:
    probes:
      - endpoint: https://example.openai.azure.com/
        connect_to: 192.0.2.4
        expect: [reachable]

- name: Probe the endpoint by its name
  privatelink.azure_ai.aoai_probe:
    probes:
      - endpoint: https://example.openai.azure.com/
        expect: [reachable]
  register: by_name

- name: Compare the address with the expected one
  ansible.builtin.assert:
    that: by_name.results[0].peer.address == "192.0.2.4"

- name: Request a completion over the address of the private endpoint
  privatelink.azure_ai.aoai_probe:
    probes:
      - endpoint: https://example.openai.azure.com/
        connect_to: 192.0.2.4
        operation: chat_completions
        deployment: gpt-4o-mini
        expect: [served]
    api_key: "{{ vault_example_key }}"

- name: Wait until the public front end has refused requests for a minute
  privatelink.azure_ai.aoai_probe:
    probes:
      - endpoint: https://example.openai.azure.com/
        expect: [gate_public_access_disabled]
    stable_for: 60
    within: 600

- name: Probe the endpoint through the proxy of the environment
  privatelink.azure_ai.aoai_probe:
    probes:
      - endpoint: https://example.openai.azure.com/
    use_proxy: true
"""

RETURN = r"""
results:
  description: One entry for each of O(probes), in the same order. What was not observed is null.
  returned: always, except for invalid options
  type: list
  elements: dict
  contains:
    endpoint:
      description: The endpoint, as given.
      type: str
    operation:
      description: The operation.
      type: str
    connect_to:
      description: The address to connect to, as given.
      type: str
    expect:
      description: The codes and outcomes, as given.
      type: list
      elements: str
    met:
      description: Whether the answer was as expected. Null without O(probes[].expect).
      type: bool
    code:
      description: The one code of the layer that answered or failed.
      type: str
      sample: gate_public_access_disabled
    outcome:
      description:
        - What the code means for the path. One of V(served), V(reachable), V(denied), V(unreachable), V(unknown).
      type: str
      sample: denied
    confidence:
      description:
        - The confidence in the code. One of V(high), V(medium), V(low).
        - An answer without any header of Azure's front end has at most V(medium). An answer over a connection that is
          not RV(results[].trusted) has V(low).
      type: str
      sample: high
    detail:
      description: What was observed, in one line, where it is not in an answer of Azure.
      type: str
      sample: "192.0.2.4:443: connection refused"
    trusted:
      description:
        - Whether the server proved to be the account, by a certificate verified for the public name of
          O(probes[].endpoint). Null if no connection got that far.
      type: bool
    peer:
      description:
        - The address of the connection. Of several, the one that accepted, otherwise the one RV(results[].code) is
          about.
        - Null through a proxy, as only the proxy knows it.
      type: dict
      contains:
        address:
          description: The IP address.
          type: str
        port:
          description: The port.
          type: int
        scope:
          description: Where the address belongs. One of V(private), V(public), V(special).
          type: str
    proxy:
      description: The proxy that was used, without credentials.
      type: str
    credential:
      description: The credential that was sent. One of V(none), V(api_key), V(token).
      type: str
    credential_given:
      description: The credential of the probe, even if the request never got that far. One of V(none), V(api_key),
        V(token).
      type: str
    phases_ms:
      description: The milliseconds of each phase that was reached.
      type: dict
      contains:
        resolve:
          description: Resolving the name.
          type: float
        connect:
          description: Connecting, the tunnel through a proxy included.
          type: float
        tls:
          description: The TLS handshake.
          type: float
        first_byte:
          description: From the request to the first byte of the answer.
          type: float
        total:
          description: The whole probe.
          type: float
    tls:
      description: The connection and its certificate, which is described even if its verification failed.
      type: dict
      contains:
        verified:
          description: Whether the certificate was verified for RV(results[].tls.server_name).
          type: bool
        verify_error:
          description: Why it was not verified.
          type: str
        verify_code:
          description: The number that OpenSSL gives to the reason.
          type: int
          sample: 20
        alert:
          description: The number of the TLS alert with which the server ended the connection.
          type: int
          sample: 116
        certificate_requested:
          description: Whether the server asked for a certificate of the client; null where that is not known.
          type: bool
        version:
          description: The version of TLS.
          type: str
          sample: TLSv1.3
        cipher:
          description: The cipher suite.
          type: str
        server_name:
          description: The name for SNI, C(Host) and verification.
          type: str
        subject:
          description: The certificate's subject.
          type: str
          sample: CN=*.openai.azure.com
        issuer:
          description: The certificate's issuer.
          type: str
        issuer_organization:
          description: The organization of the issuer.
          type: str
          sample: Microsoft Corporation
        san:
          description: The names and addresses that the certificate is for. Of more than 100, the last entry counts
            the rest.
          type: list
          elements: str
          sample: ["*.openai.azure.com"]
        not_before:
          description: When it becomes valid, in UTC.
          type: str
          sample: "2026-01-01T00:00:00Z"
        not_after:
          description: When it expires, in UTC.
          type: str
          sample: "2026-07-01T00:00:00Z"
        sha256:
          description: The certificate's fingerprint, in hexadecimal.
          type: str
    controls:
      description: What else was asked of an endpoint that cut the connection; null for any other.
      type: dict
      contains:
        random_name:
          description:
            - One further handshake, for a random name of the same public zone. It sends no request.
          type: dict
          contains:
            server_name:
              description: The random name.
              type: str
            code:
              description: The code with which this handshake ended; null when the server sent a certificate.
              type: str
              sample: tls_reset
            alert:
              description: The number of the alert that the server sent.
              type: int
    http:
      description: The answer, as far as it was received.
      type: dict
      contains:
        status:
          description: The status.
          type: int
        error_code:
          description: The code in the answer's error.
          type: str
        message:
          description: The message in the answer's error, at most 500 characters.
          type: str
        title:
          description: The title of an HTML page, at most 100 characters.
          type: str
        headers:
          description: The headers that say something about the path, with names in lower case.
          type: dict
          sample: {policy-id: ThrowExceptionDueToTrafficDenied}
    completion:
      description:
        - The answer of the model, when RV(results[].code) is V(model_ok). Values that an operation does not return
          are null.
      type: dict
      contains:
        id:
          description: The answer's ID.
          type: str
        object:
          description: The kind of answer.
          type: str
          sample: chat.completion
        created:
          description: When it was made, in seconds since 1970.
          type: int
        model:
          description: The model that answered.
          type: str
        choices:
          description: The first three choices.
          type: list
          elements: dict
          contains:
            index:
              description: The choice's number.
              type: int
            text:
              description: The text of the model, at most 200 characters.
              type: str
            finish_reason:
              description: Why it ended.
              type: str
        finish_reason:
          description: Why the first choice ended, or the status of a response.
          type: str
        usage:
          description: The number of tokens.
          type: dict
    proxied:
      description:
        - What the same request got through the proxy that the settings of the host name, without a credential. Null
          without O(check_proxies), and where no settings name a proxy for the endpoint.
      type: dict
      contains:
        proxy:
          description: The proxy, without credentials.
          type: str
        source:
          description: Where it is set, V(environment), V(systemd) or the path of a file.
          type: str
          sample: /etc/environment
        code:
          description: The code of the answer.
          type: str
        outcome:
          description: The outcome of the code.
          type: str
        confidence:
          description: The confidence in the code.
          type: str
        status:
          description: The status of the answer.
          type: int
        message:
          description: The message of the answer.
          type: str
        issuer_organization:
          description: The organization that issued the certificate.
          type: str
        verified:
          description: Whether the certificate was verified.
          type: bool
    findings:
      description:
        - Further observations. V(proxy_used) means that a proxy was used.
        - V(tls_expires_soon) means that the certificate expires within 14 days.
        - V(tls_inspected) means that an organization other than O(trusted_issuers) issued the certificate.
      type: list
      elements: str
    samples:
      description: The samples, when O(probes[].samples) is more than 1.
      type: dict
      contains:
        count:
          description: The number of samples.
          type: int
        codes:
          description: The number of samples by code.
          type: dict
        flapping:
          description: Whether there was more than one code.
          type: bool
        latency_ms:
          description: The total milliseconds of the samples that were answered. Null when none was.
          type: dict
          contains:
            min:
              description: The fastest.
              type: float
            p50:
              description: The median.
              type: float
            p90:
              description: The 90th percentile.
              type: float
            p99:
              description: The 99th percentile.
              type: float
            max:
              description: The slowest.
              type: float
    waited:
      description: How long an expectation held, with O(stable_for) or O(within).
      type: dict
      contains:
        attempts:
          description: The number of attempts.
          type: int
        held_s:
          description: For how many seconds up to the end the answer was as expected.
          type: float
        elapsed_s:
          description: The total number of seconds.
          type: float
control_endpoints:
  description: One entry for each of O(control_endpoints), in the same order.
  returned: always, except for invalid options
  type: list
  elements: dict
  contains:
    endpoint:
      description: The endpoint, as given.
      type: str
    reached:
      description: Whether a TLS handshake was completed. Null if it was not needed, or if this host could not try.
      type: bool
    code:
      description: The code of the failure.
      type: str
      sample: tcp_timeout
    detail:
      description: What was observed, in one line.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._auth.credentials import SOURCES, CredentialError
from ..module_utils._azure.operations import OPERATIONS
from ..module_utils._core.libraries import missing, respawn_with
from ..module_utils._probe import controls, proxied
from ..module_utils._probe.expectations import describe_unmet
from ..module_utils._probe.options import read_options, with_token
from ..module_utils._probe.probe import missing_dns, run
from ..module_utils._probe.tunnel import require_requests

PROBE_SPEC = {
    "endpoint": {"type": "str", "required": True},
    "operation": {"type": "str", "choices": list(OPERATIONS), "default": "models"},
    "deployment": {"type": "str"},
    "api_version": {"type": "str"},
    "prompt": {"type": "str", "default": "Say OK."},
    "max_tokens": {"type": "int", "default": 16, "no_log": False},
    "connect_to": {"type": "str"},
    "nameservers": {"type": "list", "elements": "str"},
    "server_name": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "token": {"type": "str", "no_log": True},
    "expect": {"type": "list", "elements": "str"},
    "samples": {"type": "int", "default": 1},
}
ARGUMENT_SPEC = {
    "probes": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": PROBE_SPEC,
        "mutually_exclusive": [("api_key", "token")],
    },
    "api_key": {"type": "str", "no_log": True},
    "token": {"type": "str", "no_log": True},
    "auth_source": {"type": "str", "choices": list(SOURCES), "default": "none"},
    "tenant": {"type": "str"},
    "client_id": {"type": "str"},
    "secret": {"type": "str", "no_log": True},
    "token_scope": {"type": "str", "no_log": False},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "use_proxy": {"type": "bool", "default": False},
    "check_proxies": {"type": "bool", "default": False},
    "control_endpoints": {"type": "list", "elements": "str"},
    "trusted_issuers": {"type": "list", "elements": "str"},
    "timeout": {"type": "float", "default": 10},
    "concurrency": {"type": "int", "default": 32},
    "stable_for": {"type": "float"},
    "within": {"type": "float"},
}


def main():
    module = AnsibleModule(ARGUMENT_SPEC, supports_check_mode=True, mutually_exclusive=[("api_key", "token")])
    library = "requests"
    try:
        probes, task = read_options(module.params)
        if task.use_proxy:
            require_requests()
        without = missing_dns(probes)
        if without:
            respawn_with("dns")
            module.fail_json(**without)
        library = "azure.identity"
        probes, token = with_token(probes, task, module.params)
    except ImportError:
        lacking = missing(library)
        respawn_with(library)
        module.fail_json(**lacking)
    except (ValueError, CredentialError) as exc:
        module.fail_json(msg=str(exc))
    if token:
        module.no_log_values.add(token)

    results = run(probes, task)
    proxied.ask(probes, results, task)
    reached = controls.reach(task.control_endpoints, results, task.trust, task.timeout)
    unmet = [describe_unmet(result) for result in results if result["met"] is False]
    if unmet:
        module.fail_json(msg="\n".join(unmet), results=results, control_endpoints=reached)
    module.exit_json(changed=False, results=results, control_endpoints=reached)


if __name__ == "__main__":
    main()
