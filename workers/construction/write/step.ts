/** A STEP physical file (ISO 10303-21) as it is written: lines number themselves, values come as text of the format. */
export class StepFile {
  readonly #lines: string[] = [];

  /** Its reference, `#12`. */
  add(type: string, ...values: readonly string[]): string {
    const number = `#${this.#lines.length + 1}`;
    this.#lines.push(`${number}=${type}(${values.join(',')});`);
    return number;
  }

  text(head: { name: string; iso: string; schema: string; view: string }): string {
    return [
      'ISO-10303-21;',
      'HEADER;',
      `FILE_DESCRIPTION((${stepText(`ViewDefinition [${head.view}]`)}),'2;1');`,
      `FILE_NAME(${stepText(head.name)},${stepText(head.iso)},(''),(''),'Shapan','Shapan','');`,
      `FILE_SCHEMA((${stepText(head.schema)}));`,
      'ENDSEC;',
      'DATA;',
      ...this.#lines,
      'ENDSEC;',
      'END-ISO-10303-21;',
      '',
    ].join('\n');
  }
}

export const NOTHING = '$';

/** Printable ASCII stands; other letters by their numbers, runs of 16 bits (`\X2\`) apart from those of 32 (`\X4\`). */
export const stepText = (text: string): string => {
  const letters = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "''")
    .replace(/[\u{10000}-\u{10FFFF}]+/gu, (run) => escaped('X4', run, 8))
    .replace(/[^ -~]+/g, (run) => escaped('X2', run, 4));
  return `'${letters}'`;
};

const escaped = (width: 'X2' | 'X4', run: string, digits: number): string => {
  const codes = [...run].map((letter) => hexOf(letter.codePointAt(0) ?? 0, digits));
  return `\\${width}\\${codes.join('')}\\X0\\`;
};

const hexOf = (code: number, digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');
export const stepList = (values: readonly string[]): string => `(${values.join(',')})`;
/** The format wants a point in a real number. */
export const stepReal = (value: number): string => {
  const text = String(value).toUpperCase();
  if (text.includes('.')) return text;
  return text.includes('E') ? text.replace('E', '.E') : `${text}.`;
};
