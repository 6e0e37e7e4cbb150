/**
 * A path of this site to go on to, as a header takes it; or the front page: what leads elsewhere (`//host`, `/\host`, a scheme) is not followed,
 * nor is a path with a control character, because browsers drop tabs and line ends from an address.
 */
export function localPath(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])\P{Cc}*$/u.test(path)) return '/';
  return path.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
