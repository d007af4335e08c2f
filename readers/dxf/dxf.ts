import type { Point } from '../../model/geo/plane/point.ts';
import { NONE } from '../../model/text/message.ts';
import type { MessageValue } from '../../model/text/words.ts';
import { labelOfCodePage } from '../shared/code-pages.ts';
import { GeometryError } from '../shared/geometry-error.ts';
import { readerMessage } from '../shared/messages.ts';

/** A plan of a large station takes a tenth of it; all of a DXF is held as text. */
export const MAX_DXF_BYTES = 32 << 20;

const UNIT_M = { mm: 0.001, cm: 0.01, m: 1, in: 0.0254, ft: 0.3048 } as const;
/** Units that a drawing's lengths can be in. */
export type DxfUnit = keyof typeof UNIT_M;
const UNIT_OF_INSUNITS: Readonly<Record<string, DxfUnit>> = { 1: 'in', 2: 'ft', 4: 'mm', 5: 'cm', 6: 'm' };

/** Everything from one group of code 0 to the next. */
export interface Entity {
  kind: string;
  /** Indices of lines: of its first group's code, and of the next entity's. */
  from: number;
  to: number;
}

/** A corner of a polyline, and tan of a quarter of the angle of the arc to the next: positive to the left. */
export interface Vertex {
  place: Point;
  bulge: number;
}

/**
 * A DXF of text by its entities (Autodesk, DXF reference: groups of a code's line and a value's). Read here because no package served a
 * plan whose layers say what is floor and what is wall: `dxf` 5.3.1 puts all that a block holds on the layer of its insert and takes a
 * file that was cut for a whole one, `dxf-parser` 1.1.2 does not come back from a POLYLINE without its SEQEND, the others are GPL or
 * draw with three.js; and none names the line of what is wrong.
 */
export class Dxf {
  readonly model: Entity[] = [];
  /** By their names in small letters. */
  readonly blocks = new Map<string, { base: Point; entities: Entity[] }>();
  private readonly file: string;
  private readonly lines: string[];
  /** Where the drawing lies on Earth; absent where it does not say so. */
  geoData: Entity | undefined;
  private header: Entity = { kind: 'SECTION', from: 0, to: 0 };

  constructor(bytes: Uint8Array, file: string) {
    this.file = file;
    this.lines = textOf(bytes, file).split(/\r\n|\r|\n/);
    let section = '';
    let block: Entity[] = [];
    for (const entity of this.all()) {
      const { kind } = entity;
      if (kind === 'SECTION') section = this.text(entity, 2);
      if (kind === 'SECTION' && section === 'HEADER') this.header = entity;
      if (kind === 'SECTION' || kind === 'ENDSEC' || kind === 'ENDBLK') continue;
      if (section === 'ENTITIES') this.model.push(entity);
      else if (section === 'OBJECTS' && kind === 'GEODATA') this.geoData ??= entity;
      else if (section === 'BLOCKS' && kind === 'BLOCK') {
        block = [];
        const base: Point = [this.number(entity, 10, 0), this.number(entity, 20, 0)];
        this.blocks.set(this.text(entity, 2).toLowerCase(), { base, entities: block });
      } else if (section === 'BLOCKS') block.push(entity);
    }
  }

  /** Returns the length of a drawing unit, metres; $INSUNITS decides where none is named. */
  unitM(named?: DxfUnit): number {
    if (named) return UNIT_M[named];
    const { at, said } = this.#insUnits();
    const unit = UNIT_OF_INSUNITS[said ?? ''];
    if (unit) return UNIT_M[unit];
    const expected = {
      zh: ' $INSUNITS 为 1（英寸）、2（英尺）、4（毫米）、5（厘米）或 6（米），或在算例该楼层的 `dxf.unit` 中给出',
      en: '$INSUNITS of 1 (in), 2 (ft), 4 (mm), 5 (cm) or 6 (m), or the floor’s `dxf.unit` in the case',
    };
    const got = said === '0' ? { zh: '0（无单位）', en: '0 (no unit)' } : (said ?? NONE);
    return this.fail(said === null ? 0 : at + 3, expected, got);
  }

  /** Whether the drawing says anything of its unit. */
  get statesUnit(): boolean {
    const { said } = this.#insUnits();
    return said !== null && said !== '0';
  }

