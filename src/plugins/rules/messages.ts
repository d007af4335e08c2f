import { messageTable } from '../../../model/text/message.ts';

/** What the page of rules refuses. */
export const rulesPageMessage = messageTable({
  'not-kept': {
    zh: '浏览器没有保存：请用“导出规则包”存为文件',
    en: 'this browser keeps nothing here: export the rules as a file',
  },
  'no-login': { zh: '请先登录为规划师', en: 'log in as a planner first' },
});
