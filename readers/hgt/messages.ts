import { messageTable } from '../../model/text/message.ts';

/** Tells what is wrong with a sheet of SRTM. */
export const hgtMessage = messageTable({
  name: {
    zh: '{file}：文件名应写明西南角的纬度与经度，如 N42E001.hgt',
    en: '{file}: expected a name that tells its south-western corner, as N42E001.hgt',
  },
  size: {
    zh: '{file}：应为 {expected} 字节（1″、3″ 或 2″ × 1″ 一度的高程），现为 {got} 字节',
    en: '{file}: expected {expected} bytes (a degree of elevations at 1″, 3″, or 2″ × 1″), got {got}',
  },
});
