import { comeFromProvider } from "#lib/auth/sso-door";

/** Where the provider sends the browser back to; only what began in this browser is taken. */
export const GET = (request: Request): Promise<Response> => comeFromProvider(request);
