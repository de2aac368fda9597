export function joinTestServer(): Promise<{ url: string; leave: () => Promise<void> }>;
export function testServerUrl(): string;
export function leaveTestServer(): Promise<void>;
