import { z } from "zod";

export const webhookEvents = ["job.ended", "job.failing", "job.recovered", "schedule.missed", "workers.gone"] as const;
export const WebhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What each event tells, for forms and the document. */
export const eventWords: Record<WebhookEvent, string> = {
  "job.ended": "A job ended, however it ended",
  "job.failing": "The same sync failed three times in a row",
  "job.recovered": "A sync that had failed went well again",
  "schedule.missed": "A schedule missed a run",
  "workers.gone": "No worker for more than 5 minutes",
};

/** What a delivery tells: one of these, or that somebody tries the webhook. */
export const wordsOfDelivery = (event: string): string =>
  event in eventWords ? eventWords[event as WebhookEvent] : "A test"; // safe because it is one of them

const lastOf = (value: unknown) => (Array.isArray(value) ? value.at(-1) : value);
const flag = z.preprocess((value) => {
  const last = lastOf(value);
  if (last === "true" || last === "1") return true;
  return last === "false" || last === "0" ? false : last;
}, z.boolean());
const events = z.preprocess(
  (value) => (value === undefined ? undefined : [value].flat().filter((item) => item !== "")),
  z.array(WebhookEvent, "choose at least one event").min(1, "choose at least one event"),
);
const targetUrl = z
  .url({ protocol: /^https?$/, error: "is not an http or https URL" })
  .max(2000)
  .refine((text) => {
    // Said above already; the rules of one field are all asked.
    if (!URL.canParse(text)) return true;
    const { username, password } = new URL(text);
    return username === "" && password === "";
  }, "holds a user or a password; receivers check the signature instead");
/** Empty keeps what is stored. */
const secret = z.preprocess(
  (value) => (value === "" ? null : value),
  z.string().min(16, "needs at least 16 characters").max(200).nullable(),
);

export const WebhookInput = z.strictObject({
  name: z.string().trim().min(1, "is empty").max(100),
  target_url: targetUrl,
  events,
  secret: secret.default(null),
  enabled: flag.default(true),
  verify_ssl: flag.default(true),
});

/** A change: what is not named stays, an empty secret too. */
export const WebhookPatch = z.strictObject({
  name: z.string().trim().min(1, "is empty").max(100).optional(),
  target_url: targetUrl.optional(),
  events: events.optional(),
  secret: secret.optional(),
  enabled: flag.optional(),
  verify_ssl: flag.optional(),
});

export const PublicWebhook = z
  .object({
    id: z.number(),
    name: z.string(),
    url: z.string(),
    /** Where it calls; `url` is the address of this object. */
    target_url: z.string(),
    events: z.array(WebhookEvent),
    has_secret: z.boolean(),
    enabled: z.boolean(),
    verify_ssl: z.boolean(),
    created_at: z.string(),
    updated_at: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Webhook" });
export type PublicWebhook = z.infer<typeof PublicWebhook>;

export const PublicDelivery = z
  .object({
    id: z.number(),
    event: z.string(),
    payload: z.unknown(),
    status: z.enum(["pending", "delivered", "failed"]),
    attempts: z.number(),
    http_status: z.number().nullable(),
    error: z.string().nullable(),
    created_at: z.string(),
    delivered_at: z.string().nullable(),
    next_try_at: z.string().nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type PublicDelivery = z.infer<typeof PublicDelivery>;
