import { messageTable } from '../../../model/text/message.ts';

/** What the desk of plans refuses. */
export const conflictsMessage = messageTable({
  'keep-refused': {
    zh: '浏览器不允许在本机存储（{reason}），请另存为文件',
    en: 'the browser keeps nothing here ({reason}); save a file instead',
  },
  'no-name': { zh: '请先填写姓名', en: 'expected your name first' },
  'no-draft': { zh: '请先选择处置方式', en: 'expected a way of resolving it first' },
  'same-code': { zh: '代码没有变化', en: 'expected another code than the one it has' },
  'same-limits': { zh: '另一方没有可采用的不同指标', en: 'expected limits of the other side that differ' },
  'invalid-shape': { zh: '图形自相交，请调整角点', en: 'expected a shape whose edges do not cross; move a corner' },
  'not-logged-in': { zh: '登录后才能处置冲突', en: 'log in to act on conflicts' },
});
