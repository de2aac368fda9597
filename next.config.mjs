/** Old addresses: NetBox clients and links of the plugin's days reach the same routes without a redirect. */
const aliases = [
  { source: "/api/plugins/proxbox", destination: "/api/root" },
  { source: "/api/plugins/proxbox/sync/:path*", destination: "/sync/:path*" },
  {
    source: "/api/plugins/proxbox/:kind(backend|netbox|proxmox)-endpoints/:path*",
    destination: "/api/endpoints/:kind/:path*",
  },
  { source: "/api/plugins/proxbox/:path*", destination: "/api/:path*" },
  { source: "/plugins/proxbox", destination: "/" },
  { source: "/plugins/proxbox/sync/:path*", destination: "/sync/:path*" },
  { source: "/plugins/proxbox/:path*", destination: "/api/:path*" },
  { source: "/jobs/:id(\\d+)/:command(cancel|run|start|retry)", destination: "/api/jobs/:id/:command" },
];

/** What holds for every answer; the content security policy has a nonce and comes from the proxy. */
const securityHeaders = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "same-origin" },
  { key: "x-frame-options", value: "DENY" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
const config = {
  serverExternalPackages: ["pg", "pg-boss", "undici", "pino", "prom-client", "ws"],
  typedRoutes: false,
  poweredByHeader: false,
  skipTrailingSlashRedirect: true,
  compress: true,
  // Each page and route is loaded with its first request: a console that nobody looks at needs none of them.
  experimental: { preloadEntriesOnStart: false },
  // Types are checked by `npm run verify`; checking them again here would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  async headers() {
    return [{ source: "/:path*", headers: securityHeaders }];
  },
  async rewrites() {
    return { beforeFiles: aliases, afterFiles: [], fallback: [] };
  },
};

export default config;
