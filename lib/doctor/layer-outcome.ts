/** What one layer of an endpoint's check means, and what to do about it. Pure. */
import type { EndpointKind } from "../endpoints/schema.ts";
import type { Layer, WireCheck } from "../status/schema.ts";
import { seeByHand, shell } from "./command.ts";
import { type Outcome, skipped } from "./run-checks.ts";

/** An endpoint as far as its remedies need it. */
export type Place = {
  kind: EndpointKind;
  name: string;
  scheme: "http" | "https";
  verifySsl: boolean;
  username: string | null;
  tokenName: string | null;
};

export const layerSteps = ["dns", "tcp", "tls", "http", "login", "version"] as const;
export type LayerStep = (typeof layerSteps)[number];

export const stepTitles: Record<EndpointKind, Record<LayerStep, string>> = {
  backends: titles("proxbox-api answers", "The API key is accepted", "Its release is known"),
  netbox: titles("NetBox answers", "The token is accepted", "Its release is known"),
  proxmox: titles("Proxmox VE answers", "The sign-in is accepted", "Its release is known"),
};

function titles(http: string, login: string, version: string): Record<LayerStep, string> {
  return { dns: "The name resolves", tcp: "The port is open", tls: "The certificate", http, login, version };
}

/** The outcome of one step, from a check that was made already. */
export function layerOutcome(step: LayerStep, check: WireCheck, place: Place): Outcome {
  if (step === "tls" && place.scheme === "http") return skipped("It is asked by plain HTTP, which has no certificate.");
  const layer = layerOf(step, check);
  if (!layer) return skipped(check.detail || "The check did not come this far.");
  const cause = sentence(layer.detail);
  if (layer.status === "success") return { status: "ok", cause };
  const status = layer.status === "error" ? "failed" : "warning";
  return { status, cause, ...remedyOf(step, layer, { check, place }) };
}

/**
 * The layer behind a step. Proxmox has nothing to ask before the sign-in, and NetBox's first answer wants the token
 * already: a refusal is the sign-in's, and means that it answers; silence is not the sign-in's.
 */
function layerOf(step: LayerStep, check: WireCheck): Layer | undefined {
  const named = (name: LayerStep) => check.layers.find((layer) => layer.name === name);
  const [http, login] = [named("http"), named("login")];
  const wasRefused = check.authentication === "error";
  if (step === "http") {
    const first = http ?? login;
    const isAnswer = first?.status === "error" ? wasRefused : http === undefined;
    return first && isAnswer ? { ...first, status: "success", detail: "it answers" } : first;
  }
  if (step !== "login") return named(step);
  if (!login && http?.status === "error" && wasRefused) return http;
  return !http && login?.status === "error" && !wasRefused ? undefined : login;
}

type About = { check: WireCheck; place: Place };
type Remedy = Pick<Outcome, "remedy" | "command">;

function remedyOf(step: LayerStep, layer: Layer, about: About): Remedy {
  const host = about.check.target_address ?? "";
  const port = about.check.target_port ?? 0;
  switch (step) {
    case "dns":
      return {
        remedy: /_NETWORKS/.test(layer.detail)
          ? "Allow the network in the variable it names, and start the console again."
          : "Correct the domain, add it to DNS, or enter an IP address: the console resolves it on its own machine.",
        command: seeByHand.name(host),
      };
    case "tcp":
      return {
        remedy: `Start ${product(about.place)}, correct the port, or open it in the firewall between this machine and ${host}.`,
        command: seeByHand.port(host, port),
      };
    case "tls":
      return {
        remedy:
          layer.status === "warning"
            ? "Renew the certificate."
            : "Use the TLS port, or turn HTTPS off if this port speaks plain HTTP.",
        command: seeByHand.certificate(host, port),
      };
    case "http":
      return httpRemedy(layer, about);
    case "login":
      return loginRemedy(about);
    case "version":
      return {
        remedy: "Install netbox-proxbox in NetBox: its API is what the backend writes to.",
        command: "pip install netbox-proxbox",
      };
  }
}

function httpRemedy(layer: Layer, { check, place }: About): Remedy {
  const url = urlOf(check, place);
  if (/certificate/.test(layer.detail)) {
    return {
      remedy:
        "Have it signed by a CA this machine trusts (CONSOLE_CA_FILE adds one), use the name it was made for, or turn certificate verification off.",
      command: seeByHand.certificate(check.target_address ?? "", check.target_port ?? 0),
    };
  }
  const remedy =
    layer.status === "warning"
      ? "Syncs still work; mend what it names when you can."
      : `Check that ${product(place)} itself listens there, not something in front of it, and look at its log.`;
  return { remedy, command: seeByHand.answer(`${url}${probePaths[place.kind]}`, place.verifySsl) };
}

const probePaths: Record<EndpointKind, string> = {
  backends: "/health",
  netbox: "/api/status/",
  proxmox: "/api2/json/version",
};

function loginRemedy({ check, place }: About): Remedy {
  const url = urlOf(check, place);
  if (place.kind === "backends") {
    return {
      remedy:
        "Enter a key that this backend has, at its page here. proxbox-api never shows a key again: the plugin's own is in NetBox, or make a new one with a key that works.",
      command: `${shell("curl", "-sS", "-X", "POST", `${url}/auth/keys`, "-H")} "X-Proxbox-API-Key: $WORKING_KEY"`,
    };
  }
  if (place.kind === "netbox") {
    return {
      remedy:
        "Enter a valid API token of a NetBox user, with its version (a v2 token has a key and a value) and writing enabled.",
      command: `${shell("curl", "-sS", `${url}/api/authentication-check/`, "-H")} "Authorization: Token $NETBOX_TOKEN"`,
    };
  }
  return proxmoxRemedy(place);
}

function proxmoxRemedy({ username, tokenName }: Place): Remedy {
  const user = username ?? "root@pam";
  if (tokenName) {
    return {
      remedy: `Check the token ${user}!${tokenName} and its value on a node, and that it has the role PVEAuditor on / (privilege separation gives a token rights of its own).`,
      command: shell("pveum", "user", "token", "permissions", user, tokenName),
    };
  }
  return {
    remedy:
      "Check the user name with its realm (root@pam, sync@pve) and its password; a user with a second factor needs an API token instead.",
    command: shell("pveum", "user", "list"),
  };
}

const products: Record<EndpointKind, string> = { backends: "proxbox-api", netbox: "NetBox", proxmox: "Proxmox VE" };
const product = (place: Place): string => products[place.kind];

export function urlOf(check: WireCheck, place: Place): string {
  const host = check.target_address ?? "";
  return `${place.scheme}://${host.includes(":") ? `[${host}]` : host}:${check.target_port}`;
}

/** A name in front (root@pam, proxbox-api) stays as it is written. */
export const sentence = (text: string): string =>
  `${/^[a-z]+(\s|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text}`.replace(/\.?$/, ".");
