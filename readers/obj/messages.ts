import { messageTable } from '../../model/text/message.ts';

/** What is wrong with an OBJ file. */
export const objMessage = messageTable({
  vertex: {
    zh: '{file}:{line}：顶点应为三个数，现为“{got}”',
    en: '{file}:{line}: expected three numbers of a vertex, got "{got}"',
  },
  face: {
    zh: '{file}:{line}：面应引用 1 到 {most} 的顶点（或其负数），现为“{got}”',
    en: '{file}:{line}: expected a face of vertices 1 to {most} (or the same below 0), got "{got}"',
  },
});
