/** Request header by which a page learns the nonce that its own scripts need. */
export const NONCE_HEADER = "x-nonce";
