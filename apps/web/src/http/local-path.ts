/** A path of this site to go on to, or the front page: what leads elsewhere (`//host`, `/\host`, a scheme) is not followed. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : '/';
}
