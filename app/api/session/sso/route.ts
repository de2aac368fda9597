import { leaveForProvider } from "#lib/auth/sso-door";

/** Open to strangers: the way to the provider of single sign-on. Nothing is changed by it. */
export const GET = (request: Request): Promise<Response> => leaveForProvider(request);
