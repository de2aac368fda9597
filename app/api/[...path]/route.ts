import { AppError } from "#lib/errors";
import { route } from "#lib/http/route";

const nothing = route({
  permission: "status:read",
  handle: async ({ request }) => {
    throw new AppError("not_found", `There is nothing at ${new URL(request.url).pathname}.`);
  },
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
