import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a KML or KMZ file. */
export const kmlMessage = messageTable({
  'no-kml': { zh: '{file}：压缩包里没有 .kml 文件', en: '{file}: expected a .kml in the archive, got none' },
  'many-links': {
    zh: '{file}：压缩包内的链接至多 {most} 个文件，现已超出',
    en: '{file}: expected links to at most {most} files of the archive, got more',
  },
});
