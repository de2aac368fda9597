const NAMES = /^[a-z_]{1,30}(\.[a-z_]{1,30}){0,30}$/;

/** `name.state.node` as it stands in an address and in the cookie; null for anything else. */
export const readColumns = (text: string | undefined): string[] | null =>
  text !== undefined && NAMES.test(text) ? text.split(".") : null;

/** Where this browser remembers the columns of the list at `/vms`. */
export const columnsCookie = (path: string): string => `columns-${path.replaceAll("/", "")}`;
