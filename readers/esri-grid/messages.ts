import { messageTable } from '../../model/text/message.ts';

/** What is wrong with an ESRI ASCII grid. */
export const gridMessage = messageTable({
  number: { zh: '{file}:{line}：应为数字，现为“{got}”', en: '{file}:{line}: expected a number, got "{got}"' },
  head: { zh: '{file}：文件头缺少 {name}', en: '{file}: expected {name} in the head, got none' },
  small: {
    zh: '{file}：栅格至少 2 × 2，现为 ncols {columns}、nrows {rows}、cellsize {cell}',
    en: '{file}: expected a grid of 2 × 2 or more, got ncols {columns}, nrows {rows}, cellsize {cell}',
  },
  large: {
    zh: '{file}：至多 {most} 个值，现为 {columns} × {rows}',
    en: '{file}: expected at most {most} values, got {columns} × {rows}',
  },
  values: {
    zh: '{file}：应有 {columns} × {rows} = {values} 个值，现为 {count} 个',
    en: '{file}: expected {columns} × {rows} = {values} values, got {count}',
  },
});
