/** What XML 1.0 cannot carry however it is escaped, and the one private sign that marks places in our sample rows. */
// oxlint-disable-next-line no-control-regex
const NOT_FOR_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ue000]/g;

/** Text as it may stand in a paper: NFC (Nghị định 30/2020, TCVN 6909:2001), without what would make the file unreadable. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(NOT_FOR_XML, '').normalize('NFC');
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
