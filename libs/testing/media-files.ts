import sharp from 'sharp';

/** Real small files of the kinds that are taken in as evidence, made here so that no file lies in the repository. */

export async function pictureOf(format: 'jpeg' | 'png' | 'webp', colour = '#2a6', side = 40): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
}

/** One page with nothing on it. */
export function pdfFile(note = 'trang'): Buffer {
  return Buffer.from(
    `%PDF-1.4\n% ${note}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );
}

/** A handful of silent frames (MPEG 1, layer III, 128 kbit/s, 44.1 kHz). */
export function mp3File(): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: 12 }, () => frame));
}

/** The box that names an MP4, and an empty one for what it would hold. */
export function mp4File(): Buffer {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')), box('mdat', Buffer.alloc(64))]);
}
