import { messageTable } from '../../../model/text/message.ts';

/** What the page cannot keep or open of thematic maps. */
export const themePageMessage = messageTable({
  'not-kept': {
    zh: '浏览器保存不下这张专题图；请用“存为文件”',
    en: 'this browser cannot save more maps: save it as a file',
  },
  'other-city': {
    zh: '{file}：这张专题图属于城市“{got}”，当前城市是“{expected}”',
    en: '{file}: city: expected "{expected}", got "{got}"',
  },
});
