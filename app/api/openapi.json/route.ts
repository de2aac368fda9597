import { z } from "zod";
import { route } from "#lib/http/route";
import document from "../../../docs/openapi.json" with { type: "json" };

export const GET = route({
  permission: "profile:own",
  summary: "This document",
  answers: z.looseObject({ openapi: z.string() }),
  handle: async ({ facts }) => ({ ...document, servers: [{ url: facts.origin }] }),
});
