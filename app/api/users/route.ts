import { z } from "zod";
import { Role } from "#lib/auth/schema";
import { BulkDelete, bulkOf, changeInBulk, inBulk, oneOrMany, removeInBulk } from "#lib/http/bulk";
import { listOf, listResponse } from "#lib/http/list";
import { formMethods } from "#lib/http/methods";
import { queryBoolean } from "#lib/http/query";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { writable } from "#lib/http/writable";
import { createUser } from "#lib/users/create-user";
import { listUsers } from "#lib/users/list";
import { removeUser } from "#lib/users/remove";
import { saveUser } from "#lib/users/save";
import { PublicUser, UserInput, UserPatch } from "#lib/users/schema";

const list = shortList({
  filters: { id: z.coerce.number().int(), username: z.string(), role: Role, enabled: queryBoolean },
  orders: ["id", "username", "role", "last_sign_in_at"],
  ordering: "id",
  search: ["username"],
});

export const GET = route({
  permission: "users:manage",
  summary: "Users",
  query: list.query,
  answers: listOf(PublicUser),
  handle: async (input) => listResponse(list.page(await listUsers(input.ctx), input.query), input.query, input),
});

const create = route({
  permission: "users:manage",
  summary: "Create a user, or several",
  accepts: oneOrMany(UserInput),
  answers: oneOrMany(PublicUser),
  status: 201,
  handle: async ({ ctx, body }) => (Array.isArray(body) ? inBulk(ctx, body, createUser) : createUser(ctx, body)),
  done: () => "/settings/users",
});

export const PATCH = route({
  permission: "users:manage",
  summary: "Change several users, each named by its id",
  accepts: bulkOf(UserPatch),
  answers: z.array(PublicUser),
  handle: ({ ctx, body }) =>
    changeInBulk(ctx, body, (own, id, values) => saveUser(own, id, writable(values, UserPatch, PublicUser))),
});

export const DELETE = route({
  permission: "users:manage",
  summary: "Delete several users, each named by its id",
  accepts: BulkDelete,
  handle: ({ ctx, body }) => removeInBulk(ctx, body, removeUser),
});

export const POST = formMethods({ POST: create });
