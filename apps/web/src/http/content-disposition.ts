/**
 * What a browser is to do with a file, and what to call it: in letters of its own and, for what reads no others, in plain
 * ones (RFC 6266). @param plain without quotation marks, backslashes and anything beyond ASCII
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: { readonly own: string; readonly plain: string }): string {
  const own = encodeURIComponent(name.own).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${name.plain}"; filename*=UTF-8''${own}`;
}
