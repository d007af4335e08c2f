/** A picture as one page of paper. */
interface PicturePage {
  /** Baseline JPEG in RGB, as a canvas writes it. */
  jpeg: Uint8Array;
  widthPx: number;
  heightPx: number;
  /** Width and height of the page, in points of 1/72 inch. */
  widthPt: number;
  heightPt: number;
  title: string;
  /** UTC. */
  madeMs: number;
}

/** The objects of a PDF that are read from its end. */
const CATALOG = 1;
const INFO = 6;

/** A PDF 1.4 of one page that its picture fills; the JPEG goes in as it is. */
export function pdfOfPicture(page: PicturePage): Uint8Array<ArrayBuffer> {
  const { jpeg, widthPx, heightPx, title, madeMs } = page;
  const width = page.widthPt.toFixed(2);
  const height = page.heightPt.toFixed(2);
  const content = `q ${width} 0 0 ${height} 0 0 cm /Picture Do Q`;
  const image = `/Type /XObject /Subtype /Image /Width ${widthPx} /Height ${heightPx} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`;
  const objects: (string | Uint8Array)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /XObject << /Picture 4 0 R >> >> /Contents 5 0 R >>`,
    ],
    [`<< ${image} /Length ${jpeg.length} >>\nstream\n`, jpeg, '\nendstream'],
    [`<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
    [`<< /Title ${textString(title)} /Producer (Shapan) /CreationDate (${dateString(madeMs)}) >>`],
  ];
  return assembled(objects);
}

function assembled(objects: readonly (readonly (string | Uint8Array)[])[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const put = (piece: string | Uint8Array) => {
    const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece;
    pieces.push(bytes);
    size += bytes.length;
  };
  const starts: number[] = [];
  put('%PDF-1.4\n');
  // Bytes above 127 in the second line tell programs that the file is no text.
  put(Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a));
  for (const [i, parts] of objects.entries()) {
    starts.push(size);
    put(`${i + 1} 0 obj\n`);
    for (const part of parts) put(part);
    put('\nendobj\n');
  }
  const tableAt = size;
  const rows = starts.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`);
  put(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`);
  put(`trailer\n<< /Size ${objects.length + 1} /Root ${CATALOG} 0 R /Info ${INFO} 0 R >>\n`);
  put(`startxref\n${tableAt}\n%%EOF\n`);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** UTF-16 with its mark, in hexadecimal: what any language can be written in. */
function textString(text: string): string {
  const units = [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  return `<feff${units.join('')}>`;
}

const dateString = (ms: number): string => `D:${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
