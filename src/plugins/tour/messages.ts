import { messageTable } from '../../../model/text/message.ts';

/** What keeps a tour from being read or kept. */
export const tourDeskMessage = messageTable({
  'tours-refused': {
    zh: '浏览器未能保存导览（{reason}）；请导出为文件保存',
    en: 'the browser does not save tours ({reason}); export them as files instead',
  },
  'tour-size': {
    zh: '{file}：导览文件至多 {most} MiB',
    en: '{file}: expected a tour of {most} MiB or less',
  },
  'tour-lost': {
    zh: '{file}：读取未能完成，文件可能损坏',
    en: '{file}: reading did not finish; the file may be broken',
  },
  'not-json': {
    zh: '{file}：应为 JSON 文件',
    en: '{file}: expected JSON',
  },
  quiet: {
    zh: 'quiet={got}：应写作 22:00-07:00 这样的时段；展厅全天开放',
    en: 'quiet={got}: expected hours like 22:00-07:00; the hall is open all day',
  },
  'hall-key': {
    zh: 'hall={got}：地址缺少密钥；展厅照常运行，管理员看不到它。请用管理员登记时给出的完整地址打开',
    en: 'hall={got}: the address lacks its key; the hall runs, but the administrator cannot see it. Open it with the full address given at registration',
  },
  'hall-refused': {
    zh: '展厅上报被拒绝（{got}）；密钥可能已失效，请由管理员重新登记',
    en: 'hall: its report was refused ({got}); the key may be invalid, an administrator can register the hall again',
  },
  'other-city': {
    zh: '{file}：此导览属于城市“{city}”，视点不在本市；已按本市打开，请逐章重新取景',
    en: '{file}: this tour belongs to the city "{city}", whose views are not here; it is opened for this city: capture the view of each chapter again',
  },
});
