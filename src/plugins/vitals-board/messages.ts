import { messageTable } from '../../../model/text/message.ts';

/** What the page cannot keep or open of a board. */
export const boardMessage = messageTable({
  'not-kept': {
    zh: '浏览器保存不下这块看板；请把它存入场景文件',
    en: 'this browser cannot save the board: save it in a scene file',
  },
  'scene-kept': {
    zh: '场景中的看板没有打开：本机已有另一块看板。请先恢复建议看板，再打开场景',
    en: 'the board of the scene was not opened: there is another one here. Go back to the proposed board and open the scene again',
  },
});
