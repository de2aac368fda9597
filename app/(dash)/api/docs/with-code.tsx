/** A sentence of the OpenAPI document: what stands between backticks there is code. */
export function WithCode({ children }: { children: string }) {
  return children.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
