/**
 * A generator of text as a streamed answer; it is stopped when the reader leaves. The answer begins with the first part:
 * what is refused or fails before that is still told as a problem, not by a connection that breaks.
 */
export async function streamResponse(
  parts: AsyncGenerator<string>,
  headers: Record<string, string>,
): Promise<Response> {
  const encoder = new TextEncoder();
  let first: IteratorResult<string> | undefined = await parts.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = first ?? (await parts.next());
      first = undefined;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, { headers });
}
