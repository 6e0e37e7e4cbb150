/** For a letter in a frame: it runs nothing, loads nothing, and is shown on no other site. */
export const LETTER_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation`;
