import { messageTable } from '../../../model/text/message.ts';

/** What the tool of schemes refuses. */
export const schemesMessage = messageTable({
  'no-planned-parcel': {
    zh: '此处没有规划地块，请直接绘制',
    en: 'expected a place on a planned parcel; draw one instead',
  },
  'not-kept': {
    zh: '浏览器未能保存方案，请另存为文件',
    en: 'the browser keeps nothing here; save the schemes as a file',
  },
});
