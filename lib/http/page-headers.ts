/** Request headers by which the proxy tells a page what it cannot see itself. */

/** The path and query of the page being rendered. */
export const PATH_HEADER = "x-console-path";
/** The nonce that the page's own scripts need. */
export const NONCE_HEADER = "x-nonce";
