import type { Text } from './text.ts';

/**
 * Where a text stops being JSON, as far as the engine tells: V8 by position, by the end of the text or by some letters about it, Firefox by
 * line and column. English keeps the engine's own words.
 */
export function jsonFault(error: unknown, text = ''): Text {
  const en = error instanceof Error ? error.message : String(error);
  return { zh: placeOf(en, text), en };
}

function placeOf(reason: string, text: string): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(reason) ?? [];
  if (line && column) return `第 ${line} 行第 ${column} 列有语法错误`;
  if (reason.includes('Unexpected end') || reason.includes('Unterminated')) return '内容不完整，到末尾尚未结束';
  const [, position] = /position (\d+)/.exec(reason) ?? [];
  if (position) {
    const before = text.slice(0, Number(position)).split('\n');
    return text === ''
      ? `第 ${position} 个字符处有语法错误`
      : `第 ${before.length} 行第 ${before[before.length - 1].length + 1} 列有语法错误`;
  }
  const [, near] = /, ((?:\.{3})?".*"(?:\.{3})?) is not valid JSON/s.exec(reason) ?? [];
  return near ? `${near.replace(/\s+/g, ' ')} 处有语法错误` : '有语法错误';
}
