export function joinRunningConsole(root: string): void;