  /** Where the header says the unit, and what; null where it does not. */
  #insUnits(): { at: number; said: string | null } {
    const { from, to } = this.header;
    let at = from;
    while (at < to && this.lines[at + 1].trim() !== '$INSUNITS') at += 2;
    return { at, said: at < to ? this.lines[at + 3].trim() : null };
  }

  text(entity: Entity, code: number, otherwise?: string): string {
    const at = this.find(entity, code);
    if (at >= 0) return decoded(this.lines[at + 1].trim());
    return (
      otherwise ??
      this.fail(entity.from, { zh: `${entity.kind} 中的组 ${code}`, en: `a group ${code} in ${entity.kind}` }, NONE)
    );
  }

  number(entity: Entity, code: number, otherwise?: number): number {
    const at = this.find(entity, code);
    if (at >= 0) return this.value(at);
    return (
      otherwise ??
      this.fail(entity.from, { zh: `${entity.kind} 中的组 ${code}`, en: `a group ${code} in ${entity.kind}` }, NONE)
    );
  }

  /** Values of groups with any of the codes, in the order in which they stand. */
  texts({ from, to }: Entity, codes: readonly number[]): string[] {
    const found: string[] = [];
    for (let at = from; at < to; at += 2)
      if (codes.includes(Number(this.lines[at]))) found.push(decoded(this.lines[at + 1]));
    return found;
  }

  vertices({ from, to }: Entity): Vertex[] {
    const found: Vertex[] = [];
    for (let at = from; at < to; at += 2) {
      const code = this.lines[at].trim();
      if (code === '10') found.push({ place: [this.value(at), 0], bulge: 0 });
      const last = found.at(-1);
      if (last && code === '20') last.place = [last.place[0], this.value(at)];
      if (last && code === '42') last.bulge = this.value(at);
    }
    return found;
  }

  /** `at`: index of the line. */
  fail(at: number, expected: MessageValue, got: MessageValue): never {
    throw new GeometryError(readerMessage('dxf-line', { file: this.file, line: at + 1, expected, got }));
  }

  private *all(): Generator<Entity> {
    const { lines } = this;
    let from = -1;
    for (let at = 0; at + 1 < lines.length; at += 2) {
      const code = lines[at].trim();
      if (!/^-?\d{1,4}$/.test(code)) this.fail(at, { zh: '组码', en: 'a group code' }, `"${code.slice(0, 40)}"`);
      if (code !== '0') continue;
      if (from >= 0) yield { kind: lines[from + 1].trim(), from, to: at };
      if (lines[at + 1].trim() === 'EOF') return;
      from = at;
    }
    this.fail(
      lines.length - 1,
      { zh: '最后一组 0 和 EOF', en: '0 and EOF as the last group' },
      { zh: '文件结尾', en: 'the end of the file' },
    );
  }

  private find({ from, to }: Entity, code: number): number {
    for (let at = from; at < to; at += 2) if (Number(this.lines[at]) === code) return at;
    return -1;
  }

  private value(at: number): number {
    const text = this.lines[at + 1].trim();
    const value = Number(text);
    return text !== '' && Number.isFinite(value)
      ? value
      : this.fail(at + 1, { zh: '数字', en: 'a number' }, `"${text.slice(0, 40)}"`);
  }
}

/** `\U+58C1` of files before 2007. */
const decoded = (text: string): string =>
  text.replace(/\\U\+([0-9A-F]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** UTF-8 since AutoCAD 2007 (AC1021), the code page of $DWGCODEPAGE before: ANSI_936 is what Chinese layers were written in. */
function textOf(bytes: Uint8Array, file: string): string {
  const refuse = (expected: MessageValue, got: MessageValue): never => {
    throw new GeometryError(readerMessage('dxf-file', { file, expected, got }));
  };
  if (bytes.length > MAX_DXF_BYTES)
    refuse({ zh: `至多 ${MAX_DXF_BYTES} 字节`, en: `at most ${MAX_DXF_BYTES} bytes` }, bytes.length);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  if (/^AC10\d\d/.test(head))
    refuse({ zh: ' DXF', en: 'a DXF' }, { zh: 'DWG：请另存为 DXF', en: 'a DWG: save it as DXF' });
  if (head.startsWith('AutoCAD Binary DXF'))
    refuse(
      { zh: '文本 DXF', en: 'a DXF of text' },
      { zh: '二进制 DXF：请另存为 ASCII', en: 'a binary one: save it as ASCII' },
    );
  const [, version = '1021'] = /\$ACADVER\s+1\s+AC(\d{4})/.exec(head) ?? [];
  const [, page = 'ANSI_1252'] = /\$DWGCODEPAGE\s+3\s+(\S+)/i.exec(head) ?? [];
  const label = Number(version) >= 1021 ? 'utf-8' : labelOfCodePage(page);
  if (label === null)
    return bytes.every((byte) => byte < 0x80)
      ? new TextDecoder().decode(bytes)
      : refuse(
          { zh: '可识别的 $DWGCODEPAGE 代码页', en: 'a known code page as $DWGCODEPAGE' },
          { zh: page.slice(0, 20), en: page.slice(0, 20) },
        );
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return refuse({ zh: ` ${label} 文字`, en: `text in ${label}` }, { zh: '其他字节', en: 'other bytes' });
  }
}
