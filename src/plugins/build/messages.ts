import { messageTable } from '../../../model/text/message.ts';

/** What the Build desk cannot read or write. */
export const buildMessage = messageTable({
  status: { zh: '{file}：读取失败（HTTP {got}）', en: '{file}: expected 200, got {got}' },
  'reader-stopped': {
    zh: '{file}：读取程序中断，多半是内存不足或文件损坏',
    en: '{file}: the reader stopped ({reason}); most likely it ran out of memory or the file is broken',
  },
  'reader-busy': {
    zh: '{file}：读取 {seconds} 秒仍未结束，已停止；文件可能已损坏',
    en: '{file}: expected to be read in {seconds} s, but did not finish; the file is most likely broken',
  },
  'link-plan': {
    zh: '进度计划“{file}”是发送者的文件，未随链接打开，请自行打开',
    en: 'the schedule "{file}" is the sender\'s file and not part of the link: open it yourself',
  },
  'link-model': {
    zh: '模型“{file}”是发送者的文件，未随链接打开，请自行打开',
    en: 'the model "{file}" is the sender\'s file and not part of the link: open it yourself',
  },
});
