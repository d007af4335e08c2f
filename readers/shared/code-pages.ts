/** Code pages by their numbers, where `TextDecoder` calls them otherwise than `windows-` and the number. */
const LABELS: Readonly<Record<string, string>> = {
  866: 'ibm866',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};

/**
 * A code page as `.cpg` files and drawings write it, as `TextDecoder` calls it: `UTF-8`, `936`, `CP936`, `ANSI 1252`, `ANSI_936`, `dos866`,
 * `ISO 88591`, `28591`; null where no decoder is known. Those of DOS but 866 have none.
 */
export function labelOfCodePage(text: string): string | null {
  const name = text.replaceAll('\0', '').trim().toLowerCase();
  const number = /^(?:cp|ansi|windows|ibm|oem|dos|ms)?[ _-]*(\d{3,6})$/.exec(name)?.[1];
  const iso = /^(?:iso[ _-]*)?8859[ _-]*(\d{1,2})$|^28(59\d|60[0-6])$/.exec(name);
  const label = iso
    ? `iso-8859-${iso[1] ?? Number(iso[2]) - 590}`
    : number
      ? (LABELS[number] ?? `windows-${number}`)
      : /^gb(k|2312|18030)?$/.test(name)
        ? 'gb18030'
        : name.replace(/^ksc5601$/, 'euc-kr').replace(/^mac-roman$/, 'macintosh');
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
