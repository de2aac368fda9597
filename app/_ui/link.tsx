import NextLink from "next/link";
import type { ComponentProps } from "react";

/** Pages are dynamic: nothing is gained by fetching them before they are asked for. */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
