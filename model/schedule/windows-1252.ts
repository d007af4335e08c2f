/** The letters of Windows-1252 at 0x80 … 0x9f; Unicode's own there are controls. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text in Windows-1252, which P6 before its Unicode releases reads, and whether it holds all of it; what it lacks (Chinese, say) becomes
 * a question mark.
 */
export function encodeWindows1252(text: string): { bytes: Uint8Array<ArrayBuffer>; lost: number } {
  const letters = [...text];
  let lost = 0;
  const bytes = Uint8Array.from(letters, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
    const high = HIGH.indexOf(letter);
    if (high >= 0) return 0x80 + high;
    lost++;
    return 0x3f;
  });
  return { bytes, lost };
}

/** As the encoding standard has it. Own, because Node 20's TextDecoder takes 0x80 … 0x9f for controls: dashes and quotes went lost. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin = new TextDecoder('latin1').decode(bytes);
  return latin.replace(/[\u0080-\u009f]/g, (letter) => HIGH[letter.charCodeAt(0) - 0x80]);
}
