import { messageTable } from '../../../model/text/message.ts';

/** What keeps a tour from being read or kept. */
export const tourDeskMessage = messageTable({
  'tours-refused': {
    zh: '浏览器未能保存导览（{reason}）；请导出为文件保存',
    en: 'the browser does not keep tours ({reason}); export them as files instead',
  },
  'tour-size': {
    zh: '{file}：导览文件至多 {most} MiB',
    en: '{file}: expected a tour of {most} MiB or less',
  },
  'tour-lost': {
    zh: '{file}：读取未能完成，文件可能损坏',
    en: '{file}: the reading did not come to an end; the file may be broken',
  },
  'not-json': {
    zh: '{file}：应为 JSON 文件',
    en: '{file}: expected JSON',
  },
  quiet: {
    zh: 'quiet={got}：应写作 22:00-07:00 这样的时段；展厅全天开放',
    en: 'quiet: expected hours like 22:00-07:00, got "{got}"; the hall is never dark',
  },
  'hall-key': {
    zh: 'hall={got}：地址缺少密钥；展厅照常运行，管理员看不到它。请用管理员登记时给出的完整地址打开',
    en: 'hall: expected the whole address that an administrator was given for "{got}", got one without its key; the hall runs, and no administrator sees it',
  },
  'hall-refused': {
    zh: '展厅上报被拒绝（{got}）；密钥可能已失效，请由管理员重新登记',
    en: 'hall: expected its report to be taken, got {got}; its key may be void, an administrator can name the hall anew',
  },
  'other-city': {
    zh: '{file}：此导览属于城市“{city}”，视点不在本市；已按本市打开，请逐章重新取景',
    en: '{file}: the tour is of the city "{city}", whose views are not here; it is opened for this city: take the views of its chapters anew',
  },
});
