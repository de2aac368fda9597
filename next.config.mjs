/** Old addresses: NetBox clients and links of the plugin's days reach the same routes without a redirect. */
const aliases = [
  { source: "/api/plugins/proxbox", destination: "/api/plugins-root" },
  { source: "/api/plugins/proxbox/:path*", destination: "/api/:path*" },
  { source: "/plugins/proxbox", destination: "/" },
];

/** @type {import("next").NextConfig} */
const config = {
  serverExternalPackages: ["pg", "pg-boss", "undici", "pino", "prom-client", "ws"],
  typedRoutes: false,
  poweredByHeader: false,
  skipTrailingSlashRedirect: true,
  compress: true,
  // Types are checked by `npm run verify`; checking them again here would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  async rewrites() {
    return { beforeFiles: aliases, afterFiles: [], fallback: [] };
  },
};

export default config;
