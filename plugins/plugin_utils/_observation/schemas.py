# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The shapes of what modules return from hosts. `make docs` writes this file from their RETURN."""

from __future__ import annotations

from typing import Any

SCHEMAS: dict[str, Any] = {
    "aoai_probe": {
        "results": [
            {
                "endpoint": "str",
                "operation": "str",
                "connect_to": "str",
                "expect": ["str"],
                "met": "bool",
                "code": "str",
                "outcome": "str",
                "confidence": "str",
                "detail": "str",
                "trusted": "bool",
                "peer": {"address": "str", "port": "int", "scope": "str"},
                "proxy": "str",
                "credential": "str",
                "credential_given": "str",
                "phases_ms": {
                    "resolve": "float",
                    "connect": "float",
                    "tls": "float",
                    "first_byte": "float",
                    "total": "float",
                },
                "tls": {
                    "verified": "bool",
                    "verify_error": "str",
                    "verify_code": "int",
                    "alert": "int",
                    "certificate_requested": "bool",
                    "version": "str",
                    "cipher": "str",
                    "server_name": "str",
                    "subject": "str",
                    "issuer": "str",
                    "issuer_organization": "str",
                    "san": ["str"],
                    "not_before": "str",
                    "not_after": "str",
                    "sha256": "str",
                },
                "controls": {"random_name": {"server_name": "str", "code": "str", "alert": "int"}},
                "http": {"status": "int", "error_code": "str", "message": "str", "title": "str", "headers": "dict"},
                "completion": {
                    "id": "str",
                    "object": "str",
                    "created": "int",
                    "model": "str",
                    "choices": [{"index": "int", "text": "str", "finish_reason": "str"}],
                    "finish_reason": "str",
                    "usage": "dict",
                },
                "proxied": {
                    "proxy": "str",
                    "source": "str",
                    "code": "str",
                    "outcome": "str",
                    "confidence": "str",
                    "status": "int",
                    "message": "str",
                    "issuer_organization": "str",
                    "verified": "bool",
                },
                "findings": ["str"],
                "samples": {
                    "count": "int",
                    "codes": "dict",
                    "flapping": "bool",
                    "latency_ms": {"min": "float", "p50": "float", "p90": "float", "p99": "float", "max": "float"},
                },
                "waited": {"attempts": "int", "held_s": "float", "elapsed_s": "float"},
            }
        ],
        "control_endpoints": [{"endpoint": "str", "reached": "bool", "code": "str", "detail": "str"}],
    },
    "azure_account_info": {
        "accounts": [
            {
                "name": "str",
                "resource_name": "str",
                "id": "str",
                "resource_group": "str",
                "subscription_id": "str",
                "kind": "str",
                "cloud": "str",
                "location": "str",
                "tags": "dict",
                "public_network_access": "str",
            }
        ],
        "left_out": [{"name": "str", "id": "str", "reason": "str", "why": "str"}],
        "subscriptions": ["str"],
        "unread": [{"action": "str", "id": "str", "reason": "str", "message": "str"}],
    },
    "azure_machine_info": {"machine": {"id": "str", "error": "str"}},
    "jumphost_facts": {
        "ansible_facts": {
            "privatelink_jumphost": {
                "os": {
                    "id": "str",
                    "id_like": ["str"],
                    "version_id": "str",
                    "codename": "str",
                    "pretty_name": "str",
                    "family": "str",
                },
                "python": {
                    "executable": "str",
                    "version": "str",
                    "implementation": "str",
                    "machine": "str",
                    "platform": "str",
                    "libc": "str",
                    "libc_version": "str",
                    "pip": "bool",
                    "venv": "bool",
                    "externally_managed": "bool",
                },
                "libraries": "dict",
                "venv": {"path": "str", "exists": "bool", "digest": "str", "python": "str", "libraries": "dict"},
                "tools": "dict",
                "packages": ["str"],
                "package_source": {"tool": "str", "candidates": "dict", "reachable": "bool", "servers": ["str"]},
                "resolver": {
                    "manager": "str",
                    "stub": "bool",
                    "nameservers": ["str"],
                    "search": ["str"],
                    "options": ["str"],
                    "ndots": "int",
                    "resolv_conf": "str",
                    "resolved_nameservers": ["str"],
                    "links": [{"link": "str", "nameservers": ["str"], "domains": ["str"]}],
                    "nsswitch": ["str"],
                    "ours": "bool",
                    "as_wanted": "bool",
                },
                "proxies": "dict",
                "services_own": "dict",
                "pins": [{"name": "str", "address": "str", "line": "int", "dns": ["str"]}],
                "clock": {
                    "epoch": "float",
                    "skew_s": "float",
                    "tolerance_s": "float",
                    "within_tolerance": "bool",
                    "synchronized": "bool",
                },
                "trust": {"store": "str", "authorities": "int"},
                "egress": [{"target": "str", "address": "str", "port": "int", "reached": "bool", "error": "str"}],
                "sudo": {"root": "bool", "passwordless": "bool"},
                "files": "dict",
                "state": "dict",
                "state_error": "str",
            },
        },
    },
    "jumphost_files": {"paths": ["str"]},
    "jumphost_packages": {"added": ["str"], "upgraded": ["str"], "removed": ["str"], "kept": ["str"]},
    "jumphost_resolver": {
        "manager": "str",
        "files": ["str"],
        "asked": [{"server": "str", "name": "str", "addresses": ["str"], "error": "str"}],
        "system": [{"name": "str", "addresses": ["str"], "error": "str"}],
        "armed": "bool",
        "restored": ["str"],
        "working": "bool",
        "diff": [{"before": "str", "after": "str", "before_header": "str", "after_header": "str"}],
    },
    "jumphost_venv": {"venv": "str"},
    "private_endpoint_info": {
        "accounts": [
            {
                "name": "str",
                "resource_group": "str",
                "subscription_id": "str",
                "resource_name": "str",
                "deleted_account": {
                    "id": "str",
                    "name": "str",
                    "location": "str",
                    "resource_group": "str",
                    "custom_subdomain": "str",
                },
                "account": {
                    "id": "str",
                    "name": "str",
                    "kind": "str",
                    "location": "str",
                    "provisioning_state": "str",
                    "endpoint": "str",
                    "endpoints": "dict",
                    "fqdns": ["str"],
                    "custom_subdomain": "str",
                    "public_network_access": "str",
                    "network_acls": {
                        "default_action": "str",
                        "bypass": "str",
                        "ip_rules": ["str"],
                        "virtual_network_rules": ["str"],
                    },
                    "local_auth_disabled": "bool",
                    "outbound_restricted": "bool",
                    "allowed_fqdns": ["str"],
                    "required_zone_names": ["str"],
                    "deployments": [{"name": "str", "model": "str", "version": "str", "state": "str"}],
                    "perimeters": [
                        {
                            "id": "str",
                            "name": "str",
                            "mode": "str",
                            "profile": "str",
                            "provisioning_state": "str",
                            "inbound_rules": [
                                {
                                    "name": "str",
                                    "address_prefixes": ["str"],
                                    "subscriptions": ["str"],
                                    "perimeters": ["str"],
                                }
                            ],
                        }
                    ],
                },
                "private_endpoints": [
                    {
                        "id": "str",
                        "name": "str",
                        "resource_group": "str",
                        "subscription_id": "str",
                        "connection_id": "str",
                        "connection_name": "str",
                        "state": "str",
                        "description": "str",
                        "group_ids": ["str"],
                        "provisioning_state": "str",
                        "readable": "bool",
                        "exists": "bool",
                        "manual": "bool",
                        "location": "str",
                        "subnet_id": "str",
                        "virtual_network_id": "str",
                        "network_interface_ids": ["str"],
                        "addresses": "dict",
                    }
                ],
                "zone_groups": [
                    {
                        "id": "str",
                        "name": "str",
                        "private_endpoint_id": "str",
                        "zones": [{"zone_id": "str", "zone": "str", "records": "dict"}],
                    }
                ],
                "zones": [
                    {
                        "id": "str",
                        "name": "str",
                        "resource_group": "str",
                        "subscription_id": "str",
                        "records": "dict",
                        "record_kinds": "dict",
                        "links": [
                            {
                                "id": "str",
                                "name": "str",
                                "virtual_network_id": "str",
                                "state": "str",
                                "provisioning_state": "str",
                                "resolution_policy": "str",
                                "registration_enabled": "bool",
                            }
                        ],
                    }
                ],
                "virtual_networks": [
                    {
                        "id": "str",
                        "name": "str",
                        "address_space": ["str"],
                        "dns_servers": ["str"],
                        "peered_network_ids": ["str"],
                        "roles": ["str"],
                        "subnets": [
                            {
                                "id": "str",
                                "prefixes": ["str"],
                                "network_security_group_id": "str",
                                "route_table_id": "str",
                                "private_endpoint_network_policies": "str",
                            }
                        ],
                    }
                ],
                "jumphost": {
                    "virtual_machine_id": "str",
                    "network_interfaces": [
                        {
                            "id": "str",
                            "addresses": ["str"],
                            "subnet_id": "str",
                            "virtual_network_id": "str",
                            "dns_servers": ["str"],
                            "network_security_group_id": "str",
                            "application_security_group_ids": ["str"],
                            "public_addresses": ["str"],
                        }
                    ],
                },
                "forwarding_rulesets": [
                    {
                        "id": "str",
                        "name": "str",
                        "virtual_network_ids": ["str"],
                        "rules": [{"name": "str", "domain": "str", "state": "str", "servers": ["str"]}],
                    }
                ],
                "resolver_endpoints": [{"id": "str", "address": "str", "virtual_network_id": "str"}],
                "network_security_groups": [
                    {
                        "id": "str",
                        "name": "str",
                        "rules": [
                            {
                                "name": "str",
                                "priority": "int",
                                "direction": "str",
                                "access": "str",
                                "protocol": "str",
                                "source_prefixes": ["str"],
                                "source_ports": ["str"],
                                "destination_prefixes": ["str"],
                                "destination_ports": ["str"],
                                "application_security_groups": "bool",
                                "default": "bool",
                            }
                        ],
                    }
                ],
                "route_tables": [
                    {
                        "id": "str",
                        "name": "str",
                        "disable_bgp_route_propagation": "bool",
                        "routes": [{"name": "str", "prefix": "str", "next_hop_type": "str", "next_hop_address": "str"}],
                    }
                ],
                "firewalls": [
                    {
                        "id": "str",
                        "name": "str",
                        "addresses": ["str"],
                        "virtual_network_id": "str",
                        "policy_id": "str",
                        "dns_servers": ["str"],
                        "rules": [
                            {
                                "name": "str",
                                "collection": "str",
                                "group_id": "str",
                                "type": "str",
                                "action": "str",
                                "protocols": ["str"],
                                "sources": ["str"],
                                "destinations": ["str"],
                                "ports": ["str"],
                                "fqdns": ["str"],
                                "more": ["str"],
                            }
                        ],
                    }
                ],
                "unread": [{"action": "str", "id": "str", "reason": "str", "message": "str"}],
                "expected": "dict",
                "comparisons": [
                    {
                        "name": "str",
                        "expected": ["str"],
                        "zone_id": "str",
                        "vnet_id": "str",
                        "records": ["str"],
                        "result": "str",
                        "reason": "str",
                    }
                ],
                "findings": [{"code": "str", "severity": "str", "summary": "str", "evidence": "dict"}],
            }
        ],
    },
    "privatelink_dns_facts": {
        "ansible_facts": {
            "privatelink_dns": {
                "host": {
                    "resolver": "str",
                    "nameservers": ["str"],
                    "resolved_nameservers": ["str"],
                    "links": [{"link": "str", "nameservers": ["str"], "domains": ["str"]}],
                    "search": ["str"],
                    "options": ["str"],
                    "ndots": "int",
                    "resolv_conf": "str",
                    "nsswitch": ["str"],
                    "proxies": "dict",
                    "no_proxy": "str",
                    "hosts_entries": [{"address": "str", "names": ["str"], "line": "int"}],
                },
                "names": [
                    {
                        "name": "str",
                        "unicode_name": "str",
                        "public_name": "str",
                        "privatelink_name": "str",
                        "cloud": "str",
                        "service": "str",
                        "zone": "str",
                        "other_zones": ["str"],
                        "resolvers": [
                            {
                                "server": "str",
                                "port": "int",
                                "transport": "str",
                                "rcode": "str",
                                "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                "addresses": ["str"],
                                "ttl": "int",
                                "elapsed_ms": "float",
                                "authority": "str",
                                "mname": "str",
                                "authoritative": "bool",
                                "authentic": "bool",
                                "ede": [{"code": "int", "text": "str"}],
                                "error": "str",
                                "code": "str",
                                "flattened": "bool",
                                "compared": "bool",
                                "types": {
                                    "A": {
                                        "rcode": "str",
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "addresses": ["str"],
                                        "authority": "str",
                                        "mname": "str",
                                        "authoritative": "bool",
                                        "authentic": "bool",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                    "AAAA": {
                                        "rcode": "str",
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "addresses": ["str"],
                                        "authority": "str",
                                        "mname": "str",
                                        "authoritative": "bool",
                                        "authentic": "bool",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                },
                                "controls": {
                                    "privatelink": {
                                        "name": "str",
                                        "type": "str",
                                        "rcode": "str",
                                        "addresses": ["str"],
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "authority": "str",
                                        "mname": "str",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                    "random_label": {
                                        "name": "str",
                                        "type": "str",
                                        "rcode": "str",
                                        "addresses": ["str"],
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "authority": "str",
                                        "mname": "str",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                    "alive": {
                                        "name": "str",
                                        "type": "str",
                                        "rcode": "str",
                                        "addresses": ["str"],
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "authority": "str",
                                        "mname": "str",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                    "checking_disabled": {
                                        "name": "str",
                                        "type": "str",
                                        "rcode": "str",
                                        "addresses": ["str"],
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "authority": "str",
                                        "mname": "str",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                    "repeat": {
                                        "name": "str",
                                        "type": "str",
                                        "rcode": "str",
                                        "addresses": ["str"],
                                        "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                        "authority": "str",
                                        "mname": "str",
                                        "ede": [{"code": "int", "text": "str"}],
                                        "error": "str",
                                    },
                                },
                            }
                        ],
                        "system": {"addresses": ["str"], "source": "str", "elapsed_ms": "float", "error": "str"},
                        "controls": {
                            "platform": {
                                "name": "str",
                                "type": "str",
                                "rcode": "str",
                                "addresses": ["str"],
                                "chain": [{"name": "str", "ttl": "int", "type": "str", "value": "str"}],
                                "authority": "str",
                                "mname": "str",
                                "ede": [{"code": "int", "text": "str"}],
                                "error": "str",
                            },
                        },
                        "addresses": ["str"],
                        "scope": "str",
                        "expected": "bool",
                        "code": "str",
                        "proxy_captures": [{"world": "str", "proxy": "str", "clients": ["str"]}],
                        "findings": ["str"],
                    }
                ],
            },
        },
    },
}
