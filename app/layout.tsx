import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Proxbox Console", template: "%s · Proxbox Console" },
  description: "Runs Proxmox to NetBox syncs and shows what happened.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const jar = await cookies();
  const theme = jar.get("theme")?.value;
  const density = jar.get("density")?.value;
  return (
    <html
      lang="en"
      data-theme={theme === "dark" || theme === "light" ? theme : undefined}
      data-density={density === "compact" ? density : undefined}
    >
      <body>{children}</body>
    </html>
  );
}
